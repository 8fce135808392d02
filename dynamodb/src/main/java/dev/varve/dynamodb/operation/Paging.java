package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.read.QueryRange;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.Item;

/** What Query and Scan have in common. */
final class Paging {
  private Paging() {}

  /** The limit, or the largest number without one. */
  static int limit(Integer limit) {
    return limit == null ? Integer.MAX_VALUE : limit;
  }

  /**
   * Checks the rules for a start key that hold for every table.
   *
   * @param startKey null for none
   * @throws ValidationException if it breaks one
   */
  static void checkStartKey(Item startKey) {
    if (startKey != null) {
      try {
        KeySchema.checkValues(startKey);
      } catch (ValidationException e) {
        throw QueryRange.invalidStart(e);
      }
    }
  }

  /** The projection, or null for none. */
  static Projection projection(Binding binding, String text, Select select) {
    if (text != null && select == Select.COUNT) {
      throw new ValidationException(
          "Cannot specify the ProjectionExpression when choosing to get COUNT");
    }
    return binding.projection(text);
  }
}
