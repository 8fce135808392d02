package dev.varve.server.http;

import dev.varve.protocol.Protocol;
import io.netty.buffer.ByteBuf;

/**
 * Reads a body in chunks (RFC 9112, section 7.1), strictly: sizes are digits and nothing else,
 * lines end with CR and LF. Extensions and trailer fields are passed over.
 */
final class ChunkedBody {
  /** Of the largest size, 2^32. */
  private static final int MAX_SIZE_DIGITS = 8;

  private static final int FIRST_BYTES = 4 << 10;

  private enum Part {
    SIZE,
    EXTENSION,
    SIZE_END,
    DATA,
    DATA_CR,
    DATA_LF,
    TRAILER_START,
    TRAILER_FIELD,
    TRAILER_FIELD_END,
    END,
    DONE
  }

  private final BodyArray body;
  private Part part = Part.SIZE;
  private int digits;

  /** Of the chunk, while its size is read; then what is left of it. */
  private long size;

  /** Bytes of extensions and trailer fields. */
  private int extras;

  ChunkedBody(BodyArray body) {
    this.body = body;
  }

  /** Reads on; returns whether the body is whole. */
  boolean read(ByteBuf in) throws RefusedException {
    while (part != Part.DONE && in.isReadable()) {
      if (part == Part.DATA) {
        if (!readData(in)) {
          return false;
        }
      } else {
        step(in.readByte());
      }
    }
    return part == Part.DONE;
  }

  /** Reads data; returns false if the budget is exhausted. */
  private boolean readData(ByteBuf in) {
    int left = (int) size;
    int expected = Math.max(Math.max(FIRST_BYTES, body.length() + left), 2 * body.length());
    int wanted = Math.min(in.readableBytes(), left);
    int read = body.read(in, left, Math.min(expected, Protocol.MAX_BODY_BYTES));
    size -= read;
    if (size == 0) {
      part = Part.DATA_CR;
    }
    return read == wanted;
  }

  private void step(byte next) throws RefusedException {
    switch (part) {
      case SIZE -> size(next);
      case EXTENSION -> {
        if (next == '\r') {
          part = Part.SIZE_END;
        } else {
          passOver(next);
        }
      }
      case SIZE_END -> {
        require(next, '\n');
        if (size > Protocol.MAX_BODY_BYTES - body.length()) {
          throw RefusedException.tooLarge();
        }
        part = size == 0 ? Part.TRAILER_START : Part.DATA;
      }
      case DATA_CR -> {
        require(next, '\r');
        part = Part.DATA_LF;
      }
      case DATA_LF -> {
        require(next, '\n');
        digits = 0;
        part = Part.SIZE;
      }
      case TRAILER_START -> {
        if (next == '\r') {
          part = Part.END;
        } else {
          passOver(next);
          part = Part.TRAILER_FIELD;
        }
      }
      case TRAILER_FIELD -> {
        if (next == '\r') {
          part = Part.TRAILER_FIELD_END;
        } else {
          passOver(next);
        }
      }
      case TRAILER_FIELD_END -> {
        require(next, '\n');
        part = Part.TRAILER_START;
      }
      case END -> {
        require(next, '\n');
        part = Part.DONE;
      }
      case DATA, DONE -> throw new AssertionError(part);
    }
  }

  private void size(byte next) throws RefusedException {
    int digit = Character.digit(next, 16);
    if (digit >= 0 && digits < MAX_SIZE_DIGITS) {
      size = 16 * size + digit;
      digits++;
    } else if (digits > 0 && next == '\r') {
      part = Part.SIZE_END;
    } else if (digits > 0 && next == ';') {
      part = Part.EXTENSION;
    } else {
      throw RefusedException.malformed("the size of a chunk is no number");
    }
  }

  private void passOver(byte next) throws RefusedException {
    if (next >= 0 && next < ' ' && next != '\t') {
      throw RefusedException.malformed("a line of a chunked body has a control character");
    }
    if (++extras > HeadReader.MAX_BYTES) {
      throw RefusedException.malformed("a chunked body has too much beside its data");
    }
  }

  private static void require(byte found, char expected) throws RefusedException {
    if (found != expected) {
      throw RefusedException.malformed("a line or chunk of the body does not end with CR and LF");
    }
  }
}
