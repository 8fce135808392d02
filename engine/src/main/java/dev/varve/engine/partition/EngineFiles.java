package dev.varve.engine.partition;

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
public final class EngineFiles {
  private static final String LOCK = "LOCK";
  private static final String WAL = "wal";
  private static final String PARTITION_PREFIX = "partition-";
  private static final String TABLE_SUFFIX = ".sst";
  private static final String UNFINISHED_SUFFIX = TableOutput.UNFINISHED_SUFFIX;
  private static final String ASIDE = "aside";

  private final FileSystem files;
  private final Path root;

  public EngineFiles(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  public Path root() {
    return root;
  }

  public Path lock() {
    return root.resolve(LOCK);
  }

  public Path wal() {
    return root.resolve(WAL);
  }

  public Path partition(int id) {
    return root.resolve(PARTITION_PREFIX + FileNames.number(id));
  }

  /** {@link #partition} for the views of a live partition; with one reference, the caller's. */
  public PartitionDirectory directory(int id) {
    return new PartitionDirectory(files, partition(id));
  }

  public Path table(int partition, long number) {
    return partition(partition).resolve(tableName(number));
  }

  /** Holds what opening did not understand. */
  public Path aside() {
    return root.resolve(ASIDE);
  }

  /** The number of the partition whose directory has that name, or -1 if it is no such name. */
  public static int partitionNumber(String name) {
    return (int) FileNames.parse(name, PARTITION_PREFIX, "", Integer.MAX_VALUE);
  }

  /** The number of the table of that name, or -1 if it is no such name. */
  public static long tableNumber(String name) {
    return FileNames.parse(name, "", TABLE_SUFFIX, Long.MAX_VALUE);
  }

  /** Whether it is the name of a table that was being written. */
  public static boolean isUnfinishedTable(String name) {
    return name.endsWith(UNFINISHED_SUFFIX)
        && tableNumber(name.substring(0, name.length() - UNFINISHED_SUFFIX.length())) >= 0;
  }

  private static String tableName(long number) {
    return FileNames.number(number) + TABLE_SUFFIX;
  }

  /**
   * The state of a directory.
   *
   * @param exists whether it holds an engine
   * @param problem why no engine can be opened there; {@code null} if one can
   */
  public record Content(boolean exists, String problem) {}

  /**
   * Looks what the directory holds; creates it if it is missing and may be created.
   *
   * @throws IOException if it cannot be read or created
   */
  public Content look(boolean createIfMissing) throws IOException {
    if (!files.exists(root)) {
      if (!createIfMissing) {
        return foreign("does not exist");
      }
      try {
        files.createDirectories(root);
      } catch (NotDirectoryException file) {
        return foreign(file.getFile() + " is a file");
      }
      // Looked at all the same: another engine may have been created here meanwhile.
    }
    List<String> names;
    try {
      names = files.list(root);
    } catch (NotDirectoryException _) {
      return foreign("is a file");
    }
    if (names.contains(Manifest.CURRENT)) {
      return new Content(true, null);
    }
    for (String name : names) {
      // What an engine leaves that lost power while it was created.
      if (!name.equals(LOCK) && !name.equals(WAL) && !Manifest.owns(name)) {
        return foreign("has no CURRENT but " + name);
      }
    }
    return createIfMissing ? new Content(false, null) : foreign("has no CURRENT");
  }

  private static Content foreign(String problem) {
    return new Content(false, problem);
  }
}
