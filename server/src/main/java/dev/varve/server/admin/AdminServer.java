package dev.varve.server.admin;

import dev.varve.server.http.Cors;
import dev.varve.server.http.HttpLimits;
import dev.varve.server.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The admin endpoint: HTTP with JSON at this machine's loopback address. */
public final class AdminServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int MAX_CONNECTIONS = 100;
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final HttpServer http;
  private final Forks forks;

  private AdminServer(HttpServer http, Forks forks) {
    this.http = http;
    this.forks = forks;
  }

  /**
   * Starts the endpoint.
   *
   * @param port 0 for any that is free
   * @param administered stays the caller's; open until this is closed
   * @throws IOException if the port cannot be had
   */
  public static AdminServer start(int port, Administered administered, AdminGate gate)
      throws IOException {
    Forks forks = new Forks(administered.memory());
    HttpServer http =
        HttpServer.start(
            new InetSocketAddress(InetAddress.ofLiteral(HOST), port),
            new AdminHandler(administered, gate, forks),
            HttpLimits.defaults().withConnections(MAX_CONNECTIONS),
            Cors.of(List.of()),
            Optional.empty(),
            1);
    return new AdminServer(http, forks);
  }

  /** Where it listens: {@code http://127.0.0.1:8001}. */
  public URI endpoint() {
    return URI.create("http://" + HOST + ":" + http.port());
  }

  /** Stops, and lets all forks go. Closing twice does nothing more. */
  @Override
  public void close() {
    boolean interrupted = false;
    try {
      http.stop(GRACE);
    } catch (InterruptedException _) {
      interrupted = true; // what was under way has been cut off
    }
    forks.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
