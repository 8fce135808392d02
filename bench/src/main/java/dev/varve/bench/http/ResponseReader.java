package dev.varve.bench.http;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads responses of HTTP/1.1 with a length, one after the other, and no more of them than that:
 * the next request is sent when its answer is there. For one thread.
 */
final class ResponseReader {
  private static final int TYPICAL_BYTES = 16 << 10;
  private static final int MAX_BYTES = 32 << 20;
  private static final byte[] STATUS = "HTTP/1.1 ".getBytes(StandardCharsets.US_ASCII);
  private static final String LENGTH = "content-length:";

  private byte[] bytes = new byte[TYPICAL_BYTES];
  private int count;
  private int bodyStart = -1; // unknown
  private int bodyLength;
  private int status;

  /**
   * Takes what came.
   *
   * @return whether the response is whole now; {@link #clear} makes room for the next
   * @throws IOException if it is no such response
   */
  boolean add(ByteBuf in) throws IOException {
    int more = in.readableBytes();
    if (count + more > bytes.length) {
      if (count + more > MAX_BYTES) {
        throw new IOException("a response of more than " + MAX_BYTES + " bytes");
      }
      bytes = Arrays.copyOf(bytes, Math.max(count + more, 2 * bytes.length));
    }
    in.readBytes(bytes, count, more);
    count += more;
    if (bodyStart < 0 && !readHead()) {
      return false;
    }
    if (count > bodyStart + bodyLength) {
      throw new IOException("more than the response to the request");
    }
    return count == bodyStart + bodyLength;
  }

  void clear() {
    count = 0;
    bodyStart = -1;
  }

  int status() {
    return status;
  }

  byte[] bytes() {
    return bytes;
  }

  int bodyStart() {
    return bodyStart;
  }

  int bodyLength() {
    return bodyLength;
  }

  /** The body as text. */
  String body() {
    return new String(bytes, bodyStart, bodyLength, StandardCharsets.UTF_8);
  }

  /** Reads the status and the length; false if they are not there yet. */
  private boolean readHead() throws IOException {
    int end = headEnd();
    if (end < 0) {
      return false;
    }
    if (end < STATUS.length + 3
        || !Arrays.equals(bytes, 0, STATUS.length, STATUS, 0, STATUS.length)) {
      throw new IOException("no HTTP/1.1: " + head(end));
    }
    status = number(STATUS.length, STATUS.length + 3, end);
    bodyLength = -1;
    int line = 0;
    while (line < end) {
      int next = line;
      while (bytes[next] != '\n') {
        next++;
      }
      if (isLength(line)) {
        bodyLength = number(line + LENGTH.length(), next, end);
      }
      line = next + 1;
    }
    if (bodyLength < 0) {
      throw new IOException("no length: " + head(end));
    }
    bodyStart = end;
    return true;
  }

  /** Where the head ends, after its empty line; -1 if it has not come yet. */
  private int headEnd() {
    for (int i = 3; i < count; i++) {
      if (bytes[i] == '\n' && bytes[i - 2] == '\n' && bytes[i - 1] == '\r') {
        return i + 1;
      }
    }
    return -1;
  }

  private boolean isLength(int line) {
    if (line + LENGTH.length() > count) {
      return false;
    }
    for (int i = 0; i < LENGTH.length(); i++) {
      if (Character.toLowerCase((char) bytes[line + i]) != LENGTH.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int number(int from, int to, int headEnd) throws IOException {
    try {
      return Integer.parseInt(
          new String(bytes, from, to - from, StandardCharsets.US_ASCII).strip());
    } catch (NumberFormatException e) {
      throw new IOException("no number: " + head(headEnd), e);
    }
  }

  private String head(int end) {
    return new String(bytes, 0, end, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
  }
}
