package dev.varve.watch;

import dev.varve.dynamodb.Varve;
import dev.varve.protocol.CallListener;
import dev.varve.protocol.CompletedCall;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Figures in Prometheus's form: of calls by operation and table, of databases, their engines and
 * partitions, their metrics and alarms, and of the virtual machine. docs/server-metrics.md lists
 * them.
 *
 * <p>To hear of a call costs a few counters that threads hardly share. All else is done when {@link
 * #scrape} is called: a server that nobody asks does not even load what makes the figures.
 */
public final class Metrics implements CallListener, AutoCloseable {
  /** Of what {@link #scrape} returns. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  /** How many tables have figures of their calls, each its own; all others are one. */
  static final int TABLES = 100;

  /** How many partitions have figures; each has some thirty. */
  static final int PARTITIONS = 1000;

  private final CallMeters calls;
  private final Figures figures = new Figures();
  private final JvmMeters machine;

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
    calls = new CallMeters(new TableLabels(tables));
    machine = new JvmMeters(families);
    families.register(calls);
    families.register(figures);
    families.register(new StorageCollector(databases, partitions));
    families.register(new ServiceCollector(databases, tables));
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
    figures.add(name, description, false, value);
  }

  /**
   * Adds a figure that only goes up, such as the number of connections so far.
   *
   * @param name with dots between its words; {@code _total} is added
   * @param value is asked at each scrape
   */
  public void counter(String name, String description, DoubleSupplier value) {
    figures.add(name, description, true, value);
  }

  /** All figures as text, of the type {@link #CONTENT_TYPE}. */
  public String scrape() {
    return machine.registry().scrape();
  }

  /** Stops listening to the virtual machine. */
  @Override
  public void close() {
    machine.close();
  }
}
