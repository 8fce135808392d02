package dev.varve.dynamodb.transfer;

import dev.varve.io.StorageFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** A file that is read from its beginning, and closed with the stream. Does not buffer. */
final class FileInput extends InputStream {
  private final StorageFile file;
  private final long length;
  private long position;

  FileInput(StorageFile file) throws IOException {
    this.file = file;
    boolean known = false;
    try {
      this.length = file.length();
      known = true;
    } finally {
      if (!known) {
        file.close();
      }
    }
  }

  /** Bytes read so far. */
  long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (count == 0) {
      return 0;
    }
    int part = (int) Math.min(count, length - position);
    if (part <= 0) {
      return -1;
    }
    file.read(position, MemorySegment.ofArray(target).asSlice(offset, part));
    position += part;
    return part;
  }

  /** What is left: a reader of compressed members looks whether another one follows. */
  @Override
  public int available() {
    return (int) Math.min(Integer.MAX_VALUE, length - position);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
