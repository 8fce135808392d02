package dev.varve.soak.session;

import dev.varve.engine.EngineOptions;
import dev.varve.engine.EngineStats;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** What a directory and its engine may take at most, and whether they do. */
final class Bounds {
  private static final long MEBIBYTE = 1 << 20;

  /** Both count their memory together. */
  private static final int ENGINES = 2;

  /** Threads, jars, sockets of the virtual machine, and both directories' locks. */
  private static final int OTHER_FILES = 200;

  /** Where a table goes of which a kill has left no word in the manifest. */
  private static final String MOVED_ASIDE = "aside";

  private Bounds() {}

  /** Asserted all along. */
  static void check(String name, EngineStats stats, EngineOptions options) {
    // What is sealed goes on being written to the log until its flush has ended.
    require(
        name + ": live log",
        stats.walLiveBytes(),
        2 * options.walLimitBytes() + 4L * options.walSegmentBytes());
    for (Map.Entry<String, Long> held : stats.nativeBytes().entrySet()) {
      long most =
          switch (held.getKey()) {
            case "memtable" -> ENGINES * (2 * options.memtableBudgetBytes() + 32 * MEBIBYTE);
            case "block cache" -> ENGINES * (options.blockCacheBytes() + 4 * MEBIBYTE);
            // Files, not memory.
            case "sstable mapping", "wal" -> Long.MAX_VALUE;
            default -> 128 * MEBIBYTE;
          };
      require(name + ": memory of " + held.getKey(), held.getValue(), most);
    }
  }

  /** Asserted all along: files that the process has open. */
  static void checkOpenFiles(long logSegments) throws IOException {
    Path open = Path.of("/proc/self/fd");
    if (Files.isDirectory(open)) {
      require("open files", count(open), OTHER_FILES + 2 * logSegments);
    }
  }

  /** Asserted when a directory is closed: no memory is held. */
  static void checkClosed(String name, Map<String, Long> held) {
    if (!held.isEmpty()) {
      throw new WrongAnswerException(name + ": memory is held after closing: " + held);
    }
  }

  /** Asserted when a directory is closed: its folders are those of the live partitions. */
  static void checkFolders(String name, Path directory, int livePartitions) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      long folders =
          entries
              .filter(Files::isDirectory)
              .filter(folder -> !folder.endsWith(MOVED_ASIDE))
              .count();
      require(name + ": folders", folders, livePartitions + 1L);
    }
  }

  /** Asserted after background work has ended, with nothing but what can be read. */
  static void checkSpace(String name, long tableBytes, long liveBytes) {
    require(
        name + ": bytes of tables for " + liveBytes + " live",
        tableBytes,
        3 * liveBytes + 32 * MEBIBYTE);
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }

  private static void require(String what, long found, long most) {
    if (found > most) {
      throw new WrongAnswerException("%s: %,d, at most %,d".formatted(what, found, most));
    }
  }
}
