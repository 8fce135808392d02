package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/**
 * Expressions on items that may come from storage: bytes that turn out wrong when an attribute is
 * decoded are the IOException that they are.
 */
public final class Evaluation {
  private Evaluation() {}

  /**
   * Whether a condition holds.
   *
   * @param condition null for one that always does
   * @param item null for one that does not exist
   */
  public static boolean test(Condition condition, Item item) throws IOException {
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
  public static Item select(Projection projection, Item item) throws IOException {
    return projection == null ? item : checked(() -> projection.select(item));
  }

  /**
   * Applies an update.
   *
   * @param before null if the item does not exist
   */
  public static UpdateOutcome apply(Update update, Item before, Item key) throws IOException {
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
