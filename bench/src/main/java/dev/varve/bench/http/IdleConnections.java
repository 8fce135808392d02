package dev.varve.bench.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections that have asked once and are kept open. Used by one thread. */
final class IdleConnections implements AutoCloseable {
  private static final byte[] REQUEST =
      "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Of an answer, whose length this client does not need. */
  private static final int ANSWER_BYTES = 1024;

  private static final int PATIENCE_MILLIS = 60_000;

  private final List<Socket> sockets = new ArrayList<>();

  /**
   * Opens connections, one after the other, and has each answered.
   *
   * @throws IOException if there is no answer, or one of both sides may not have so many
   */
  void open(int port, int count) throws IOException {
    byte[] answer = new byte[ANSWER_BYTES];
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(REQUEST);
      InputStream in = socket.getInputStream();
      int read = in.read(answer);
      if (!new String(answer, 0, Math.max(0, read), StandardCharsets.US_ASCII)
          .startsWith("HTTP/1.1 200 ")) {
        throw new IOException("connection " + (i + 1) + " was not answered");
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
