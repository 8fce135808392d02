package dev.varve.dynamodb;

import dev.varve.io.NeverWaits;
import dev.varve.io.WouldWait;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A database in memory that can be forked and set back while it is open, for tests of programs: all
 * that is done between two calls is in the fork, and nothing else.
 *
 * <p>A fork, and a setting back, waits for the calls that are under way, holds others up meanwhile,
 * and costs what closing and opening cost: some milliseconds for small tables that are flushed, and
 * more for what is not. What a database begins anew when it is opened begins anew here, too:
 * buckets of throughput are full, and reads see no state from before. {@link #varve} stays the same
 * all the time; each of its calls costs some hundred nanoseconds more than one of {@link
 * Varve#openInMemory}.
 *
 * <p>Thread-safe.
 */
public final class MemoryDatabase implements AutoCloseable {
  private final VarveOptions options;
  private final Varve varve;

  /** Calls hold the reading half, whoever replaces the database the other. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** Changes under the writing half of the lock. */
  private MemoryStore store;

  /** Null when this is closed, or could not be opened again. As the store. */
  private Varve present;

  /** Opens an empty database. */
  public MemoryDatabase(VarveOptions options) throws IOException {
    this(new MemoryStore(), options);
  }

  /**
   * Opens a store.
   *
   * @param store closed with this object, or when the database is set back
   * @throws dev.varve.engine.DirectoryInUseException if it is open
   */
  public MemoryDatabase(MemoryStore store, VarveOptions options) throws IOException {
    this.options = options;
    this.store = store;
    this.present = store.open(options);
    this.varve =
        (Varve)
            Proxy.newProxyInstance(
                Varve.class.getClassLoader(), new Class<?>[] {Varve.class}, new Calls());
  }

  /** The database. Closing it closes this object. */
  public Varve varve() {
    return varve;
  }

  /** The options with which it was opened. */
  public VarveOptions options() {
    return options;
  }

  /**
   * A store with the tables and items of this moment, which changes apart from this database. It is
   * the caller's.
   *
   * @throws IllegalStateException if this is closed
   * @throws IOException if the database cannot be closed and opened again: this is closed then
   */
  public MemoryStore fork() throws IOException {
    lock.writeLock().lock();
    try {
      closePresent();
      MemoryStore fork = store.fork();
      present = store.open(options);
      return fork;
    } finally {
      lock.writeLock().unlock();
    }
  }

  /**
   * Gives this database the tables and items of a store, in the place of its own.
   *
   * @param origin stays as it is, and the caller's
   * @throws IllegalStateException if this is closed, or the store is open: nothing is changed then
   * @throws IOException if the database cannot be closed, or the other not be opened: this is
   *     closed then
   */
  public void setBack(MemoryStore origin) throws IOException {
    MemoryStore fork = origin.fork();
    boolean taken = false;
    lock.writeLock().lock();
    try {
      closePresent();
      store.close();
      store = fork;
      taken = true;
      present = fork.open(options);
    } finally {
      lock.writeLock().unlock();
      if (!taken) {
        fork.close();
      }
    }
  }

  /** While the writing half of the lock is held. */
  private void closePresent() throws IOException {
    Varve closing = present;
    if (closing == null) {
      throw closed();
    }
    present = null;
    closing.close();
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the database is closed");
  }

  /** Closes the database, which is gone then. Closing twice does nothing more. */
  @Override
  public void close() throws IOException {
    lock.writeLock().lock();
    try {
      if (present != null) {
        closePresent();
      }
    } finally {
      store.close();
      lock.writeLock().unlock();
    }
  }

  /** Hands the calls of {@link #varve} on to the database that is open. */
  private final class Calls implements InvocationHandler {
    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return ofObject(proxy, method, arguments);
      }
      if (method.getName().equals("close")) {
        close();
        return null;
      }
      if (method.getName().equals("isInMemory")) {
        return true; // asked by threads that must not wait for a fork
      }
      if (method.isDefault() && method.getDeclaringClass() == Varve.class) {
        // Made of other calls, which may come after a fork: pages of a Query, for example.
        return InvocationHandler.invokeDefault(proxy, method, arguments);
      }
      enter();
      try {
        if (present == null) {
          throw closed();
        }
        return method.invoke(present, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      } finally {
        lock.readLock().unlock();
      }
    }

    private void enter() {
      if (!NeverWaits.here()) {
        lock.readLock().lock();
      } else if (lock.hasQueuedThreads() || !lock.readLock().tryLock()) {
        throw new WouldWait();
      }
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
      return switch (method.getName()) {
        case "equals" -> proxy == arguments[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "a database in memory";
      };
    }
  }
}
