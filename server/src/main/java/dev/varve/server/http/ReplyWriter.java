package dev.varve.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes answers to connections. */
final class ReplyWriter {
  /**
   * Smaller bodies go into the buffer of the head: to copy one costs less than a second buffer. A
   * larger one is handed over as it is.
   */
  private static final int MAX_COPIED_BYTES = 16 << 10;

  private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");
  private static final byte[] OK = ascii("HTTP/1.1 200 OK");
  private static final byte[] REQUEST_ID = ascii("\r\nx-amzn-RequestId: ");
  private static final byte[] CRC = ascii("\r\nx-amz-crc32: ");
  private static final byte[] CONTENT_TYPE = ascii("\r\nContent-Type: ");
  private static final byte[] GZIP = ascii("\r\nContent-Encoding: gzip");
  private static final byte[] CONTENT_LENGTH = ascii("\r\nContent-Length: ");
  private static final byte[] DATE = ascii("\r\nDate: ");
  private static final byte[] CLOSE = ascii("\r\nConnection: close");
  private static final byte[] KEEP_ALIVE = ascii("\r\nConnection: keep-alive");
  private static final byte[] END = ascii("\r\n\r\n");

  private ReplyWriter() {}

  /** What stands in the field Connection. */
  enum Connection {
    /** Nothing: an HTTP/1.1 connection stays. */
    STAYS,
    /** The connection of an old client stays. */
    KEEP_ALIVE,
    /** The connection ends with this answer. */
    CLOSE
  }

  /** Lets a client send the body that it announced. */
  @SuppressWarnings("FutureReturnValueIgnored") // a failure ends the connection
  static void writeContinue(ChannelHandlerContext context) {
    context.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE), context.voidPromise());
  }

  /**
   * Writes an answer, without flushing it.
   *
   * @param fields further header fields
   * @param withBody false for the answer to HEAD, which tells the length of what it leaves out
   * @param written is told when all of it has gone
   */
  @SuppressWarnings("FutureReturnValueIgnored") // they are the promises that were given
  static void write(
      ChannelHandlerContext context,
      Reply reply,
      Connection connection,
      List<Map.Entry<String, String>> fields,
      boolean withBody,
      ChannelPromise written) {
    byte[] body = reply.body();
    boolean copied = withBody && body.length <= MAX_COPIED_BYTES;
    HeadBytes head = head(reply, connection, fields);
    ByteBuf out = context.alloc().ioBuffer(head.length() + (copied ? body.length : 0));
    out.writeBytes(head.array(), 0, head.length());
    if (copied) {
      out.writeBytes(body);
    }
    if (copied || !withBody) {
      context.write(out, written);
    } else {
      context.write(out, context.voidPromise());
      context.write(Unpooled.wrappedBuffer(body), written);
    }
  }

  private static HeadBytes head(
      Reply reply, Connection connection, List<Map.Entry<String, String>> fields) {
    HeadBytes head = new HeadBytes();
    if (reply.status() == 200) {
      head.add(OK);
    } else {
      head.add("HTTP/1.1 " + reply.status() + " " + reason(reply.status()));
    }
    // Each field brings the end of the line before it.
    if (reply.requestId() != null) {
      head.add(REQUEST_ID);
      head.add(reply.requestId());
    }
    head.add(CRC);
    head.add(reply.crc());
    if (reply.contentType() != null) {
      head.add(CONTENT_TYPE);
      head.add(reply.contentType());
    }
    if (reply.gzip()) {
      head.add(GZIP);
    }
    head.add(CONTENT_LENGTH);
    head.add(reply.body().length);
    head.add(DATE);
    head.add(DateField.now());
    switch (connection) {
      case STAYS -> {}
      case KEEP_ALIVE -> head.add(KEEP_ALIVE);
      case CLOSE -> head.add(CLOSE);
    }
    for (Map.Entry<String, String> field : fields) {
      head.add("\r\n" + field.getKey() + ": ");
      head.add(field.getValue()); // as it was read: a byte for each character
    }
    head.add(END);
    return head;
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 417 -> "Expectation Failed";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "Other";
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
