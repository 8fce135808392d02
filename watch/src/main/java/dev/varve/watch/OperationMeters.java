package dev.varve.watch;

import dev.varve.protocol.CompletedCall;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The figures of one operation on one table. For any number of threads, each of which mostly has
 * counters of its own.
 */
final class OperationMeters {
  private static final double NANOS = 1e9;

  /**
   * Borders of latency in ns, each some three times the last: from a read of memory to a time-out.
   */
  private static final long[] BORDERS = {
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000,
    25_000_000,
    100_000_000,
    500_000_000,
    2_000_000_000,
    10_000_000_000L
  };

  private static final double[] BORDERS_IN_SECONDS =
      Arrays.stream(BORDERS).mapToDouble(nanos -> nanos / NANOS).toArray();

  private final Labels labels;

  /** Calls up to each border, and those beyond the last. */
  private final LongAdder[] counts = new LongAdder[BORDERS.length + 1];

  private final LongAdder nanos = new LongAdder();
  private final Slowest slowest = new Slowest();
  private final LongAdder requestBytes = new LongAdder();
  private final LongAdder responseBytes = new LongAdder();
  private final ConcurrentHashMap<String, LongAdder> errors = new ConcurrentHashMap<>();

  OperationMeters(String operation, String table) {
    this.labels = Labels.of("operation", operation, "table", table);
    Arrays.setAll(counts, _ -> new LongAdder());
  }

  void record(CompletedCall call) {
    counts[bucket(call.nanos())].increment();
    nanos.add(call.nanos());
    slowest.add(call.nanos());
    requestBytes.add(call.requestBytes());
    responseBytes.add(call.responseBytes());
    if (call.error() != null) {
      errors.computeIfAbsent(call.error(), _ -> new LongAdder()).increment();
    }
  }

  private static int bucket(long nanos) {
    int bucket = 0;
    while (bucket < BORDERS.length && nanos > BORDERS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  void addTo(Samples samples) {
    samples.histogram(
        "varve_requests_seconds",
        "From the whole request to the whole answer, without the network",
        labels,
        BORDERS_IN_SECONDS,
        Arrays.stream(counts).mapToLong(LongAdder::sum).toArray(),
        nanos.sum() / NANOS);
    samples.gauge(
        "varve_requests_seconds_max",
        "The slowest of the last minutes",
        labels,
        slowest.get(System.nanoTime()) / NANOS);
    samples.counter(
        "varve_request_bytes", "Bodies of requests, as they were sent", labels, requestBytes.sum());
    samples.counter(
        "varve_response_bytes",
        "Bodies of answers, before compression",
        labels,
        responseBytes.sum());
    errors.forEach((error, count) ->
        samples.counter(
            "varve_errors",
            "Requests that were answered by an error",
            labels.merge(Labels.of("error", error)),
            count.sum()));
  }
}
