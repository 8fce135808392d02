package dev.varve.dynamodb;

import dev.varve.dynamodb.expression.AttributeLookup;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.ConditionEvaluator;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.UpdateApplier;
import dev.varve.dynamodb.expression.UpdateOutcome;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Expressions on items that may come from storage: bytes that turn out wrong when an attribute is
 * decoded are the IOException that they are.
 */
final class Evaluation {
  private Evaluation() {}

  /**
   * Whether a condition holds.
   *
   * @param condition null for one that always does
   * @param item null for one that does not exist
   */
  static boolean test(Condition condition, Item item) throws IOException {
    if (condition == null) {
      return true;
    }
    AttributeLookup attributes = item == null ? AttributeLookup.NOTHING : AttributeLookup.of(item);
    return checked(() -> ConditionEvaluator.test(condition, attributes));
  }

  /**
   * The part of an item that is asked for.
   *
   * @param projection null for all of it
   */
  static Item select(Projection projection, Item item) throws IOException {
    return projection == null ? item : checked(() -> projection.select(AttributeLookup.of(item)));
  }

  /**
   * Applies an update.
   *
   * @param before null if the item does not exist
   */
  static UpdateOutcome apply(Update update, Item before, Item key) throws IOException {
    return checked(() -> UpdateApplier.apply(update, before, key));
  }

  private static <T> T checked(Supplier<T> evaluation) throws IOException {
    try {
      return evaluation.get();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
