package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.ReturnValuesOnConditionCheckFailure;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.UpdateItemResult;
import dev.varve.dynamodb.api.rules.UpdateItemRules;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.UpdateOutcome;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.ItemUpdate;
import dev.varve.dynamodb.write.Outcome;
import java.util.Optional;

/** UpdateItem. */
public final class UpdateItemHandler extends WriteHandler<UpdateItem, UpdateItemResult> {
  public UpdateItemHandler(Services services) {
    super(services, UpdateItemRules::check, OperationKind.UPDATE);
  }

  @Override
  BoundWrite bind(UpdateItem request) {
    Binding binding =
        new Binding(
            services.expressions(),
            request.expressionAttributeNames(),
            request.expressionAttributeValues());
    boolean hasExpression =
        request.updateExpression() != null || request.conditionExpression() != null;
    binding.requireUsable(
        hasExpression, hasExpression, "UpdateExpression and ConditionExpression are null");
    KeySchema.checkValues(request.key());
    Update update =
        request.updateExpression() == null
            ? Update.nothing()
            : binding.expressions().update(request.updateExpression());
    Condition condition = binding.condition(request.conditionExpression());
    return new BoundWrite.Update(
        request.tableName(),
        request.key(),
        update,
        condition,
        binding.requireAllUsed(),
        request.returnValuesOnConditionCheckFailure()
            == ReturnValuesOnConditionCheckFailure.ALL_OLD,
        request.returnValues() == null ? ReturnValue.NONE : request.returnValues(),
        Reporting.of(request.returnConsumedCapacity()));
  }

  @Override
  UpdateItemResult answer(BoundWrite bound, Outcome outcome, Optional<ConsumedCapacity> consumed) {
    UpdateOutcome update = ((ItemUpdate) outcome.mutation().change()).outcome();
    Optional<Item> attributes =
        switch (((BoundWrite.Update) bound).returnValues()) {
          case NONE -> Optional.empty();
          case ALL_OLD -> update.before();
          case ALL_NEW -> update.after();
          case UPDATED_OLD -> Optional.of(update.updatedOld()).filter(item -> !item.isEmpty());
          case UPDATED_NEW -> Optional.of(update.updatedNew()).filter(item -> !item.isEmpty());
        };
    return new UpdateItemResult(attributes, consumed, Optional.empty());
  }
}
