package dev.varve.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Tells the system how to bring in a mapping's pages (madvise), and asks which are in (mincore).
 * Without advice it reads ahead, in units of up to megabytes that are made of small pages.
 *
 * <p>Where native access is not enabled, or the system is not Linux, nothing happens.
 */
final class PageAdvice implements MappingPolicy.Advice {
  private static final long PAGE_BYTES = 4096;
  private static final int ADVICE_RANDOM = 1;
  private static final int ADVICE_WILL_NEED = 3;
  private static final int ADVICE_HUGE_PAGE = 14;
  private static final int ADVICE_NO_HUGE_PAGE = 15;

  private static final Optional<MethodHandle> ADVISE =
      SystemCalls.AVAILABLE ? Optional.of(SystemCalls.madvise()) : Optional.empty();

  private static final Optional<MethodHandle> IS_IN_MEMORY =
      SystemCalls.AVAILABLE ? Optional.of(SystemCalls.mincore()) : Optional.empty();

  PageAdvice() {}

  /** Whether all pages of a mapping are in memory; yes where the system does not tell. */
  boolean isInMemory(MemorySegment mapping) {
    if (IS_IN_MEMORY.isEmpty() || mapping.byteSize() == 0) {
      return true;
    }
    long pages = (mapping.byteSize() + PAGE_BYTES - 1) / PAGE_BYTES;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(pages);
      if ((int) IS_IN_MEMORY.get().invokeExact(mapping, mapping.byteSize(), answer) != 0) {
        return true;
      }
      for (long page = 0; page < pages; page++) {
        if ((answer.get(ValueLayout.JAVA_BYTE, page) & 1) == 0) {
          return false;
        }
      }
      return true;
    } catch (Throwable unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  @Override
  public boolean isInMemory(MemorySegment mapping, long offset) {
    long start = startOfPage(mapping, offset);
    return isInMemory(mapping.asSlice(start, Math.min(PAGE_BYTES, mapping.byteSize() - start)));
  }

  /** Brings pages in one by one. */
  @Override
  public void singly(MemorySegment mapping) {
    advise(mapping, ADVICE_NO_HUGE_PAGE);
    advise(mapping, ADVICE_RANDOM);
  }

  /**
   * Brings pages in by 2 MiB, each as one large page, where the file system can. Random access to
   * them then misses the address-translation cache far less. For mappings that are going to stay in
   * memory.
   */
  @Override
  public void large(MemorySegment mapping) {
    advise(mapping, ADVICE_HUGE_PAGE);
    // Else the system would read another large page ahead.
    advise(mapping, ADVICE_RANDOM);
  }

  /** Begins to read a range of a mapping into memory; it is widened to whole pages. */
  void willNeed(MemorySegment mapping, long offset, long length) {
    long start = startOfPage(mapping, offset);
    long end = Math.min(mapping.byteSize(), offset + length);
    if (start < end) {
      advise(mapping.asSlice(start, end - start), ADVICE_WILL_NEED);
    }
  }

  private static long startOfPage(MemorySegment mapping, long offset) {
    return Math.max(0, offset - Math.floorMod(mapping.address() + offset, PAGE_BYTES));
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
