package dev.varve.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Storage for a file without writing it (fallocate). Java has no call for it and does not tell a
 * channel's descriptor, so the file is opened once more.
 *
 * <p>Where native access is not enabled, or the system is not Linux, {@link #reserve} declines and
 * nothing is printed, as with {@link HugePages}.
 */
@SuppressWarnings("restricted") // used only where native access is enabled
final class Fallocate {
  private static final int READ_WRITE_CLOSE_ON_EXEC = 2 | 0x80000;

  private record Calls(MethodHandle open, MethodHandle allocate, MethodHandle close) {}

  private static final Optional<Calls> CALLS =
      SystemCalls.AVAILABLE
          ? Optional.of(
              new Calls(
                  SystemCalls.handle(
                      "open",
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                      Linker.Option.firstVariadicArg(2)),
                  SystemCalls.handle(
                      "fallocate",
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.JAVA_LONG)),
                  SystemCalls.handle(
                      "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))))
          : Optional.empty();

  private Fallocate() {}

  /**
   * Grows a file to {@code length} bytes, zero where it had none. What is opened here must be the
   * file that is meant: a name may reach the C library in another character encoding than Java's,
   * or have come to mean another file.
   *
   * @param path absolute, since the C library's working directory need not be Java's
   * @param identity the file's key, as Java's file attributes tell it
   * @return false if that is not possible here, for whatever reason; the file may have grown
   */
  static boolean reserve(Path path, Object identity, long length) {
    if (CALLS.isEmpty() || identity == null) {
      return false;
    }
    Calls calls = CALLS.get();
    try (Arena arena = Arena.ofConfined()) {
      int file =
          (int)
              calls.open.invokeExact(arena.allocateFrom(path.toString()), READ_WRITE_CLOSE_ON_EXEC);
      if (file < 0) {
        return false;
      }
      boolean reserved =
          identity.equals(key(file)) && (int) calls.allocate.invokeExact(file, 0, 0L, length) == 0;
      int _ = (int) calls.close.invokeExact(file);
      return reserved;
    } catch (Throwable unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  /** The key of an open file, or {@code null} where the system does not tell. */
  private static Object key(int file) {
    try {
      return Files.readAttributes(Path.of("/proc/self/fd/" + file), BasicFileAttributes.class)
          .fileKey();
    } catch (IOException _) {
      return null; // no /proc here
    }
  }
}
