package dev.varve.server.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects the head of a request as its bytes come, and has each line parsed as soon as it is
 * whole. How the bytes are cut makes no difference. Used again for the next head.
 */
final class HeadReader {
  /** The most bytes of the request line, and of all header fields: the service's limits. */
  static final int MAX_BYTES = 16 << 10;

  private static final int LEAST_BYTES = 1 << 8;
  private static final int FIRST_BYTES = 2 << 10;
  private static final byte[] NONE = {};
  private static final int LINE_END = 2;

  private byte[] bytes = NONE;
  private int length;
  private int scanned;
  private int lineStart;

  /** Where the header fields begin; of no meaning before. */
  private int fieldsStart;

  private boolean skippedEmptyLine;

  /** Null before the first bytes of a head. */
  private HeadParser parser;

  /** Whether there are bytes of a head that is not whole. */
  boolean hasBegun() {
    return parser != null && (length > lineStart || parser.hasRequestLine());
  }

  /**
   * Reads on.
   *
   * @param in what follows the head stays in it
   * @return the head, or null if there is more to come; everything has been read then
   */
  RequestHead read(ByteBuf in) throws RefusedException {
    if (parser == null) {
      parser = new HeadParser();
    }
    while (in.isReadable()) {
      if (length == bytes.length) {
        bytes = Arrays.copyOf(bytes, length == 0 ? firstBytes(in) : 2 * length);
      }
      int count = Math.min(in.readableBytes(), bytes.length - length);
      in.readBytes(bytes, length, count);
      length += count;
      RequestHead head = scan();
      if (head != null) {
        in.readerIndex(in.readerIndex() - (length - scanned));
        reset();
        return head;
      }
    }
    return null;
  }

  /** Room for what has come, since that mostly is the whole head, but not for a long body. */
  private static int firstBytes(ByteBuf in) {
    return Math.clamp(in.readableBytes(), LEAST_BYTES, FIRST_BYTES);
  }

  /** Idle connections hold nothing. */
  private void reset() {
    bytes = NONE;
    length = 0;
    scanned = 0;
    lineStart = 0;
    skippedEmptyLine = false;
    parser = null;
  }

  private RequestHead scan() throws RefusedException {
    while (scanned < length) {
      if (bytes[scanned++] == '\n' && line()) {
        return parser.finish();
      }
    }
    // The same limits as for a whole line: its end would exceed them.
    if (parser.hasRequestLine()) {
      if (length - fieldsStart > MAX_BYTES + LINE_END - 1) {
        throw RefusedException.malformed("the header fields are too long");
      }
    } else if (length - lineStart > MAX_BYTES + LINE_END - 1) {
      throw RefusedException.malformed("the request line is too long");
    }
    return null;
  }

  /** Parses the line that ends at {@link #scanned}; returns whether it is the empty one. */
  private boolean line() throws RefusedException {
    int start = lineStart;
    int end = scanned - LINE_END;
    lineStart = scanned;
    if (parser.hasRequestLine()) {
      if (scanned - fieldsStart > MAX_BYTES + LINE_END) {
        throw RefusedException.malformed("the header fields are too long");
      }
    } else if (scanned - start > MAX_BYTES + LINE_END) {
      throw RefusedException.malformed("the request line is too long");
    }
    if (end < start || bytes[end] != '\r') {
      throw RefusedException.malformed("a line does not end with CR and LF");
    }
    if (end == start) {
      if (parser.hasRequestLine()) {
        return true;
      }
      if (skippedEmptyLine) {
        throw RefusedException.malformed("the request line is empty");
      }
      skippedEmptyLine = true; // some clients send one after a body
      return false;
    }
    if (parser.hasRequestLine()) {
      parser.field(bytes, start, end);
    } else {
      parser.requestLine(bytes, start, end);
      fieldsStart = scanned;
    }
    return false;
  }
}
