package dev.varve.watch;

import dev.varve.dynamodb.Varve;
import dev.varve.protocol.CallListener;
import dev.varve.protocol.CompletedCall;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Figures in Prometheus's form: of calls by operation and table, of databases, their engines and
 * partitions, and of the virtual machine. docs/server-metrics.md lists them.
 *
 * <p>To hear of a call costs some hundred nanoseconds. Figures of storage and of the machine are
 * taken when {@link #scrape} is called.
 */
public final class Metrics implements CallListener, AutoCloseable {
  /** Of what {@link #scrape} returns. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** How many tables have figures of their calls, each its own; all others are one. */
  static final int TABLES = 100;

  /** How many partitions have figures; each has some thirty. */
  static final int PARTITIONS = 1000;

  private final PrometheusMeterRegistry registry;
  private final CallMeters calls;
  private final JvmMeters machine = new JvmMeters();

  /** The registry refers to these weakly. */
  private final Queue<DoubleSupplier> counted = new ConcurrentLinkedQueue<>();

  /**
   * Figures of these databases, and of the calls that this is told of.
   *
   * @param databases those that are open, by the names that figures have for them
   */
  public Metrics(Supplier<Map<String, Varve>> databases) {
    this(databases, TABLES, PARTITIONS);
  }

  Metrics(Supplier<Map<String, Varve>> databases, int tables, int partitions) {
    PrometheusRegistry families = new PrometheusRegistry();
    registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, families, Clock.SYSTEM);
    calls = new CallMeters(registry, new TableLabels(tables));
    families.register(new StorageCollector(databases, partitions));
  }

  @Override
  public void answered(CompletedCall call) {
    calls.record(call);
  }

  /**
   * Adds a figure that goes up and down, such as the number of open connections.
   *
   * @param name with dots between its words: {@code varve.connections.open}
   * @param value is asked at each scrape
   */
  public void gauge(String name, String description, DoubleSupplier value) {
    Gauge.builder(name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /**
   * Adds a figure that only goes up, such as the number of connections so far.
   *
   * @param name with dots between its words; {@code _total} is added
   * @param value is asked at each scrape
   */
  public void counter(String name, String description, DoubleSupplier value) {
    counted.add(value);
    FunctionCounter.builder(name, value, DoubleSupplier::getAsDouble)
        .description(description)
        .register(registry);
  }

  /** All figures as text, of the type {@link #CONTENT_TYPE}. */
  public String scrape() {
    machine.bindOnce(registry);
    return registry.scrape();
  }

  /** Stops listening to the virtual machine. */
  @Override
  public void close() {
    machine.close();
    registry.close();
  }
}
