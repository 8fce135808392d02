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
 * Calls of the C library that Java has none for and that want a file's descriptor. Java does not
 * tell a channel's, so the file is opened once more for each.
 *
 * <p>Where native access is not enabled, or the system is not Linux, all calls decline and nothing
 * is printed, as with {@link HugePages}.
 */
final class NativeFile {
  private static final int READ_CLOSE_ON_EXEC = 0x80000;
  private static final int READ_WRITE_CLOSE_ON_EXEC = 2 | 0x80000;
  private static final int DO_NOT_NEED = 4;

  private record Calls(
      MethodHandle open, MethodHandle allocate, MethodHandle advise, MethodHandle close) {}

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
                      "posix_fadvise",
                      FunctionDescriptor.of(
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_INT,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.JAVA_LONG,
                          ValueLayout.JAVA_INT)),
                  SystemCalls.handle(
                      "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT))))
          : Optional.empty();

  private interface Call {
    int on(Calls calls, int descriptor) throws Throwable;
  }

  private NativeFile() {}

  /**
   * Grows a file to {@code length} bytes of storage, zero where it had none, without writing it
   * (fallocate).
   *
   * @param path absolute, since the C library's working directory need not be Java's
   * @param identity the file's key, as Java's file attributes tell it
   * @return false if that is not possible here, for whatever reason; the file may have grown
   */
  static boolean reserve(Path path, Object identity, long length) {
    return succeeds(
        path,
        identity,
        READ_WRITE_CLOSE_ON_EXEC,
        (calls, file) -> (int) calls.allocate.invokeExact(file, 0, 0L, length));
  }

  /**
   * Lets the system drop a file's pages of a range, those excepted that are mapped or not yet on
   * storage (posix_fadvise).
   *
   * @param path as for {@link #reserve}
   * @param identity as for {@link #reserve}
   * @return whether the system took the advice
   */
  static boolean release(Path path, Object identity, long offset, long length) {
    return succeeds(
        path,
        identity,
        READ_CLOSE_ON_EXEC,
        (calls, file) -> (int) calls.advise.invokeExact(file, offset, length, DO_NOT_NEED));
  }

  /**
   * What is opened here must be the file that is meant: a name may reach the C library in another
   * character encoding than Java's, or have come to mean another file.
   */
  private static boolean succeeds(Path path, Object identity, int flags, Call call) {
    if (CALLS.isEmpty() || identity == null) {
      return false;
    }
    Calls calls = CALLS.get();
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) calls.open.invokeExact(arena.allocateFrom(path.toString()), flags);
      if (file < 0) {
        return false;
      }
      boolean done = identity.equals(key(file)) && call.on(calls, file) == 0;
      int _ = (int) calls.close.invokeExact(file);
      return done;
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
