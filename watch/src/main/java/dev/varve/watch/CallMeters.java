package dev.varve.watch;

import dev.varve.protocol.CompletedCall;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts calls by operation and table. The meters of a pair are made at its first call, and found
 * by two look-ups after that.
 */
final class CallMeters implements MultiCollector {
  /** In place of an operation that there is none of. */
  static final String NO_OPERATION = "none";

  private static final int OK = 200;

  private final TableLabels tables;
  private final CapacityMeters capacity;
  private final ConcurrentHashMap<String, ConcurrentHashMap<String, OperationMeters>> byTable =
      new ConcurrentHashMap<>();

  CallMeters(TableLabels tables) {
    this.tables = tables;
    this.capacity = new CapacityMeters(tables);
  }

  void record(CompletedCall call) {
    String operation = call.operation() == null ? NO_OPERATION : call.operation().name();
    String table = tables.of(RequestTables.table(call.request()), call.status() == OK);
    meters(table, operation).record(call);
    capacity.record(operation, call.answer());
  }

  private OperationMeters meters(String table, String operation) {
    ConcurrentHashMap<String, OperationMeters> ofTable = byTable.get(table);
    if (ofTable == null) {
      ofTable = byTable.computeIfAbsent(table, _ -> new ConcurrentHashMap<>());
    }
    OperationMeters meters = ofTable.get(operation);
    if (meters == null) {
      meters = ofTable.computeIfAbsent(operation, name -> new OperationMeters(name, table));
    }
    return meters;
  }

  @Override
  public MetricSnapshots collect() {
    Samples samples = new Samples();
    for (Map<String, OperationMeters> ofTable : byTable.values()) {
      ofTable.values().forEach(meters -> meters.addTo(samples));
    }
    capacity.addTo(samples);
    return samples.snapshots();
  }
}
