package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.read.QueryRange;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.value.Item;
import java.util.List;

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
        throw e.isOfNumbers() ? e : QueryRange.invalidStart(e);
      }
    }
  }

  /**
   * Checks that what is selected fits the other parameters.
   *
   * @param select null for the default
   * @param expression the projection, or null for none
   * @param attributesToGet the older form of it, or null for none
   * @param indexName null for the table
   * @param verb what the operation does, as the message has it
   * @throws ValidationException if it does not
   */
  static void checkSelect(
      Select select,
      String expression,
      List<String> attributesToGet,
      String indexName,
      String verb) {
    if (select == null) {
      return;
    }
    if (select == Select.SPECIFIC_ATTRIBUTES) {
      if (expression == null && attributesToGet == null) {
        throw new ValidationException(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES");
      }
      return;
    }
    if (expression != null || attributesToGet != null) {
      throw new ValidationException(
          "Cannot specify the "
              + (expression == null ? "AttributesToGet" : "ProjectionExpression")
              + " when choosing to get "
              + select.text());
    }
    if (select == Select.ALL_PROJECTED_ATTRIBUTES && indexName == null) {
      throw new ValidationException(
          "ALL_PROJECTED_ATTRIBUTES can be used only when " + verb + " using an IndexName");
    }
  }
}
