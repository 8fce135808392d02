package dev.varve.soak.client;

import dev.varve.soak.model.WrongAnswerException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * A connection to a server on this machine, by hand, so that it can misbehave. For one thread.
 *
 * <p>A server that does not answer within {@value #PATIENCE_MILLIS} ms gives a wrong answer.
 */
public final class Connection implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;

  /** Connects to a port of this machine. */
  public Connection(int port) throws IOException {
    boolean connected = false;
    try {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      out = socket.getOutputStream();
      connected = true;
    } finally {
      if (!connected) {
        socket.close();
      }
    }
  }

  /** A request of DynamoDB's protocol, as bytes. */
  public static byte[] request(String operation, byte[] body) {
    byte[] head =
        ("POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-amz-json-1.0\r\n"
                + "X-Amz-Target: DynamoDB_20120810."
                + operation
                + "\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length + body.length);
    request.writeBytes(head);
    request.writeBytes(body);
    return request.toByteArray();
  }

  /** A request for a page, as bytes. */
  public static byte[] page(String path) {
    return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) throws IOException {
    send(bytes, bytes.length);
  }

  /** Sends the first of these bytes. */
  void send(byte[] bytes, int count) throws IOException {
    out.write(bytes, 0, count);
  }

  /** Says that nothing more will be sent. */
  void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads some bytes, and drops them. */
  void skip(int count) throws IOException {
    in.skipNBytes(count);
  }

  /** Reads an answer, whose checksum must be right. */
  public Answer receive() throws IOException {
    String status = line();
    if (!status.startsWith("HTTP/1.1 ")) {
      throw new WrongAnswerException("an answer begins with " + status);
    }
    int length = 0;
    long crc = -1;
    boolean last = false;
    for (String field = line(); !field.isEmpty(); field = line()) {
      int colon = field.indexOf(": ");
      String value = field.substring(colon + 2);
      switch (field.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Integer.parseInt(value);
        case "x-amz-crc32" -> crc = Long.parseLong(value);
        case "connection" -> last = value.equals("close");
        default -> {}
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("an answer of " + length + " bytes ends after " + body.length);
    }
    CRC32 found = new CRC32();
    found.update(body);
    if (found.getValue() != crc) {
      throw new WrongAnswerException(
          "the checksum of an answer is %08x, not %08x".formatted(found.getValue(), crc));
    }
    return new Answer(Integer.parseInt(status.substring(9, 12)), body, last);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended after: " + line);
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Reads until the server ends the connection. */
  void awaitEnd() throws IOException {
    byte[] buffer = new byte[1 << 10];
    int read;
    do {
      read = in.read(buffer);
    } while (read >= 0);
  }

  /** Ends the connection so that the server is told of an error. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
