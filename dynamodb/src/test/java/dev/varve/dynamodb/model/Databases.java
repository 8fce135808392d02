package dev.varve.dynamodb.model;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A database on a file system in memory, which can be closed, opened again, killed and cut off from
 * power. For one thread.
 */
public final class Databases implements AutoCloseable {
  /** Small files and memtables: quick to make, and full after few writes. */
  public static final EngineOptions SMALL =
      EngineOptions.defaults()
          .withWal(1 << 20, 8 << 20)
          .withMemtables(256 << 10, 4 << 20)
          .withTables(256 << 10, 1 << 20);

  private static final Path DIRECTORY = Path.of("/db");

  private final VarveOptions options;
  private final Clock clock;
  private Scheduler scheduler;
  private MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private Varve open;

  public Databases(VarveOptions options) throws IOException {
    this(options, Clock.SYSTEM);
  }

  /** A database whose time is a test's. */
  public Databases(VarveOptions options, Clock clock) throws IOException {
    this.options = options;
    this.clock = clock;
    open();
  }

  /** Writes are acknowledged without a sync, which no test that only closes and reopens needs. */
  public static Databases buffered() throws IOException {
    return new Databases(
        VarveOptions.defaults().withDurability(Durability.BUFFERED).withEngine(SMALL));
  }

  private void open() throws IOException {
    scheduler = Env.system(1).scheduler();
    Env env = files.env(clock, scheduler);
    open = Varve.open(env, DIRECTORY, options);
  }

  public Varve varve() {
    return open;
  }

  /** Closes the database and opens it again. */
  public Varve reopen() throws IOException {
    close();
    open();
    return open;
  }

  /**
   * Opens what the directory would hold after the process was killed now. The database itself is
   * closed after that.
   */
  public Varve kill() throws IOException {
    MemoryFileSystem left = files.kill();
    close();
    files = left;
    open();
    return open;
  }

  /**
   * Opens what the directory would hold after the power was lost now. The database itself is closed
   * after that.
   */
  public Varve losePower(long seed) throws IOException {
    MemoryFileSystem left = files.crash(seed);
    close();
    files = left;
    open();
    return open;
  }

  /**
   * As {@link #kill}, of a database in which a write has failed: it may say so once more when it is
   * closed.
   */
  public Varve killAfterFailure() throws IOException {
    MemoryFileSystem left = files.kill();
    try {
      open.close();
    } catch (IOException expected) {
      // Why the write failed.
    } finally {
      scheduler.close();
    }
    files = left;
    open();
    return open;
  }

  /** Looks at what a database holds. */
  public interface Inspection {
    void of(StorageEngine engine, Path directory) throws IOException;
  }

  /** Closes the database, shows what it left in its engine, and opens it again. */
  public Varve inspect(Inspection inspection) throws IOException {
    close();
    try (Scheduler own = Env.system(1).scheduler();
        StorageEngine engine =
            StorageEngine.open(files.env(clock, own), DIRECTORY, options.engine())) {
      inspection.of(engine, DIRECTORY);
    }
    open();
    return open;
  }

  /** Calls {@code hook} before each change of a file from now on; it may make the change fail. */
  public void onOperation(OperationHook hook) {
    files.onOperation(hook);
  }

  @Override
  public void close() throws IOException {
    try {
      open.close();
    } finally {
      scheduler.close();
    }
  }
}
