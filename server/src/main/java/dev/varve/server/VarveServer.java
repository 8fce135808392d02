package dev.varve.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.identity.OpenGate;
import dev.varve.protocol.CallListener;
import dev.varve.protocol.Gate;
import dev.varve.protocol.Protocol;
import dev.varve.server.http.Cors;
import dev.varve.server.http.HttpLimits;
import dev.varve.server.http.HttpServer;
import dev.varve.server.http.HttpStats;
import dev.varve.server.http.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * DynamoDB's HTTP endpoint: clients of the service work with it once they have its address. For any
 * number of threads.
 */
public final class VarveServer implements AutoCloseable {
  /** Where it listens unless told otherwise: nobody else's programs can reach it there. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Where DynamoDB Local listens too. */
  public static final int DEFAULT_PORT = 8000;

  private final DatabaseSet databases;
  private final HttpServer http;
  private final URI endpoint;
  private final Duration grace;

  @GuardedBy("this")
  private boolean closed;

  private VarveServer(DatabaseSet databases, HttpServer http, URI endpoint, Duration grace) {
    this.databases = databases;
    this.http = http;
    this.endpoint = endpoint;
    this.grace = grace;
  }

  /** Begins to describe a server of these databases. */
  public static Builder of(DatabaseSet databases) {
    return new Builder(databases);
  }

  /** Collects what a server is to be. For one thread. */
  public static final class Builder {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

    private final DatabaseSet databases;
    private final Map<String, Route> pages = new HashMap<>();
    private Optional<Route> forms = Optional.empty();
    private String host = DEFAULT_HOST;
    private int port = DEFAULT_PORT;
    private Gate gate = new OpenGate();
    private CallListener listener = CallListener.NONE;
    private HttpLimits limits = HttpLimits.defaults();
    private Cors cors = Cors.anywhere();
    private Optional<Tls> tls = Optional.empty();
    private int eventLoops;
    private Duration grace = DEFAULT_GRACE;

    private Builder(DatabaseSet databases) {
      this.databases = databases;
    }

    /**
     * Sets the address.
     *
     * @param port 0 for any that is free
     */
    public Builder address(String host, int port) {
      this.host = host;
      this.port = port;
      return this;
    }

    /** Sets who decides on callers. Without, everybody may do everything. */
    public Builder gate(Gate value) {
      gate = value;
      return this;
    }

    /** Sets who hears of every call. */
    public Builder listener(CallListener value) {
      listener = value;
      return this;
    }

    /** Sets the limits. */
    public Builder limits(HttpLimits value) {
      limits = value;
      return this;
    }

    /** Sets which web pages may call. Without, all may. */
    public Builder cors(Cors value) {
      cors = value;
      return this;
    }

    /** Encrypts connections. */
    public Builder tls(Tls value) {
      tls = Optional.of(value);
      return this;
    }

    /** Sets the number of threads for connections; 0, the default, for one a processor. */
    public Builder eventLoops(int value) {
      eventLoops = value;
      return this;
    }

    /** Sets how long closing waits for answers that are under way. Default 30 s. */
    public Builder grace(Duration value) {
      grace = value;
      return this;
    }

    /** Adds a page: what is answered to GET at a path, such as {@code /metrics}. */
    public Builder page(String path, Route value) {
      pages.put(path, value);
      return this;
    }

    /** Sets who answers forms that are posted, as AWS's query protocol has them. */
    public Builder forms(Route value) {
      forms = Optional.of(value);
      return this;
    }

    /**
     * Starts the server. The databases are its own from then on; if it cannot start they stay the
     * caller's.
     *
     * @throws IOException if the address cannot be had
     */
    public VarveServer start() throws IOException {
      Routes routes =
          new Routes(
              new Protocol(databases, gate, listener), new Placement(databases), pages, forms);
      HttpServer http =
          HttpServer.start(
              new InetSocketAddress(host, port), routes, limits, cors, tls, eventLoops);
      URI endpoint = Addresses.endpoint(tls.isPresent(), host, http.port());
      return new VarveServer(databases, http, endpoint, grace);
    }
  }

  /** What clients need: {@code http://127.0.0.1:8000}. */
  public URI endpoint() {
    return endpoint;
  }

  /** The port that it listens at. */
  public int port() {
    return http.port();
  }

  /** Figures of its connections. */
  public HttpStats stats() {
    return http.stats();
  }

  /**
   * Stops: takes no more requests, answers those that are under way, syncs, and closes the
   * databases. Closing twice does nothing more.
   *
   * @throws IOException if a database cannot be closed
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = false;
    try {
      http.stop(grace);
    } catch (InterruptedException _) {
      interrupted = true; // what was under way has been cut off
    }
    try {
      databases.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
