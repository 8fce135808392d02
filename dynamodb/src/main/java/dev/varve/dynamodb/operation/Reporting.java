package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.capacity.TableConsumption;
import dev.varve.dynamodb.write.IndexChange;
import dev.varve.dynamodb.write.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the answer to writes tells of their cost.
 *
 * @param capacity null for nothing
 */
record Reporting(ReturnConsumedCapacity capacity) {
  /** Nothing. */
  static final Reporting NONE = new Reporting(null);

  /** What a request asks for; null where it does not say. */
  static Reporting of(ReturnConsumedCapacity capacity) {
    return Consumption.isAskedFor(capacity) ? new Reporting(capacity) : NONE;
  }

  /** Whether the size of an item before its write has to be known. */
  boolean needsSizes() {
    return capacity != null;
  }

  /** What a single write consumed, if the request asks. */
  Optional<ConsumedCapacity> consumed(BoundWrite write, Outcome outcome) {
    return capacity == null
        ? Optional.empty()
        : sum(Consumption.Kind.PLAIN, List.of(write), List.of(outcome)).one();
  }

  /** Tells an answer what writes consumed, by table, if the request asks. */
  void tellConsumed(
      Consumption.Kind kind,
      List<BoundWrite> writes,
      List<Outcome> outcomes,
      Consumer<List<ConsumedCapacity>> answer) {
    if (capacity != null) {
      answer.accept(sum(kind, writes, outcomes).all());
    }
  }

  private Consumption sum(
      Consumption.Kind kind, List<BoundWrite> writes, List<Outcome> outcomes) {
    Consumption consumption = Consumption.of(capacity, kind);
    for (int i = 0; i < writes.size(); i++) {
      TableConsumption table = consumption.table(writes.get(i).tableName());
      table.add(CapacityUnits.writeUnits(outcomes.get(i).sizeBytes()));
      for (IndexChange change : outcomes.get(i).indexChanges()) {
        table.addIndex(change.index().name(), change.index().isGlobal(), units(change));
      }
    }
    return consumption;
  }

  private static long units(IndexChange change) {
    return CapacityUnits.indexWriteUnits(
        sizeBytes(change.before()), sizeBytes(change.after()), change.sameKey());
  }

  private static int sizeBytes(IndexChange.Entry entry) {
    return entry == null ? CapacityUnits.NO_ENTRY : entry.sizeBytes();
  }
}
