package dev.varve.tools;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Bytes to standard output; remembers why some could not be written. */
final class StandardOutput extends FilterOutputStream {
  /** What the operating system says where the reader of a pipe has gone. */
  private static final String NO_READER = "Broken pipe";

  private String trouble;

  StandardOutput(OutputStream out) {
    super(out);
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException failed) {
      trouble = String.valueOf(failed.getMessage());
      throw failed;
    }
  }

  /**
   * Why output was lost, if it was. A reader that reads no further, such as head, loses nothing.
   */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble).filter(reason -> !reason.contains(NO_READER));
  }
}
