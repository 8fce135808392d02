package dev.varve.server.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection whose bytes are a test's own. For one thread, or one that sends and one that reads.
 */
public final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  /** Connects to a port of this machine. */
  public RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** Sends text as it is. */
  public RawClient send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends bytes. */
  public RawClient send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
    return this;
  }

  /** Says that nothing more will be sent. */
  public RawClient endSending() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** Reads an answer. */
  public Received receive() throws IOException {
    return receive(true);
  }

  /**
   * Reads an answer.
   *
   * @param withBody false where none follows although its length is told
   */
  public Received receive(boolean withBody) throws IOException {
    String[] lines = head().split("\r\n", -1);
    Map<String, String> fields = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(": ");
      fields.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 2));
    }
    String length = fields.getOrDefault("content-length", "0");
    byte[] body = withBody ? in.readNBytes(Integer.parseInt(length)) : new byte[0];
    return new Received(
        lines[0], Integer.parseInt(lines[0].substring(9, 12)), Map.copyOf(fields), body);
  }

  private String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int ends = 0;
    while (ends < 4) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("the connection ended after: " + head);
      }
      head.write(next);
      ends = next == (ends % 2 == 0 ? '\r' : '\n') ? ends + 1 : next == '\r' ? 1 : 0;
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    return text.substring(0, text.length() - 4);
  }

  /** Whether something has come that was not read. */
  public boolean hasReceived() throws IOException {
    return in.available() > 0;
  }

  /** Reads so many bytes, or less at the end; returns how many they were. */
  public int read(int count) throws IOException {
    return in.readNBytes(count).length;
  }

  /** Whether the server ends the connection, before anything else comes. */
  public boolean isEnded() throws IOException {
    try {
      return in.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Ends the connection so that the server is told of an error. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * An answer.
   *
   * @param fields by their names in small letters
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Received(String line, int status, Map<String, String> fields, byte[] body) {
    /** The body as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }
}
