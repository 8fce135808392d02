package dev.varve.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/** What has come from a client and is not read yet. For one connection. */
final class EarlyBytes {
  /** How much is read ahead of the request that is being answered. */
  private static final int MAX_BYTES = 64 << 10;

  /** Null for nothing; owned. */
  private ByteBuf bytes;

  /** Takes over what has come. */
  void add(ByteBuf more, ByteBufAllocator allocator) {
    if (bytes == null) {
      bytes = more;
      return;
    }
    ByteBuf first = bytes;
    bytes = null;
    try {
      bytes = allocator.ioBuffer(first.readableBytes() + more.readableBytes());
      bytes.writeBytes(first).writeBytes(more);
    } finally {
      first.release();
      more.release();
    }
  }

  /** The bytes, to be read from; borrowed. */
  ByteBuf get() {
    return bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
  }

  boolean isEmpty() {
    return bytes == null || !bytes.isReadable();
  }

  /** Whether no more should be read for now. */
  boolean isFull() {
    return bytes != null && bytes.readableBytes() >= MAX_BYTES;
  }

  /** Drops the buffer if all of it has been read. */
  void trim() {
    if (isEmpty()) {
      drop();
    }
  }

  /** Drops all. */
  void drop() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
