package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GetItemResult;
import dev.varve.dynamodb.api.rules.GetItemRules;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.expression.Expressions;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.legacy.AttributesToGet;
import dev.varve.dynamodb.meter.Ending;
import dev.varve.dynamodb.metrics.ItemOperation;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.Optional;

/** GetItem. */
final class GetItemHandler extends Handler<GetItem, GetItemHandler.Bound, GetItemResult> {
  /** A request, bound. */
  record Bound(GetItem request, Expressions expressions, Projection projection) {}

  private static final Families<GetItem> FAMILIES =
      Families.of(GetItem::expressionAttributeNames)
          .legacy("AttributesToGet", GetItem::attributesToGet)
          .expression("ProjectionExpression", GetItem::projectionExpression)
          .build();

  public GetItemHandler(Services services) {
    super(services, GetItemRules::check);
  }

  @Override
  Bound bind(GetItem request) {
    FAMILIES.check(request);
    KeySchema.checkValues(request.key());
    Projection attributes = AttributesToGet.projection(request.attributesToGet());
    Binding binding = new Binding(services.expressions(), request.expressionAttributeNames(), null);
    Projection projection = binding.projection(request.projectionExpression(), attributes);
    return new Bound(request, binding.requireAllUsed(), projection);
  }

  @Override
  GetItemResult perform(Bound bound, long start) throws IOException {
    Table table = services.tables().require(bound.request().tableName());
    byte[] key = table.schema().keyOfLookup(bound.request().key());
    table.requireKeysWhole(bound.expressions());
    ItemPartition partition = table.partitionOf(key);
    try {
      boolean consistent = Boolean.TRUE.equals(bound.request().consistentRead());
      long admission = services.throttle().requireRead(table, partition, key);
      Item item = services.items().getDurable(table, partition, key);
      if (services.throttle().isOn()) {
        services
            .throttle()
            .takeRead(table, partition, key, CapacityUnits.readUnits(item, consistent), admission);
      }
      return new GetItemResult(
          item == null
              ? Optional.empty()
              : Optional.of(Evaluation.select(bound.projection(), item)),
          Consumption.ofRead(
              bound.request().returnConsumedCapacity(),
              bound.request().tableName(),
              item,
              consistent));
    } finally {
      partition.latencies().record(OperationKind.GET, services.clock().nanoTime() - start);
    }
  }

  @Override
  void tell(Bound bound, GetItemResult answer, Ending ending, long nanos) {
    services.metering().ended(ItemOperation.GET_ITEM, bound.request().tableName(), ending, nanos);
  }
}
