package dev.varve.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes answers to connections. */
final class ReplyWriter {
  private static final int HEAD_BYTES = 512;

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
    ByteBuf out = context.alloc().ioBuffer(HEAD_BYTES + (copied ? body.length : 0));
    boolean whole = false;
    try {
      writeHead(out, reply, connection, fields);
      if (copied) {
        out.writeBytes(body);
      }
      whole = true;
    } finally {
      if (!whole) {
        out.release();
      }
    }
    if (copied || !withBody) {
      context.write(out, written);
    } else {
      context.write(out, context.voidPromise());
      context.write(Unpooled.wrappedBuffer(body), written);
    }
  }

  private static void writeHead(
      ByteBuf out, Reply reply, Connection connection, List<Map.Entry<String, String>> fields) {
    if (reply.status() == 200) {
      out.writeBytes(OK);
    } else {
      text(out, "HTTP/1.1 " + reply.status() + " " + reason(reply.status()));
    }
    // Each field brings the end of the line before it.
    if (reply.requestId() != null) {
      out.writeBytes(REQUEST_ID);
      text(out, reply.requestId());
    }
    out.writeBytes(CRC);
    text(out, Long.toString(reply.crc()));
    if (reply.contentType() != null) {
      out.writeBytes(CONTENT_TYPE);
      text(out, reply.contentType());
    }
    if (reply.gzip()) {
      out.writeBytes(GZIP);
    }
    out.writeBytes(CONTENT_LENGTH);
    text(out, Integer.toString(reply.body().length));
    out.writeBytes(DATE);
    out.writeBytes(DateField.now());
    switch (connection) {
      case STAYS -> {}
      case KEEP_ALIVE -> out.writeBytes(KEEP_ALIVE);
      case CLOSE -> out.writeBytes(CLOSE);
    }
    for (Map.Entry<String, String> field : fields) {
      text(out, "\r\n" + field.getKey() + ": ");
      // As it was read: a byte for each character.
      out.writeBytes(field.getValue().getBytes(StandardCharsets.ISO_8859_1));
    }
    out.writeBytes(END);
  }

  private static void text(ByteBuf out, String ascii) {
    ByteBufUtil.writeAscii(out, ascii);
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
