package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutItemResult;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.rules.PutItemRules;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.legacy.Expectations;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.ItemLimits;
import dev.varve.dynamodb.write.Outcome;
import java.util.Optional;

/** PutItem. */
final class PutItemHandler extends WriteHandler<PutItem, PutItemResult> {
  private static final Families<PutItem> FAMILIES =
      Families.of(PutItem::expressionAttributeNames)
          .values(PutItem::expressionAttributeValues)
          .legacy("Expected", PutItem::expected)
          .legacy("ConditionalOperator", PutItem::conditionalOperator)
          .expression("ConditionExpression", PutItem::conditionExpression)
          .build();

  public PutItemHandler(Services services) {
    super(services, PutItemRules::check, OperationKind.PUT);
  }

  @Override
  BoundWrite bind(PutItem request) {
    FAMILIES.check(request);
    Item item = request.item();
    int sizeBytes = ItemLimits.checkedSize(item);
    requireOldOrNone(request.returnValues());
    ItemLimits.requirePuttable(sizeBytes);
    Condition expected = Expectations.condition(request.expected(), request.conditionalOperator());
    Binding binding =
        new Binding(
            services.expressions(),
            request.expressionAttributeNames(),
            request.expressionAttributeValues());
    return new BoundWrite.Put(
        request.tableName(),
        item,
        sizeBytes,
        binding.condition(
            request.conditionExpression(), expected, request.returnValuesOnConditionCheckFailure()),
        request.returnValues() == ReturnValue.ALL_OLD,
        Reporting.of(request.returnConsumedCapacity(), request.returnItemCollectionMetrics()));
  }

  @Override
  PutItemResult answer(
      BoundWrite bound,
      Outcome outcome,
      Optional<ConsumedCapacity> consumed,
      Optional<ItemCollectionMetrics> collection) {
    return new PutItemResult(bound.returned(outcome), consumed, collection);
  }
}
