package dev.varve.bench.items;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** Varve's operation layer, through its embedded API. */
final class VarveItemStore implements ItemStore<AttributeValue> {
  static final Attributes<AttributeValue> ATTRIBUTES = new Values();

  private static final String TABLE = "Orders";
  private static final String CONFLICT = "TransactionConflict";
  private static final long CONFLICT_PAUSE_NANOS = 100_000;

  private final VarveTable table;
  private final Varve varve;

  private VarveItemStore(VarveTable table) {
    this.table = table;
    this.varve = table.varve();
  }

  static VarveItemStore open(Path directory, Durability durability, ItemIndexes indexes)
      throws IOException {
    TableDefinition.Builder definition =
        TableDefinition.named(TABLE)
            .partitionKey(ItemModel.PARTITION_KEY, AttributeType.S)
            .sortKey(ItemModel.SORT_KEY, AttributeType.N)
            .partitions(Partitions.COUNT);
    if (indexes == ItemIndexes.TWO) {
      definition
          .globalIndex(
              ItemIndexes.BY_AMOUNT,
              ItemModel.PARTITION_KEY,
              AttributeType.S,
              ItemModel.AMOUNT,
              AttributeType.N)
          .globalIndex(ItemIndexes.BY_DIGEST, ItemModel.DIGEST, AttributeType.B);
    }
    return new VarveItemStore(
        VarveTable.open(directory, durability, EngineOptions.defaults(), definition.build()));
  }

  @Override
  public Attributes<AttributeValue> attributes() {
    return ATTRIBUTES;
  }

  @Override
  public void put(Map<String, AttributeValue> item) throws IOException {
    varve.putItem(PutItem.of(TABLE, Item.of(item)));
  }

  @Override
  public Map<String, AttributeValue> get(Map<String, AttributeValue> key) throws IOException {
    return varve.getItem(GetItem.of(TABLE, Item.of(key))).item().map(Item::asMap).orElse(null);
  }

  @Override
  public boolean update(Change<AttributeValue> change) throws IOException {
    try {
      varve.updateItem(
          UpdateItem.in(TABLE)
              .key(Item.of(change.key()))
              .update(ItemExpressions.UPDATE)
              .condition(ItemExpressions.CONDITION)
              .values(ItemExpressions.values(change))
              .build());
      return true;
    } catch (ConditionalCheckFailedException _) {
      return false;
    }
  }

  @Override
  public List<Map<String, AttributeValue>> query(
      AttributeValue partitionKey, AttributeValue from, int limit) throws IOException {
    List<Item> items =
        varve
            .query(
                Query.of(TABLE)
                    .where(ItemExpressions.FROM)
                    .value(":customer", partitionKey)
                    .value(":placed", from)
                    .limit(limit)
                    .build())
            .items();
    List<Map<String, AttributeValue>> found = new ArrayList<>(items.size());
    for (Item item : items) {
      found.add(item.asMap());
    }
    return found;
  }

  @Override
  public void write(List<Map<String, AttributeValue>> puts) throws IOException {
    Map<String, List<WriteRequest>> left =
        Map.of(
            TABLE,
            puts.stream().map(item -> WriteRequest.of(PutRequest.of(Item.of(item)))).toList());
    while (!left.isEmpty()) {
      left =
          varve
              .batchWriteItem(BatchWriteItem.builder().requestItems(left).build())
              .unprocessedItems();
    }
  }

  @Override
  public void transact(List<Map<String, AttributeValue>> puts, List<Change<AttributeValue>> updates)
      throws IOException {
    List<TransactWriteItem> writes = new ArrayList<>();
    for (Map<String, AttributeValue> item : puts) {
      writes.add(TransactWriteItem.of(Put.into(TABLE).item(Item.of(item)).build()));
    }
    for (Change<AttributeValue> change : updates) {
      writes.add(
          TransactWriteItem.of(
              Update.in(TABLE)
                  .key(Item.of(change.key()))
                  .update(ItemExpressions.UPDATE)
                  .condition(ItemExpressions.CONDITION)
                  .values(ItemExpressions.values(change))
                  .build()));
    }
    TransactWriteItems request = TransactWriteItems.builder().transactItems(writes).build();
    while (!isDone(request)) {
      LockSupport.parkNanos(CONFLICT_PAUSE_NANOS);
    }
  }

  /** False where a write of another transaction to one of the items was on its way. */
  private boolean isDone(TransactWriteItems request) throws IOException {
    try {
      varve.transactWriteItems(request);
      return true;
    } catch (TransactionCanceledException cancelled) {
      if (cancelled.cancellationReasons().stream()
          .noneMatch(reason -> reason.code().equals(CONFLICT))) {
        throw cancelled;
      }
      return false;
    }
  }

  @Override
  public void load(List<Map<String, AttributeValue>> items) throws IOException {
    for (Map<String, AttributeValue> item : items) {
      put(item);
    }
  }

  @Override
  public long count() throws IOException {
    return varve.countItems(TABLE);
  }

  @Override
  public void settle() throws IOException {
    table.settle();
    varve.compact(TABLE);
  }

  @Override
  public Map<String, String> options() {
    return table.options();
  }

  @Override
  public Activity activity() {
    return table.activity();
  }

  @Override
  public List<LevelFigures> levels() throws IOException {
    return table.levels();
  }

  @Override
  public void close() throws IOException {
    table.close();
  }

  private static final class Values implements Attributes<AttributeValue> {
    @Override
    public AttributeValue string(String value) {
      return AttributeValue.s(value);
    }

    @Override
    public AttributeValue number(long unscaled, int scale) {
      return AttributeValue.n(BigDecimal.valueOf(unscaled, scale));
    }

    @Override
    public AttributeValue bytes(byte[] value) {
      return AttributeValue.b(value);
    }

    @Override
    public AttributeValue bool(boolean value) {
      return AttributeValue.bool(value);
    }

    @Override
    public AttributeValue nothing() {
      return AttributeValue.nul();
    }

    @Override
    public AttributeValue strings(List<String> values) {
      return new AttributeValue.SS(values);
    }

    @Override
    public AttributeValue numbers(long... values) {
      return new AttributeValue.NS(LongStream.of(values).mapToObj(AttributeValue::n).toList());
    }

    @Override
    public AttributeValue list(List<AttributeValue> values) {
      return new AttributeValue.L(values);
    }

    @Override
    public AttributeValue map(Map<String, AttributeValue> values) {
      return AttributeValue.m(values);
    }

    @Override
    public OptionalLong wholeNumber(AttributeValue value) {
      if (!(value instanceof AttributeValue.N(BigDecimal number))) {
        return OptionalLong.empty();
      }
      try {
        return OptionalLong.of(number.longValueExact());
      } catch (ArithmeticException _) { // a fraction, or too large
        return OptionalLong.empty();
      }
    }
  }
}
