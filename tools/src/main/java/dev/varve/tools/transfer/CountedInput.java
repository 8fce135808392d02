package dev.varve.tools.transfer;

import dev.varve.tools.format.FormatException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Counts the bytes that are read, and tells faults of the file from those of other files. */
final class CountedInput extends FilterInputStream {
  private final LongConsumer progress;
  private long count;

  /** Reads from {@code in} and tells {@code progress} how many more bytes have been read. */
  CountedInput(InputStream in, LongConsumer progress) {
    super(in);
    this.progress = progress;
  }

  long count() {
    return count;
  }

  @Override
  public int read() throws IOException {
    int value;
    try {
      value = super.read();
    } catch (IOException failed) {
      throw unreadable(failed);
    }
    add(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(target, offset, length);
    } catch (IOException failed) {
      throw unreadable(failed);
    }
    add(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    return 0; // skipping is left to reading
  }

  private static FormatException unreadable(IOException failed) {
    return failed instanceof FormatException told
        ? told
        : new FormatException("cannot be read: " + failed.getMessage(), failed);
  }

  private void add(long bytes) {
    count += bytes;
    progress.accept(bytes);
  }

  @Override
  public boolean markSupported() {
    return false; // what is read again would be counted again
  }
}
