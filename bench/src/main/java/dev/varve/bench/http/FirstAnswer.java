package dev.varve.bench.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Asks a server that may not be there yet. */
final class FirstAnswer {
  private static final byte[] GOOD = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
  private static final int PATIENCE_MILLIS = 60_000;

  private FirstAnswer() {}

  /** Whether the server at a port answers a request. */
  static boolean comes(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(HttpRequests.post(port, "ListTables", "{}").getBytes(StandardCharsets.US_ASCII));
      return Arrays.equals(GOOD, socket.getInputStream().readNBytes(GOOD.length));
    } catch (IOException _) {
      return false; // not yet
    }
  }
}
