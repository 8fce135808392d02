package dev.varve.tools.transfer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Names the file in the errors of writing it. Closing flushes, and leaves the file open. */
final class NamedOutput extends FilterOutputStream {
  private final Path path;

  NamedOutput(Path path, OutputStream out) {
    super(out);
    this.path = path;
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
      throw new IOException(path + ": cannot be written: " + failed.getMessage(), failed);
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
