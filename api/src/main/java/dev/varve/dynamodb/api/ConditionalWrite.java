package dev.varve.dynamodb.api;

import dev.varve.dynamodb.value.AttributeValue;
import java.util.Map;

/**
 * What the builders of PutItem, UpdateItem and DeleteItem have in common. For one thread.
 *
 * @param <B> the builder itself
 */
public sealed interface ConditionalWrite<B extends ConditionalWrite<B>>
    permits PutItem.Builder, UpdateItem.Builder, DeleteItem.Builder {
  /** Sets {@code ExpressionAttributeNames}; null for none. */
  B names(Map<String, String> value);

  /** Sets {@code ExpressionAttributeValues}; null for none. */
  B values(Map<String, AttributeValue> value);

  /** Sets {@code ConditionExpression}; null for none. */
  B condition(String value);

  /** Sets {@code ReturnValues}. */
  B returnValues(ReturnValue value);

  /** Has the stored item in the error if the condition fails. */
  B returnItemOnFailure();
}
