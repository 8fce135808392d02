package dev.varve.server.http;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all connections of a server share. Immutable but for what it refers to, all of which any
 * number of threads may use.
 *
 * @param tls empty for connections that are not encrypted
 */
record HttpCore(
    HttpHandler handler,
    HttpLimits limits,
    Cors cors,
    Optional<Tls> tls,
    ByteBudget budget,
    Workers workers,
    Connections connections,
    Counters counters) {

  static HttpCore of(HttpHandler handler, HttpLimits limits, Cors cors, Optional<Tls> tls) {
    return new HttpCore(
        handler,
        limits,
        cors,
        tls,
        new ByteBudget(limits.bytesInFlight()),
        new Workers(limits.workers()),
        new Connections(limits.connections()),
        new Counters());
  }

  HttpStats stats() {
    return new HttpStats(
        connections.size(),
        budget.used(),
        counters.accepted.sum(),
        counters.turnedAway.sum(),
        counters.refused.sum(),
        counters.timedOut.sum());
  }

  /** What has happened since the start. */
  static final class Counters {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder timedOut = new LongAdder();

    void accepted() {
      accepted.increment();
    }

    void turnedAway() {
      turnedAway.increment();
    }

    void refused() {
      refused.increment();
    }

    void timedOut() {
      timedOut.increment();
    }
  }
}
