package dev.varve.sstable;

import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Appends to a file in large writes through a borrowed buffer. For one thread. */
final class BufferedOutput {
  private final StorageFile file;
  private final MemorySegment buffer;
  private long flushedBytes;
  private int bufferedBytes;

  BufferedOutput(StorageFile file, MemorySegment buffer) {
    this.file = file;
    this.buffer = buffer;
  }

  /** Offset in the file of the next byte. */
  long position() {
    return flushedBytes + bufferedBytes;
  }

  void write(byte[] bytes, int length) throws IOException {
    for (int done = 0; done < length; ) {
      if (bufferedBytes == buffer.byteSize()) {
        flush();
      }
      int count = (int) Math.min(length - done, buffer.byteSize() - bufferedBytes);
      MemorySegment.copy(bytes, done, buffer, ValueLayout.JAVA_BYTE, bufferedBytes, count);
      bufferedBytes += count;
      done += count;
    }
  }

  void flush() throws IOException {
    if (bufferedBytes > 0) {
      file.write(flushedBytes, buffer.asSlice(0, bufferedBytes));
      flushedBytes += bufferedBytes;
      bufferedBytes = 0;
    }
  }
}
