package dev.varve.dynamodb.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.syntax.ExpressionKind;
import org.junit.jupiter.api.Test;

final class ExpressionCacheTest {
  private final ExpressionCache cache = new ExpressionCache(2);

  @Test
  void parsesATextOnce() {
    assertSame(condition("a = :v"), condition("a = :v"));
    assertSame(cache.condition(ExpressionKind.FILTER, "a = :v"), condition("a = :v"));
    assertSame(cache.update("SET a = :v"), cache.update("SET a = :v"));
    assertSame(cache.projection("a"), cache.projection("a"));
  }

  @Test
  void forgetsWhatWasNotUsedForLong() {
    Object first = condition("a = :v");
    for (int i = 0; i < 5; i++) {
      condition("a" + i + " = :v");
    }
    assertNotSame(first, condition("a = :v"));
  }

  @Test
  void keepsWhatIsUsed() {
    Object first = condition("a = :v");
    for (int i = 0; i < 50; i++) {
      condition("a" + i + " = :v");
      assertSame(first, condition("a = :v"));
    }
  }

  @Test
  void reportsABrokenTextEachTimeInItsOwnPlace() {
    for (ExpressionKind kind :
        new ExpressionKind[] {
          ExpressionKind.FILTER, ExpressionKind.CONDITION, ExpressionKind.FILTER
        }) {
      ValidationException error =
          assertThrows(ValidationException.class, () -> cache.condition(kind, ""));
      assertEquals(
          "Invalid " + kind.parameterName() + ": The expression can not be empty;",
          error.getMessage());
    }
  }

  @Test
  void refusesACapacityOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> new ExpressionCache(0));
  }

  private Object condition(String text) {
    return cache.condition(ExpressionKind.CONDITION, text);
  }
}
