package dev.varve.watch;

import dev.varve.dynamodb.api.BatchExecuteStatementResult;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.Capacity;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.DeleteItemResult;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.api.ExecuteTransactionResult;
import dev.varve.dynamodb.api.GetItemResult;
import dev.varve.dynamodb.api.PutItemResult;
import dev.varve.dynamodb.api.QueryResult;
import dev.varve.dynamodb.api.ScanResult;
import dev.varve.dynamodb.api.TransactGetItemsResult;
import dev.varve.dynamodb.api.TransactWriteItemsResult;
import dev.varve.dynamodb.api.UpdateItemResult;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Adds up the capacity that calls consumed, as their answers tell it: of those calls that asked for
 * it. What an answer tells by index is counted by index, else all of it as the table's.
 */
final class CapacityMeters {
  private static final String NO_INDEX = "";

  private final TableLabels tables;
  private final ConcurrentHashMap<Key, DoubleAdder> units = new ConcurrentHashMap<>();

  private record Key(String operation, String table, String index) {}

  CapacityMeters(TableLabels tables) {
    this.tables = tables;
  }

  void record(String operation, Object answer) {
    switch (answer) {
      case null -> {}
      case GetItemResult r -> add(operation, r.consumedCapacity());
      case PutItemResult r -> add(operation, r.consumedCapacity());
      case UpdateItemResult r -> add(operation, r.consumedCapacity());
      case DeleteItemResult r -> add(operation, r.consumedCapacity());
      case QueryResult r -> add(operation, r.consumedCapacity());
      case ScanResult r -> add(operation, r.consumedCapacity());
      case BatchGetItemResult r -> add(operation, r.consumedCapacity());
      case BatchWriteItemResult r -> add(operation, r.consumedCapacity());
      case TransactGetItemsResult r -> add(operation, r.consumedCapacity());
      case TransactWriteItemsResult r -> add(operation, r.consumedCapacity());
      case ExecuteStatementResult r -> add(operation, r.consumedCapacity());
      case BatchExecuteStatementResult r -> add(operation, r.consumedCapacity());
      case ExecuteTransactionResult r -> add(operation, r.consumedCapacity());
      default -> {}
    }
  }

  private void add(String operation, Optional<ConsumedCapacity> consumed) {
    if (consumed.isPresent()) {
      add(operation, consumed.get());
    }
  }

  private void add(String operation, List<ConsumedCapacity> consumed) {
    for (int i = 0; i < consumed.size(); i++) {
      add(operation, consumed.get(i));
    }
  }

  private void add(String operation, ConsumedCapacity consumed) {
    String table = tables.of(RequestTables.name(consumed.tableName()), true);
    if (consumed.table().isEmpty()
        && consumed.localSecondaryIndexes().isEmpty()
        && consumed.globalSecondaryIndexes().isEmpty()) {
      add(operation, table, NO_INDEX, consumed.capacityUnits());
      return;
    }
    consumed.table().ifPresent(part -> add(operation, table, NO_INDEX, part));
    add(operation, table, consumed.localSecondaryIndexes());
    add(operation, table, consumed.globalSecondaryIndexes());
  }

  private void add(String operation, String table, Map<String, Capacity> indexes) {
    indexes.forEach((index, part) -> add(operation, table, index, part));
  }

  private void add(String operation, String table, String index, Capacity part) {
    add(operation, table, index, part.capacityUnits().orElse(0.0));
  }

  private void add(String operation, String table, String index, double more) {
    // The indexes of a table without figures of its own have none, either.
    String label = table.equals(TableLabels.OTHER) ? NO_INDEX : index;
    units.computeIfAbsent(new Key(operation, table, label), _ -> new DoubleAdder()).add(more);
  }

  void addTo(Samples samples) {
    units.forEach((key, sum) ->
        samples.counter(
            "varve_consumed_capacity_units",
            "Capacity units, of calls that asked for them by ReturnConsumedCapacity",
            Labels.of("operation", key.operation(), "table", key.table(), "index", key.index()),
            sum.sum()));
  }
}
