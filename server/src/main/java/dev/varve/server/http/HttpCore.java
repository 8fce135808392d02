package dev.varve.server.http;

import dev.varve.io.WouldWait;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Begun;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * What all connections of a server share. Immutable but for what it refers to, all of which any
 * number of threads may use.
 *
 * @param workers answer what may wait
 * @param syncs waits for storage, and then has the answers of calls that event loops have made
 * @param tls empty for connections that are not encrypted
 */
record HttpCore(
    HttpHandler handler,
    HttpLimits limits,
    Cors cors,
    Optional<Tls> tls,
    ByteBudget budget,
    Workers workers,
    Workers syncs,
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
        Workers.one(),
        new Connections(limits.connections()),
        new Counters());
  }

  /** What an event loop makes of a request. */
  sealed interface Step {
    /** It is answered. */
    record Answered(Reply reply) implements Step {}

    /** It is answered when this, which waits for storage, has been called. */
    record Syncing(Supplier<Reply> reply) implements Step {}

    /** Nothing: a worker has to answer it. */
    record Untouched() implements Step {}
  }

  /** Has a request answered by an event loop, as far as that is possible. */
  Step begin(ApiRequest request) {
    Begun begun;
    try {
      begun = handler.begin(request);
    } catch (WouldWait _) {
      return new Step.Untouched();
    } catch (RuntimeException | Error failure) {
      return new Step.Answered(failed(failure));
    }
    return switch (begun) {
      case Begun.Answered answered -> new Step.Answered(reply(request, answered::response));
      case Begun.Later later -> new Step.Syncing(() -> reply(request, later.response()));
    };
  }

  /** Has a request answered in a thread that may wait. */
  Reply reply(ApiRequest request) {
    return reply(request, () -> handler.answer(request));
  }

  private static Reply reply(ApiRequest request, Supplier<ApiResponse> response) {
    try {
      return Reply.of(response.get(), request.headers());
    } catch (RuntimeException | Error failure) {
      return failed(failure);
    }
  }

  private static Reply failed(Throwable failure) {
    // Whatever it is, others go on: even where memory was short, since this request is over.
    LOG.log(Level.ERROR, "a request could not be answered", failure);
    return Reply.failure();
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
