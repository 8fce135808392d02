package dev.varve.engine;

import dev.varve.engine.compaction.TableOutput;
import dev.varve.engine.version.Manifest;
import dev.varve.io.FileNames;
import dev.varve.io.FileSystem;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/**
 * Where things are in an engine's directory. Names are numbers, never anything that a user chose.
 *
 * <pre>
 *  LOCK                    held by the engine that has the directory open
 *  CURRENT, MANIFEST-n     which tables are live
 *  wal/                    log segments
 *  partition-p/n.sst       the tables of partition p; n.sst.tmp is being written
 *  aside/                  what opening did not understand
 * </pre>
 */
final class EngineFiles {
  private static final String LOCK = "LOCK";
  private static final String WAL = "wal";
  private static final String PARTITION_PREFIX = "partition-";
  private static final String TABLE_SUFFIX = ".sst";
  private static final String UNFINISHED_SUFFIX = TableOutput.UNFINISHED_SUFFIX;
  private static final String ASIDE = "aside";

  private final FileSystem files;
  private final Path root;

  EngineFiles(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  Path root() {
    return root;
  }

  Path lock() {
    return root.resolve(LOCK);
  }

  Path wal() {
    return root.resolve(WAL);
  }

  Path partition(int id) {
    return root.resolve(PARTITION_PREFIX + FileNames.number(id));
  }

  /** {@link #partition} for the views of a live partition; with one reference, the caller's. */
  PartitionDirectory directory(int id) {
    return new PartitionDirectory(files, partition(id));
  }

  Path table(int partition, long number) {
    return partition(partition).resolve(tableName(number));
  }

  /** Holds what opening did not understand. */
  Path aside() {
    return root.resolve(ASIDE);
  }

  /** The number of the partition whose directory has that name, or -1 if it is no such name. */
  static int partitionNumber(String name) {
    return (int) FileNames.parse(name, PARTITION_PREFIX, "", Integer.MAX_VALUE);
  }

  /** The number of the table of that name, or -1 if it is no such name. */
  static long tableNumber(String name) {
    return FileNames.parse(name, "", TABLE_SUFFIX, Long.MAX_VALUE);
  }

  /** Whether it is the name of a table that was being written. */
  static boolean isUnfinishedTable(String name) {
    return name.endsWith(UNFINISHED_SUFFIX)
        && tableNumber(name.substring(0, name.length() - UNFINISHED_SUFFIX.length())) >= 0;
  }

  private static String tableName(long number) {
    return FileNames.number(number) + TABLE_SUFFIX;
  }

  /**
   * Whether the directory holds an engine; creates an empty one if it may.
   *
   * @throws NotAnEngineDirectoryException if there is something else, or nothing and none is to be
   *     created
   */
  boolean exists(boolean createIfMissing) throws IOException {
    if (!files.exists(root)) {
      if (!createIfMissing) {
        throw new NotAnEngineDirectoryException(root, "does not exist");
      }
      try {
        files.createDirectories(root);
      } catch (NotDirectoryException file) {
        throw new NotAnEngineDirectoryException(root, file.getFile() + " is a file");
      }
      // Looked at all the same: another engine may have been created here meanwhile.
    }
    List<String> names;
    try {
      names = files.list(root);
    } catch (NotDirectoryException _) {
      throw new NotAnEngineDirectoryException(root, "is a file");
    }
    if (names.contains(Manifest.CURRENT)) {
      return true;
    }
    for (String name : names) {
      // What an engine leaves that lost power while it was created.
      if (!name.equals(LOCK) && !name.equals(WAL) && !Manifest.owns(name)) {
        throw new NotAnEngineDirectoryException(root, "has no CURRENT but " + name);
      }
    }
    if (!createIfMissing) {
      throw new NotAnEngineDirectoryException(root, "has no CURRENT");
    }
    return false;
  }
}
