package dev.varve.io;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Has the system bring a mapping's pages in one by one (madvise). Otherwise it reads ahead, in
 * units of up to megabytes, and a store then dirties, and a sync writes, the whole unit.
 *
 * <p>Where native access is not enabled, or the system is not Linux, nothing happens.
 */
final class SinglePages {
  private static final int ADVICE_RANDOM = 1;

  private static final Optional<MethodHandle> ADVISE =
      SystemCalls.AVAILABLE ? Optional.of(SystemCalls.madvise()) : Optional.empty();

  private SinglePages() {}

  static void advise(MemorySegment mapping) {
    if (ADVISE.isEmpty() || mapping.byteSize() == 0) {
      return;
    }
    try {
      // The answer does not matter: it is advice.
      int _ = (int) ADVISE.get().invokeExact(mapping, mapping.byteSize(), ADVICE_RANDOM);
    } catch (Throwable unexpected) {
      throw new AssertionError(unexpected);
    }
  }
}
