package dev.varve.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Servers of a test, on ports that are free. */
final class Servers {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<HttpServer> started = new ArrayList<>();

  HttpServer start(HttpHandler handler) throws IOException {
    return start(handler, HttpLimits.defaults());
  }

  HttpServer start(HttpHandler handler, HttpLimits limits) throws IOException {
    return start(handler, limits, Cors.anywhere());
  }

  HttpServer start(HttpHandler handler, HttpLimits limits, Cors cors) throws IOException {
    return start(HttpCore.of(handler, limits, cors, Optional.empty()), Transport.NIO);
  }

  HttpServer start(HttpCore core, Transport transport) throws IOException {
    HttpServer server =
        HttpServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), core, transport, 2);
    started.add(server);
    return server;
  }

  /** The figures of the server that was started last, once all of its connections have ended. */
  HttpStats settled() {
    return settled(1);
  }

  /**
   * The figures of the server that was started last, once all of its connections have ended.
   *
   * @param accepted how many will have come by then, at least
   */
  HttpStats settled(int accepted) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    HttpStats stats = started.getLast().stats();
    while ((stats.accepted() < accepted || stats.connections() > 0 || stats.bytesInFlight() > 0)
        && System.nanoTime() < end) {
      Thread.onSpinWait();
      stats = started.getLast().stats();
    }
    return stats;
  }

  /** Stops all. */
  void close() throws InterruptedException {
    for (HttpServer server : started) {
      server.stop(PATIENCE);
    }
  }
}
