package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchGetItemResult;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.rules.BatchGetItemRules;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.capacity.TableConsumption;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.legacy.AttributesToGet;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.read.ItemKey;
import dev.varve.dynamodb.read.ManyReads;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** BatchGetItem. */
final class BatchGetItemHandler
    extends Handler<BatchGetItem, BatchGetItemHandler.Bound, BatchGetItemResult> {
  private static final int MAX_KEYS = 100;
  private static final long MAX_BYTES = 16 << 20;

  private static final Families<KeysAndAttributes> FAMILIES =
      Families.of(KeysAndAttributes::expressionAttributeNames)
          .legacy("AttributesToGet", KeysAndAttributes::attributesToGet)
          .expression("ProjectionExpression", KeysAndAttributes::projectionExpression)
          .build();

  private final ManyReads reads;

  /** A request, bound. */
  record Bound(BatchGetItem request, List<Block> blocks) {}

  /** What a request wants of one table, bound. */
  record Block(
      String tableName, KeysAndAttributes wanted, Expressions expressions, Projection projection) {}

  public BatchGetItemHandler(Services services, ManyReads reads) {
    super(services, BatchGetItemRules::check);
    this.reads = reads;
  }

  @Override
  Bound bind(BatchGetItem request) {
    Collection<KeysAndAttributes> all = request.requestItems().values();
    if (all.stream().mapToInt(wanted -> wanted.keys().size()).sum() > MAX_KEYS) {
      throw new ValidationException("Too many items requested for the BatchGetItem call");
    }
    requireOneFamily(all);
    List<Block> blocks = new ArrayList<>(all.size());
    request.requestItems().forEach((name, wanted) -> blocks.add(bind(name, wanted)));
    return new Bound(request, blocks);
  }

  /** One table may not have the one family of parameters, and another table the other. */
  private static void requireOneFamily(Collection<KeysAndAttributes> all) {
    KeysAndAttributes.Builder together = KeysAndAttributes.builder();
    for (KeysAndAttributes wanted : all) {
      if (wanted.attributesToGet() != null) {
        together.attributesToGet(wanted.attributesToGet());
      }
      if (wanted.projectionExpression() != null) {
        together.projectionExpression(wanted.projectionExpression());
      }
    }
    FAMILIES.check(together.build());
  }

  private Block bind(String tableName, KeysAndAttributes wanted) {
    FAMILIES.check(wanted);
    Projection attributes = AttributesToGet.projection(wanted.attributesToGet());
    Binding binding = new Binding(services.expressions(), wanted.expressionAttributeNames(), null);
    Projection projection = binding.projection(wanted.projectionExpression(), attributes);
    Expressions expressions = binding.requireAllUsed();
    wanted.keys().forEach(KeySchema::checkValues);
    if (new HashSet<>(wanted.keys()).size() < wanted.keys().size()) {
      throw Refusals.duplicateKeys();
    }
    return new Block(tableName, wanted, expressions, projection);
  }

  @Override
  BatchGetItemResult perform(Bound bound, long start) throws IOException {
    List<Block> blocks = bound.blocks();
    List<Table> tables = new ArrayList<>(blocks.size());
    for (Block block : blocks) {
      tables.add(services.tables().require(block.tableName()));
    }
    List<ItemKey> keys = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      KeySchema schema = tables.get(i).schema();
      for (Item key : blocks.get(i).wanted().keys()) {
        keys.add(new ItemKey(tables.get(i), schema.keyOfLookup(key)));
      }
      tables.get(i).requireKeysWhole(blocks.get(i).expressions());
    }
    AdmittedReads admitted =
        AdmittedReads.of(services.throttle(), keys, FaultInjection.left(keys.size()));
    List<Item> read = reads.read(admitted.keys(), MAX_BYTES, OperationKind.BATCH_GET, start);
    return answer(bound, admitted, read);
  }

  /**
   * The answer, in which those keys are not processed that were throttled, or not read any more.
   */
  private BatchGetItemResult answer(Bound bound, AdmittedReads admitted, List<Item> read)
      throws IOException {
    Map<String, List<Item>> responses = new LinkedHashMap<>();
    Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
    Consumption consumption =
        Consumption.of(bound.request().returnConsumedCapacity(), Consumption.Kind.PLAIN);
    int place = 0;
    int next = 0;
    for (Block block : bound.blocks()) {
      boolean consistent = Boolean.TRUE.equals(block.wanted().consistentRead());
      TableConsumption ofTable = consumption == null ? null : consumption.table(block.tableName());
      List<Item> found = new ArrayList<>();
      List<Item> unread = new ArrayList<>();
      for (Item key : block.wanted().keys()) {
        if (admitted.throttled().get(place++) || next == read.size()) {
          unread.add(key);
          continue;
        }
        Item item = read.get(next);
        take(admitted.keys().get(next++), item, consistent, admitted.admission());
        if (ofTable != null) {
          ofTable.addRead(item, consistent);
        }
        if (item != null) {
          found.add(Evaluation.select(block.projection(), item));
        }
      }
      responses.put(block.tableName(), found);
      if (!unread.isEmpty()) {
        unprocessed.put(block.tableName(), block.wanted().toBuilder().keys(unread).build());
      }
    }
    BatchGetItemResult.Builder answer =
        BatchGetItemResult.builder().responses(responses).unprocessedKeys(unprocessed);
    if (consumption != null) {
      answer.consumedCapacity(consumption.all());
    }
    return answer.build();
  }

  private void take(ItemKey key, Item item, boolean consistent, long admission) {
    if (services.throttle().isOn()) {
      services
          .throttle()
          .takeRead(
              key.table(),
              key.partition(),
              key.key(),
              CapacityUnits.readUnits(item, consistent),
              admission);
    }
  }

  @Override
  void tell(Bound bound, BatchGetItemResult answer, Ending ending, long nanos) {
    for (Block block : bound.blocks()) {
      services.metering().ended(ItemOperation.BATCH_GET_ITEM, block.tableName(), ending, nanos);
    }
  }
}
