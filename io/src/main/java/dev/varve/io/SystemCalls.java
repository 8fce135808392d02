package dev.varve.io;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Functions of the C library, for what the Java library has no call for. They may be had on Linux,
 * and only where native access is enabled for this module (an embedder need not give {@code
 * --enable-native-access}); without, nothing is printed and whoever wanted one does without.
 */
@SuppressWarnings("restricted") // used only where native access is enabled
final class SystemCalls {
  /** Whether {@link #handle} may be called. */
  static final boolean AVAILABLE =
      System.getProperty("os.name").equals("Linux")
          && SystemCalls.class.getModule().isNativeAccessEnabled();

  private SystemCalls() {}

  static MethodHandle handle(String name, FunctionDescriptor signature, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), signature, options);
  }

  /** {@code int mincore(void *, size_t, unsigned char *)}. */
  static MethodHandle mincore() {
    return handle(
        "mincore",
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
  }

  /** {@code int madvise(void *, size_t, int)}. */
  static MethodHandle madvise() {
    return handle(
        "madvise",
        FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT));
  }
}
