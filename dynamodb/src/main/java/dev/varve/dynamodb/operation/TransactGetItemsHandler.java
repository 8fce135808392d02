package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.ItemResponse;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactGetItemsResult;
import dev.varve.dynamodb.api.rules.TransactGetItemsRules;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.read.ItemKey;
import dev.varve.dynamodb.read.ManyReads;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.Transactions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** TransactGetItems. */
final class TransactGetItemsHandler
    extends Handler<TransactGetItems, TransactGetItemsHandler.Bound, TransactGetItemsResult> {
  private static final Families<Get> FAMILIES =
      Families.of(Get::expressionAttributeNames)
          .expression("ProjectionExpression", Get::projectionExpression)
          .build();

  private final TransactedReads reads;

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
    this.reads = new TransactedReads(services.throttle(), transactions, reads);
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
    List<Item> items = reads.read(keys, start);
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

  private static ItemResponse response(BoundGet get, Item item) throws IOException {
    Item selected = item == null ? null : Evaluation.select(get.projection(), item);
    boolean isNothing = selected == null || selected.isEmpty();
    return ItemResponse.builder().item(isNothing ? null : selected).build();
  }

  @Override
  void tell(Bound bound, TransactGetItemsResult answer, Ending ending, long nanos) {
    tellEach(
        ItemOperation.TRANSACT_GET_ITEMS,
        bound.gets().stream().map(BoundGet::tableName).toList(),
        ending,
        nanos);
  }
}
