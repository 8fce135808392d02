package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.ReturnItemCollectionMetrics;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.capacity.TableConsumption;
import dev.varve.dynamodb.read.CollectionSizes;
import dev.varve.dynamodb.write.IndexChange;
import dev.varve.dynamodb.write.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the answer to writes tells of what they cost and of the item collections they touched.
 *
 * @param capacity null for nothing
 * @param collections whether it tells of item collections
 */
record Reporting(ReturnConsumedCapacity capacity, boolean collections) {
  /** Nothing. */
  static final Reporting NONE = new Reporting(null, false);

  /** What a request asks for; null where it does not say. */
  static Reporting of(ReturnConsumedCapacity capacity, ReturnItemCollectionMetrics collections) {
    boolean units = Consumption.isAskedFor(capacity);
    boolean sizes = collections == ReturnItemCollectionMetrics.SIZE;
    return units || sizes ? new Reporting(units ? capacity : null, sizes) : NONE;
  }

  /** Whether the size of an item before its write has to be known. */
  boolean needsSizes() {
    return capacity != null;
  }

  /** What a single write consumed, if the request asks. */
  Optional<ConsumedCapacity> consumed(BoundWrite write, Outcome outcome) {
    return capacity == null
        ? Optional.empty()
        : consumed(capacity, Consumption.Kind.PLAIN, List.of(write), List.of(outcome))
            .map(List::getFirst);
  }

  /** Tells an answer what writes consumed, by table, if the request asks. */
  void tellConsumed(
      Consumption.Kind kind,
      List<BoundWrite> writes,
      List<Outcome> outcomes,
      Consumer<List<ConsumedCapacity>> answer) {
    consumed(capacity, kind, writes, outcomes).ifPresent(answer);
  }

  /** The item collection that a single write touched, if the request asks. */
  Optional<ItemCollectionMetrics> collection(CollectionSizes sizes, Outcome outcome)
      throws IOException {
    return collections ? ItemCollections.of(sizes, outcome) : Optional.empty();
  }

  /** Tells an answer which item collections writes touched, if the request asks. */
  void tellCollections(
      CollectionSizes sizes,
      List<BoundWrite> writes,
      List<Outcome> outcomes,
      Consumer<Map<String, List<ItemCollectionMetrics>>> answer)
      throws IOException {
    if (collections) {
      Map<String, List<ItemCollectionMetrics>> touched =
          ItemCollections.of(sizes, writes, outcomes);
      if (!touched.isEmpty()) {
        answer.accept(touched);
      }
    }
  }

  /**
   * What writes consumed, by table; empty if {@code capacity}, which may be null, asks for none.
   */
  static Optional<List<ConsumedCapacity>> consumed(
      ReturnConsumedCapacity capacity,
      Consumption.Kind kind,
      List<BoundWrite> writes,
      List<Outcome> outcomes) {
    Consumption consumption = Consumption.of(capacity, kind);
    if (consumption == null) {
      return Optional.empty();
    }
    for (int i = 0; i < writes.size(); i++) {
      add(consumption, writes.get(i), outcomes.get(i));
    }
    return Optional.of(consumption.all());
  }

  /** Adds what a write consumed. */
  static void add(Consumption consumption, BoundWrite write, Outcome outcome) {
    TableConsumption table = consumption.table(write.tableName());
    double units = CapacityUnits.writeUnits(outcome.sizeBytes());
    table.add(units);
    for (IndexChange change : outcome.indexChanges()) {
      table.addIndex(
          change.index().name(), change.index().isGlobal(), (double) change.writeUnits());
    }
  }
}
