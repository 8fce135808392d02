package dev.varve.dynamodb.transfer;

import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Objects;

/** A new file that is written from its beginning. Closing makes it and its name durable. */
final class FileOutput extends OutputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final FileSystem files;
  private final Path path;
  private final StorageFile file;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int buffered;
  private long position;
  private boolean closed;

  FileOutput(FileSystem files, Path path) throws IOException {
    this.files = files;
    this.path = path;
    this.file = files.create(path);
  }

  @Override
  public void write(int oneByte) throws IOException {
    if (buffered == buffer.length) {
      flush();
    }
    buffer[buffered++] = (byte) oneByte;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length > buffer.length - buffered) {
      flush();
    }
    if (length > buffer.length) {
      put(MemorySegment.ofArray(bytes).asSlice(offset, length));
    } else {
      System.arraycopy(bytes, offset, buffer, buffered, length);
      buffered += length;
    }
  }

  private void put(MemorySegment bytes) throws IOException {
    file.write(position, bytes);
    position += bytes.byteSize();
  }

  @Override
  public void flush() throws IOException {
    if (buffered > 0) {
      MemorySegment bytes = MemorySegment.ofArray(buffer).asSlice(0, buffered);
      buffered = 0;
      put(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      flush();
      file.sync();
    }
    files.syncDirectory(path.getParent());
  }
}
