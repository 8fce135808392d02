package dev.varve.engine.read;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;

/** The memory behind Agrona's buffers. */
final class BufferSegments {
  private BufferSegments() {}

  /**
   * A buffer's range as a segment, or {@code null} if the buffer wraps neither an array nor a byte
   * buffer but an address: that could be reached only by a restricted method.
   */
  static MemorySegment of(DirectBuffer buffer, int offset, int length) {
    long from = (long) buffer.wrapAdjustment() + offset;
    byte[] array = buffer.byteArray();
    if (array != null) {
      return MemorySegment.ofArray(array).asSlice(from, length);
    }
    ByteBuffer bytes = buffer.byteBuffer();
    return bytes == null
        ? null
        : MemorySegment.ofBuffer(bytes.duplicate().clear()).asSlice(from, length);
  }
}
