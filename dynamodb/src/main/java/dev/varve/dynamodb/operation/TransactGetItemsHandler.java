package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.ItemResponse;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactGetItemsResult;
import dev.varve.dynamodb.api.rules.TransactGetItemsRules;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.read.ItemKey;
import dev.varve.dynamodb.read.ManyReads;
import dev.varve.dynamodb.refusal.Cancellation;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.Transactions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** TransactGetItems. */
public final class TransactGetItemsHandler
    extends Handler<TransactGetItems, TransactGetItemsHandler.Bound, TransactGetItemsResult> {
  private static final Families<Get> FAMILIES =
      Families.of(Get::expressionAttributeNames)
          .expression("ProjectionExpression", Get::projectionExpression)
          .build();

  /** So many times what a read alone costs. */
  private static final int COSTS = 2;

  private final Transactions transactions;
  private final ManyReads reads;

  /** A request, bound. */
  record Bound(TransactGetItems request, List<BoundGet> gets) {}

  /** One of a request's gets, bound. */
  record BoundGet(Get get, Expressions expressions, Projection projection) implements TransactRead {
    @Override
    public String tableName() {
      return get.tableName();
    }

    @Override
    public Item target() {
      return get.key();
    }
  }

  public TransactGetItemsHandler(Services services, Transactions transactions, ManyReads reads) {
    super(services, TransactGetItemsRules::check);
    this.transactions = transactions;
    this.reads = reads;
  }

  @Override
  Bound bind(TransactGetItems request) {
    return new Bound(
        request,
        request.transactItems().stream().map(TransactGetItem::get).map(this::bind).toList());
  }

  private BoundGet bind(Get get) {
    FAMILIES.check(get);
    KeySchema.checkValues(get.key());
    Binding binding = new Binding(services.expressions(), get.expressionAttributeNames(), null);
    Projection projection = binding.projection(get.projectionExpression(), null);
    return new BoundGet(get, binding.requireAllUsed(), projection);
  }

  @Override
  TransactGetItemsResult perform(Bound bound, long start) throws IOException {
    List<BoundGet> gets = bound.gets();
    List<ItemKey> keys = TransactRead.keys(services.tables(), gets);
    transactions.requireFree(keys.stream().map(ItemKey::item).toList());
    long admission = requireReads(keys);
    List<Item> items = reads.read(keys, Long.MAX_VALUE, OperationKind.TRANSACT_GET, start);
    takeReads(keys, items, admission);
    List<ItemResponse> responses = new ArrayList<>(gets.size());
    for (int i = 0; i < gets.size(); i++) {
      responses.add(response(gets.get(i), items.get(i)));
    }
    TransactGetItemsResult.Builder answer = TransactGetItemsResult.builder().responses(responses);
    Consumption consumption =
        Consumption.of(
            bound.request().returnConsumedCapacity(), Consumption.Kind.TRANSACTIONAL_READ);
    if (consumption != null) {
      for (int i = 0; i < gets.size(); i++) {
        consumption.table(gets.get(i).tableName()).addRead(items.get(i), true);
      }
      answer.consumedCapacity(consumption.all());
    }
    return answer.build();
  }

  /** Asks for all reads: one that is throttled cancels them. */
  private long requireReads(List<ItemKey> keys) {
    Cancellation cancellation = new Cancellation(keys.size());
    long admission = 0;
    for (int i = 0; i < keys.size(); i++) {
      try {
        admission = services.throttle().requireRead(keys.get(i).table(), keys.get(i).partition());
      } catch (ProvisionedThroughputExceededException | ThrottlingException refused) {
        cancellation.throttled(i, refused);
      }
    }
    cancellation.requireEmpty();
    return admission;
  }

  private void takeReads(List<ItemKey> keys, List<Item> items, long admission) {
    if (!services.throttle().isOn()) {
      return;
    }
    for (int i = 0; i < keys.size(); i++) {
      double units = CapacityUnits.readUnits(items.get(i), true);
      services
          .throttle()
          .takeRead(keys.get(i).table(), keys.get(i).partition(), COSTS * units, admission);
    }
  }

  private static ItemResponse response(BoundGet get, Item item) throws IOException {
    Item selected = item == null ? null : Evaluation.select(get.projection(), item);
    boolean isNothing = selected == null || selected.isEmpty();
    return ItemResponse.builder().item(isNothing ? null : selected).build();
  }
}
