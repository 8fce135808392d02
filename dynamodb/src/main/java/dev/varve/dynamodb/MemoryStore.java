package dev.varve.dynamodb;

import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.RamFileSystem;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a database in memory keeps while it is closed: the place of a directory, with nothing on
 * disk. It is opened, closed and opened again as a directory is, by one at a time; and {@linkplain
 * #fork forked}, for tests that all begin with the same tables and items.
 *
 * <p>A database in memory is the same engine on files that are in native memory. Its items take
 * about the memory that they would take on disk, in addition to memtables and the log.
 *
 * <p>Thread-safe. {@link #close} gives the memory back; so does the garbage collector, later.
 */
public final class MemoryStore implements AutoCloseable {
  private static final Path DIRECTORY = Path.of("/varve");

  /** At least two: a flush and a compaction run beside each other. A thread begins with need. */
  private static final int BACKGROUND_THREADS =
      Math.max(2, Runtime.getRuntime().availableProcessors());

  private final RamFileSystem files;

  /** An empty one. */
  public MemoryStore() {
    this(new RamFileSystem(new MemoryLedger()));
  }

  private MemoryStore(RamFileSystem files) {
    this.files = files;
  }

  /** Opens the database with the default options. */
  public Varve open() throws IOException {
    return open(VarveOptions.defaults());
  }

  /**
   * Opens the database. When it is closed, this store still has all of it.
   *
   * @param options their durability is of no account: no write waits, since none outlives the
   *     process
   * @throws dev.varve.engine.DirectoryInUseException if it is open
   */
  public Varve open(VarveOptions options) throws IOException {
    return open(options, () -> {});
  }

  /** Opens the database; {@code afterwards} is run when it has been closed. */
  Varve open(VarveOptions options, Runnable afterwards) throws IOException {
    VarveOptions effective = options.withDurability(Durability.BUFFERED);
    Env env = Env.inMemory(files, BACKGROUND_THREADS);
    boolean opened = false;
    try {
      Varve varve =
          VarveDatabase.open(
              StorageEngine.open(env, DIRECTORY, effective.engine()),
              DIRECTORY,
              effective,
              env.clock(),
              () -> {
                env.scheduler().close();
                afterwards.run();
              });
      opened = true;
      return varve;
    } finally {
      if (!opened) {
        env.scheduler().close();
      }
    }
  }

  /**
   * A store with the same tables and items, which changes apart from this one.
   *
   * <p>Costs some microseconds for each file: the two have their files in common, and a file is
   * copied where one of them changes it. Table files never change. What is still in the log is read
   * again whenever a store is opened, so {@link Varve#flush} the tables of a store that is forked
   * often.
   *
   * @throws IllegalStateException if the database is open
   */
  public MemoryStore fork() {
    return new MemoryStore(files.fork(new MemoryLedger()));
  }

  /** Forgets the database. Forks keep theirs; one that is open must be closed before. */
  @Override
  public void close() {
    files.close();
  }
}
