package dev.varve.io;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Has the system bring a mapping's pages in one by one (madvise). Otherwise it reads ahead, in
 * units of up to megabytes, and a store then dirties, and a sync writes, the whole unit.
 *
 * <p>Where native access is not enabled, or the system is not Linux, nothing happens.
 */
@SuppressWarnings("restricted") // used only where native access is enabled
final class SinglePages {
  private static final int ADVICE_RANDOM = 1;

  private static final Optional<MethodHandle> ADVISE = advise();

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

  private static Optional<MethodHandle> advise() {
    boolean linux = System.getProperty("os.name").equals("Linux");
    if (!linux || !SinglePages.class.getModule().isNativeAccessEnabled()) {
      return Optional.empty();
    }
    Linker linker = Linker.nativeLinker();
    return Optional.of(
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("madvise"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT)));
  }
}
