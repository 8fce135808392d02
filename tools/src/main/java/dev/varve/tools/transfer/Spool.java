package dev.varve.tools.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What can be read only once, a pipe or a device, as a copy in a temporary file, which nobody else
 * sees and which is gone when it is closed, or when the process ends.
 */
final class Spool implements Source {
  private final String name;
  private final FileChannel copy;

  private Spool(String name, FileChannel copy) {
    this.name = name;
    this.copy = copy;
  }

  /** Copies {@code once} to its end. */
  static Spool of(String name, InputStream once) throws IOException {
    Path file = Files.createTempFile("varve-import-", ".tmp");
    FileChannel copy =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      once.transferTo(Channels.newOutputStream(copy));
      return new Spool(name, copy);
    } catch (IOException failed) {
      copy.close();
      throw new IOException(
          name + ": cannot be copied to " + file.getParent() + ": " + failed.getMessage(), failed);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long sizeBytes() throws IOException {
    return copy.size();
  }

  @Override
  public InputStream open() throws IOException {
    copy.position(0);
    return new FilterInputStream(Channels.newInputStream(copy)) {
      @Override
      public void close() {
        // The copy is read again.
      }
    };
  }

  @Override
  public void close() throws IOException {
    copy.close();
  }
}
