package dev.varve.watch;

import dev.varve.protocol.CompletedCall;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The meters of one operation on one table. */
final class OperationMeters {
  /** Borders of latency, each some three times the last: from a read of memory to a time-out. */
  private static final Duration[] BORDERS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(250_000),
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final Tags tags;
  private final Timer time;
  private final Counter requestBytes;
  private final Counter responseBytes;
  private final ConcurrentHashMap<String, Counter> errors = new ConcurrentHashMap<>();

  OperationMeters(MeterRegistry registry, String operation, String table) {
    this.registry = registry;
    this.tags = Tags.of("operation", operation, "table", table);
    this.time =
        Timer.builder("varve.requests")
            .description("From the whole request to the whole answer, without the network")
            .tags(tags)
            .serviceLevelObjectives(BORDERS)
            .register(registry);
    this.requestBytes =
        counter("varve.request.bytes", "Bodies of requests, as they were sent", tags);
    this.responseBytes =
        counter("varve.response.bytes", "Bodies of answers, before compression", tags);
  }

  void record(CompletedCall call) {
    time.record(call.nanos(), TimeUnit.NANOSECONDS);
    requestBytes.increment(call.requestBytes());
    responseBytes.increment(call.responseBytes());
    if (call.error() != null) {
      error(call.error()).increment();
    }
  }

  private Counter error(String name) {
    Counter counter = errors.get(name);
    if (counter == null) {
      counter =
          errors.computeIfAbsent(
              name,
              error ->
                  counter(
                      "varve.errors",
                      "Requests that were answered by an error",
                      tags.and("error", error)));
    }
    return counter;
  }

  private Counter counter(String name, String description, Tags labels) {
    return Counter.builder(name).description(description).tags(labels).register(registry);
  }
}
