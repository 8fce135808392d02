package dev.varve.engine;

import dev.varve.engine.version.Manifest;
import dev.varve.io.FileNames;
import dev.varve.io.FileSystem;
import java.io.IOException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Where things are in an engine's directory. Names are numbers, never anything that a user chose.
 *
 * <pre>
 *  LOCK                    held by the engine that has the directory open
 *  CURRENT, MANIFEST-n     which tables are live
 *  wal/                    log segments
 *  partition-p/n.sst       the tables of partition p
 * </pre>
 */
final class EngineFiles {
  private static final String LOCK = "LOCK";
  private static final String WAL = "wal";
  private static final String PARTITION_PREFIX = "partition-";
  private static final String TABLE_SUFFIX = ".sst";

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

  Path table(int partition, long number) {
    return partition(partition).resolve(FileNames.number(number) + TABLE_SUFFIX);
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
      // Another engine may have been created here meanwhile.

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

  /**
   * Deletes tables that no version lists: outputs of work that did not end, or inputs of work that
   * just did.
   */
  void deleteUnlistedTables(int partition, Set<Long> listed) throws IOException {
    Path directory = partition(partition);
    for (String name : files.list(directory)) {
      long number = FileNames.parse(name, "", TABLE_SUFFIX, Long.MAX_VALUE);
      if (number >= 0 && !listed.contains(number)) {
        files.delete(directory.resolve(name));
      }
    }
  }

  /**
   * Deletes the tables of partitions that are not live any more. Their empty directories stay;
   * numbers are not used again.
   */
  void deleteDroppedPartitions(Set<Integer> live) throws IOException {
    for (String name : files.list(root)) {
      int partition = (int) FileNames.parse(name, PARTITION_PREFIX, "", Integer.MAX_VALUE);
      if (partition >= 0 && !live.contains(partition)) {
        deleteUnlistedTables(partition, Set.of());
      }
    }
  }
}
