package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.UpdateItemResult;
import dev.varve.dynamodb.api.rules.UpdateItemRules;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.legacy.AttributeUpdates;
import dev.varve.dynamodb.legacy.Expectations;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.write.Outcome;
import java.util.Optional;

/** UpdateItem. */
final class UpdateItemHandler extends WriteHandler<UpdateItem, UpdateItemResult> {
  private static final Families<UpdateItem> FAMILIES =
      Families.of(UpdateItem::expressionAttributeNames)
          .values(UpdateItem::expressionAttributeValues)
          .legacy("AttributeUpdates", UpdateItem::attributeUpdates)
          .legacy("Expected", UpdateItem::expected)
          .legacy("ConditionalOperator", UpdateItem::conditionalOperator)
          .expression("UpdateExpression", UpdateItem::updateExpression)
          .expression("ConditionExpression", UpdateItem::conditionExpression)
          .build();

  public UpdateItemHandler(Services services) {
    super(services, UpdateItemRules::check, OperationKind.UPDATE);
  }

  @Override
  BoundWrite bind(UpdateItem request) {
    FAMILIES.check(request);
    KeySchema.checkValues(request.key());
    Update update = AttributeUpdates.update(request.attributeUpdates());
    Condition expected = Expectations.condition(request.expected(), request.conditionalOperator());
    Binding binding =
        new Binding(
            services.expressions(),
            request.expressionAttributeNames(),
            request.expressionAttributeValues());
    if (request.updateExpression() != null) {
      update = binding.expressions().update(request.updateExpression());
    }
    return new BoundWrite.Update(
        request.tableName(),
        request.key(),
        update == null ? Update.nothing() : update,
        binding.condition(
            request.conditionExpression(), expected, request.returnValuesOnConditionCheckFailure()),
        request.returnValues() == null ? ReturnValue.NONE : request.returnValues(),
        Reporting.of(request.returnConsumedCapacity(), request.returnItemCollectionMetrics()));
  }

  @Override
  UpdateItemResult answer(
      BoundWrite bound,
      Outcome outcome,
      Optional<ConsumedCapacity> consumed,
      Optional<ItemCollectionMetrics> collection) {
    return new UpdateItemResult(bound.returned(outcome), consumed, collection);
  }
}
