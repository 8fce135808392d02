package dev.varve.formats.zstd;

import java.io.IOException;

/** What is native is missing on some machines: a fault of the environment, not of the program. */
final class NativeLibrary {
  private NativeLibrary() {}

  /** Uses the library. */
  interface Use<T> {
    T call() throws IOException;
  }

  /**
   * Makes a call that may be the one that loads the library.
   *
   * @throws IOException if it cannot be loaded
   */
  static <T> T call(Use<T> use) throws IOException {
    try {
      return use.call();
    } catch (LinkageError missing) {
      throw new IOException(
          "zstd's native library cannot be loaded on this machine: " + missing.getMessage(),
          missing);
    }
  }
}
