package dev.varve.soak.server;

import dev.varve.soak.model.WrongAnswerException;

/**
 * What a server may hold when its clients are gone, compared with what it held when it had just
 * started, and at the first rest after a load. What is not the same may differ by what the caches,
 * the compiler and the background work of the moment hold, and by nothing that grows with the
 * number of requests.
 */
final class LevelBounds {
  private static final long MEBIBYTE = 1 << 20;
  private static final long MORE_HEAP_BYTES = 16 * MEBIBYTE;
  private static final long MORE_OTHER_BYTES = 96 * MEBIBYTE;

  /** Memtables and block cache have 256 MiB each; as much for what is being written. */
  private static final long MOST_NATIVE_BYTES = 768 * MEBIBYTE;

  private static final int MORE_THREADS = 8;

  /** Tables and segments of the log that come and go with the background work. */
  private static final int MORE_FILES = 64;

  private static final int MOST_DELETED = 16;

  private LevelBounds() {}

  /**
   * Checks a level.
   *
   * @param idle of the same process, when it had just started
   * @param first of the same process, at the first rest
   */
  static void check(Level idle, Level first, Level now) {
    require("connections", now.connections(), 1);
    require("bytes in flight", now.inFlightBytes(), 0);
    require("sockets", now.sockets(), idle.sockets());
    require("live heap", now.heapBytes(), first.heapBytes() + MORE_HEAP_BYTES);
    long other = Math.max(idle.otherBytes(), first.otherBytes());
    require("other memory", now.otherBytes(), other + MORE_OTHER_BYTES);
    require("memory of the engine", now.nativeBytes(), MOST_NATIVE_BYTES);
    require("threads", now.threads(), first.threads() + MORE_THREADS);
    require("files", now.files(), first.files() + MORE_FILES);
    require("deleted files that are held", now.deletedFiles(), MOST_DELETED);
  }

  private static void require(String what, long found, long most) {
    if (found > most) {
      throw new WrongAnswerException(
          "at rest the server has %,d %s, at most %,d".formatted(found, what, most));
    }
  }
}
