package dev.varve.tools.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Bytes that can be read more than once, and are closed after the last time. */
interface Source extends AutoCloseable {
  /** How messages call it. */
  String name();

  /** How many bytes there are. */
  long sizeBytes() throws IOException;

  /** Reads from the first byte on. The stream is closed before the next one is opened. */
  InputStream open() throws IOException;

  @Override
  void close() throws IOException;

  /** A regular file. */
  record File(Path path) implements Source {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public long sizeBytes() throws IOException {
      return Files.size(path);
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public void close() {}
  }
}
