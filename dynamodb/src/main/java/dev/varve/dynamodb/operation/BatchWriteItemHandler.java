package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.BatchWriteItemResult;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.api.rules.BatchWriteItemRules;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.changes.ChangeWriter;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.lock.ItemId;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.dynamodb.write.ItemLimits;
import dev.varve.dynamodb.write.Mutation;
import dev.varve.dynamodb.write.MutationPipeline;
import dev.varve.dynamodb.write.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * BatchWriteItem. Its writes go into one commit, or a few where they are large together, so that
 * they share the wait for storage. A write whose item a transaction has under way waits for that.
 */
final class BatchWriteItemHandler
    extends Handler<BatchWriteItem, BatchWriteItemHandler.Bound, BatchWriteItemResult> {
  private static final int MAX_REQUESTS = 25;

  private final int commitBytes;

  /**
   * A request, bound.
   *
   * @param writes all, in the order of the request
   */
  record Bound(BatchWriteItem request, List<BoundWrite> writes) {}

  /**
   * The operation.
   *
   * @param commitBytes how many bytes of items go into one commit; one item always does
   */
  public BatchWriteItemHandler(Services services, int commitBytes) {
    super(services, BatchWriteItemRules::check);
    this.commitBytes = commitBytes;
  }

  @Override
  Bound bind(BatchWriteItem request) {
    if (request.requestItems().values().stream().mapToInt(List::size).sum() > MAX_REQUESTS) {
      throw new ValidationException("Too many items requested for the BatchWriteItem call");
    }
    Reporting reporting =
        Reporting.of(request.returnConsumedCapacity(), request.returnItemCollectionMetrics());
    List<BoundWrite> bound = new ArrayList<>();
    request
        .requestItems()
        .forEach(
            (name, writes) -> writes.forEach(write -> bound.add(bind(name, write, reporting))));
    return new Bound(request, bound);
  }

  private static BoundWrite bind(String tableName, WriteRequest write, Reporting reporting) {
    if ((write.putRequest() == null) == (write.deleteRequest() == null)) {
      throw new ValidationException(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
    }
    if (write.deleteRequest() != null) {
      Item key = write.deleteRequest().key();
      KeySchema.checkValues(key);
      return new BoundWrite.Delete(tableName, key, BoundCondition.NONE, false, reporting);
    }
    Item item = write.putRequest().item();
    int sizeBytes = ItemLimits.checkedSize(item);
    ItemLimits.requirePuttable(sizeBytes);
    return new BoundWrite.Put(tableName, item, sizeBytes, BoundCondition.NONE, false, reporting);
  }

  @Override
  BatchWriteItemResult perform(Bound bound, long start) throws IOException {
    List<BoundWrite> writes = bound.writes();
    Map<String, Table> tables = new LinkedHashMap<>();
    for (BoundWrite write : writes) {
      if (!tables.containsKey(write.tableName())) {
        tables.put(write.tableName(), services.tables().require(write.tableName()));
      }
    }
    List<Mutation> mutations = new ArrayList<>(writes.size());
    Set<ItemId> items = new HashSet<>();
    for (BoundWrite write : writes) {
      Mutation mutation = mutation(write, tables.get(write.tableName()));
      if (!items.add(mutation.item())) {
        throw Refusals.duplicateKeys();
      }
      mutations.add(mutation);
    }
    try {
      return answer(bound, apply(writes, mutations, FaultInjection.left(writes.size())));
    } finally {
      record(mutations, OperationKind.BATCH_WRITE, start);
    }
  }

  /**
   * The answer.
   *
   * @param outcomes of all writes; null for those that were throttled, or left by a fault
   */
  private BatchWriteItemResult answer(Bound bound, List<Outcome> outcomes) throws IOException {
    List<BoundWrite> written = new ArrayList<>();
    List<Outcome> done = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) != null) {
        written.add(bound.writes().get(i));
        done.add(outcomes.get(i));
      }
    }
    BatchWriteItemResult.Builder answer =
        BatchWriteItemResult.builder().unprocessedItems(unprocessed(bound.request(), outcomes));
    Reporting reporting = bound.writes().getFirst().reporting();
    reporting.tellConsumed(Consumption.Kind.PLAIN, written, done, answer::consumedCapacity);
    reporting.tellCollections(services.collections(), written, done, answer::itemCollectionMetrics);
    return answer.build();
  }

  private static Map<String, List<WriteRequest>> unprocessed(
      BatchWriteItem request, List<Outcome> outcomes) {
    Map<String, List<WriteRequest>> unprocessed = new LinkedHashMap<>();
    Iterator<Outcome> outcome = outcomes.iterator();
    for (Map.Entry<String, List<WriteRequest>> ofTable : request.requestItems().entrySet()) {
      for (WriteRequest write : ofTable.getValue()) {
        if (outcome.next() == null) {
          unprocessed.computeIfAbsent(ofTable.getKey(), _ -> new ArrayList<>()).add(write);
        }
      }
    }
    return unprocessed;
  }

  /** A put whose key does not fit is refused as a key that is looked for would be. */
  private static Mutation mutation(BoundWrite write, Table table) throws IOException {
    if (write instanceof BoundWrite.Put put) {
      table.schema().requireFitting(put.item());
    }
    return write.mutation(table);
  }

  /**
   * How much a write may take of a commit, with its entries in indexes and what the log of its
   * table's changes keeps. The item before is not known yet, and seldom as large as it may be.
   */
  private static long commitBytes(BoundWrite write, Table table) {
    ChangeWriter changes = table.changes();
    long copies = 1L + table.record().indexes().size();
    long before = 0;
    if (changes != null) {
      copies += changes.copiesAfter();
      before = (long) changes.copiesBefore() * (ItemRules.MAX_ITEM_BYTES / 2);
    }
    if (table.history() != null) {
      before += ItemRules.MAX_ITEM_BYTES / 2;
    }
    return before + (write instanceof BoundWrite.Put put ? copies * put.sizeBytes() : 0);
  }

  /** Applies all but those at some places, whose outcomes are null. */
  private List<Outcome> apply(List<BoundWrite> writes, List<Mutation> mutations, BitSet left)
      throws IOException {
    if (left.isEmpty()) {
      return apply(writes, mutations);
    }
    List<BoundWrite> keptWrites = new ArrayList<>();
    List<Mutation> keptMutations = new ArrayList<>();
    for (int i = left.nextClearBit(0); i < writes.size(); i = left.nextClearBit(i + 1)) {
      keptWrites.add(writes.get(i));
      keptMutations.add(mutations.get(i));
    }
    List<Outcome> outcomes = apply(keptWrites, keptMutations);
    left.stream().forEach(place -> outcomes.add(place, null)); // from the first to the last
    return outcomes;
  }

  private List<Outcome> apply(List<BoundWrite> writes, List<Mutation> mutations)
      throws IOException {
    List<Outcome> outcomes = new ArrayList<>(writes.size());
    DynamoException refusal = null;
    int begin = 0;
    while (begin < writes.size()) {
      int end = endOfCommit(writes, mutations, begin);
      MutationPipeline.Admitted done =
          services.mutations().applyAdmitted(mutations.subList(begin, end));
      outcomes.addAll(done.outcomes());
      refusal = refusal == null ? done.refusal() : refusal;
      begin = end;
    }
    if (refusal != null && outcomes.stream().allMatch(Objects::isNull)) {
      throw refusal;
    }
    return outcomes;
  }

  /** Where the commit ends that begins with a write. */
  private int endOfCommit(List<BoundWrite> writes, List<Mutation> mutations, int begin) {
    long bytes = 0;
    for (int i = begin; i < writes.size(); i++) {
      bytes += commitBytes(writes.get(i), mutations.get(i).table());
      if (i > begin && bytes > commitBytes) {
        return i;
      }
    }
    return writes.size();
  }

  @Override
  void tell(Bound bound, BatchWriteItemResult answer, Ending ending, long nanos) {
    for (String table : bound.request().requestItems().keySet()) {
      services.metering().ended(ItemOperation.BATCH_WRITE_ITEM, table, ending, nanos);
    }
  }
}
