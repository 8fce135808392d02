package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteItemResult;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.rules.DeleteItemRules;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.write.Outcome;
import java.util.Optional;

/** DeleteItem. */
public final class DeleteItemHandler extends WriteHandler<DeleteItem, DeleteItemResult> {
  public DeleteItemHandler(Services services) {
    super(services, DeleteItemRules::check, OperationKind.DELETE);
  }

  @Override
  BoundWrite bind(DeleteItem request) {
    Binding binding =
        new Binding(
            services.expressions(),
            request.expressionAttributeNames(),
            request.expressionAttributeValues());
    boolean hasCondition = request.conditionExpression() != null;
    binding.requireUsable(hasCondition, hasCondition, "ConditionExpression is null");
    KeySchema.checkValues(request.key());
    requireOldOrNone(request.returnValues());
    Condition condition = binding.condition(request.conditionExpression());
    return new BoundWrite.Delete(
        request.tableName(),
        request.key(),
        condition,
        binding.requireAllUsed(),
        request.returnValuesOnConditionCheckFailure()
            == ReturnValuesOnConditionCheckFailure.ALL_OLD,
        request.returnValues() == ReturnValue.ALL_OLD,
        Reporting.of(request.returnConsumedCapacity()));
  }

  @Override
  DeleteItemResult answer(BoundWrite bound, Outcome outcome, Optional<ConsumedCapacity> consumed) {
    return new DeleteItemResult(
        bound.returnsOld() ? Optional.ofNullable(outcome.before()) : Optional.empty(),
        consumed,
        Optional.empty());
  }
}
