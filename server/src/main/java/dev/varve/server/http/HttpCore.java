package dev.varve.server.http;

import dev.varve.io.WouldWait;
import dev.varve.protocol.ApiRequest;
import java.lang.System.Logger.Level;
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

  private static final System.Logger LOG = System.getLogger("dev.varve.server");

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

  /** Has a request answered by an event loop; returns null if a worker has to answer it. */
  Reply replyAtOnce(ApiRequest request) {
    try {
      return reply(request);
    } catch (WouldWait _) {
      return null;
    }
  }

  /**
   * Has a request answered.
   *
   * @throws WouldWait in an event loop, if that would have to wait
   */
  Reply reply(ApiRequest request) {
    try {
      return Reply.of(handler.answer(request), request.headers());
    } catch (WouldWait refusal) {
      throw refusal;
    } catch (RuntimeException | Error failure) {
      // Whatever it is, others go on: even where memory was short, since this request is over.
      LOG.log(Level.ERROR, "a request could not be answered", failure);
      return Reply.failure();
    }
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
