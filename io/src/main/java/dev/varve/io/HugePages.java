package dev.varve.io;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Anonymous memory in pages of 2 MiB, where the system grants them: random access to a large
 * structure then misses the address-translation cache far less. The advice must come before the
 * first touch, and {@link Arena#allocate} touches, so the memory is mapped by the C library.
 *
 * <p>Calling it needs native access. Where that is not enabled for this module (an embedder without
 * {@code --enable-native-access}), or the system is not Linux, {@link #allocate} declines and
 * nothing is printed.
 */
@SuppressWarnings("restricted") // used only where native access is enabled
final class HugePages {
  static final long PAGE_BYTES = 2L << 20;

  private static final int PROTECTION_READ_WRITE = 1 | 2;
  private static final int PRIVATE_ANONYMOUS = 0x02 | 0x20;
  private static final int ADVICE_HUGE_PAGE = 14;
  private static final long FAILED = -1;

  private record Calls(MethodHandle map, MethodHandle advise, MethodHandle unmap) {}

  private static final Optional<Calls> CALLS =
      SystemCalls.AVAILABLE
          ? Optional.of(
              new Calls(
                  SystemCalls.handle(
                      "mmap",
                      FunctionDescriptor.of(
                          ValueLayout.ADDRESS,
                          ValueLayout.ADDRESS,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_LONG)),
                  SystemCalls.madvise(),
                  SystemCalls.handle(
                      "munmap",
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG))))
          : Optional.empty();

  private HugePages() {}

  /**
   * Maps zeroed memory that begins at a huge page.
   *
   * @param byteSize a multiple of {@link #PAGE_BYTES}
   * @param arena unmaps it when it closes
   * @return the memory, or {@code null} if the system does not give it
   */
  static MemorySegment allocate(long byteSize, Arena arena) {
    if (CALLS.isEmpty()) {
      return null;
    }
    Calls calls = CALLS.get();
    try {
      // One page more, to find an aligned start in; what is never touched takes no memory.
      long mappedBytes = byteSize + PAGE_BYTES;
      MemorySegment mapped =
          (MemorySegment)
              calls.map.invokeExact(
                  MemorySegment.NULL,
                  mappedBytes,
                  PROTECTION_READ_WRITE,
                  PRIVATE_ANONYMOUS,
                  -1,
                  0L);
      if (mapped.address() == FAILED) {
        return null;
      }
      long start = (mapped.address() + PAGE_BYTES - 1) & -PAGE_BYTES;
      // The answer does not matter: without the advice the memory has small pages.
      int _ =
          (int)
              calls.advise.invokeExact(MemorySegment.ofAddress(start), byteSize, ADVICE_HUGE_PAGE);
      return MemorySegment.ofAddress(start)
          .reinterpret(byteSize, arena, _ -> unmap(calls, mapped, mappedBytes));
    } catch (Throwable unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static void unmap(Calls calls, MemorySegment mapped, long mappedBytes) {
    try {
      int result = (int) calls.unmap.invokeExact(mapped, mappedBytes);
      if (result != 0) {
        throw new AssertionError("munmap failed");
      }
    } catch (Throwable unexpected) {
      throw new AssertionError(unexpected);
    }
  }
}
