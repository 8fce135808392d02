package dev.varve.io;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Tells the system how to bring in a mapping's pages (madvise). Without advice it reads ahead, in
 * units of up to megabytes that are made of small pages.
 *
 * <p>Where native access is not enabled, or the system is not Linux, nothing happens.
 */
final class PageAdvice {
  private static final int ADVICE_RANDOM = 1;
  private static final int ADVICE_HUGE_PAGE = 14;

  private static final Optional<MethodHandle> ADVISE =
      SystemCalls.AVAILABLE ? Optional.of(SystemCalls.madvise()) : Optional.empty();

  private PageAdvice() {}

  /** Whether mappings of so many bytes together are likely to stay in memory: up to half of it. */
  static boolean hasRoom(long bytes) {
    return bytes <= MachineMemory.BYTES / 2;
  }

  /** Brings pages in one by one. */
  static void singly(MemorySegment mapping) {
    advise(mapping, ADVICE_RANDOM);
  }

  /**
   * Brings pages in by 2 MiB, each as one large page, where the file system can. Random access to
   * them then misses the address-translation cache far less. For mappings that are going to stay in
   * memory.
   */
  static void large(MemorySegment mapping) {
    advise(mapping, ADVICE_HUGE_PAGE);
    // Else the system would read another large page ahead.
    advise(mapping, ADVICE_RANDOM);
  }

  private static void advise(MemorySegment mapping, int advice) {
    if (ADVISE.isEmpty() || mapping.byteSize() == 0) {
      return;
    }
    try {
      // The answer does not matter: it is advice.
      int _ = (int) ADVISE.get().invokeExact(mapping, mapping.byteSize(), advice);
    } catch (Throwable unexpected) {
      throw new AssertionError(unexpected);
    }
  }
}
