package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteItemResult;
import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.rules.DeleteItemRules;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.legacy.Expectations;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.write.Outcome;
import java.util.Optional;

/** DeleteItem. */
final class DeleteItemHandler extends WriteHandler<DeleteItem, DeleteItemResult> {
  private static final Families<DeleteItem> FAMILIES =
      Families.of(DeleteItem::expressionAttributeNames)
          .values(DeleteItem::expressionAttributeValues)
          .legacy("Expected", DeleteItem::expected)
          .legacy("ConditionalOperator", DeleteItem::conditionalOperator)
          .expression("ConditionExpression", DeleteItem::conditionExpression)
          .build();

  public DeleteItemHandler(Services services) {
    super(services, DeleteItemRules::check, OperationKind.DELETE);
  }

  @Override
  BoundWrite bind(DeleteItem request) {
    FAMILIES.check(request);
    KeySchema.checkValues(request.key());
    requireOldOrNone(request.returnValues());
    Condition expected = Expectations.condition(request.expected(), request.conditionalOperator());
    Binding binding =
        new Binding(
            services.expressions(),
            request.expressionAttributeNames(),
            request.expressionAttributeValues());
    return new BoundWrite.Delete(
        request.tableName(),
        request.key(),
        binding.condition(
            request.conditionExpression(), expected, request.returnValuesOnConditionCheckFailure()),
        request.returnValues() == ReturnValue.ALL_OLD,
        Reporting.of(request.returnConsumedCapacity(), request.returnItemCollectionMetrics()));
  }

  @Override
  DeleteItemResult answer(
      BoundWrite bound,
      Outcome outcome,
      Optional<ConsumedCapacity> consumed,
      Optional<ItemCollectionMetrics> collection) {
    return new DeleteItemResult(bound.returned(outcome), consumed, collection);
  }
}
