package dev.varve.dynamodb.expression.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.error.ValidationException;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits of the language, each at its border. */
final class ParserLimitsTest {
  @Test
  void acceptsExactly4096Bytes() {
    String text = "a = :" + "v".repeat(4091);
    assertNotNull(condition(text));
    assertEquals(
        "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097",
        error(() -> condition(text + "v")));
    assertEquals(
        "Invalid ProjectionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097",
        error(() -> Parser.projection("a".repeat(4097))));
    assertEquals(
        "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;",
        error(() -> Parser.update("SET a = :" + "v".repeat(4088))));
  }

  @Test
  void countsTheSizeInUtf8BytesAndBlanksToo() {
    assertEquals(
        "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4098",
        error(() -> condition("é".repeat(2049))));
    assertEquals(
        "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4101",
        error(() -> condition("a=:v " + " ".repeat(4096))));
  }

  @Test
  void acceptsExactly300Operators() {
    // n comparisons are n operators, the ANDs between them n - 1.
    String at299 = Collections.nCopies(150, "a=:v").stream().collect(Collectors.joining(" AND "));
    assertNotNull(condition("NOT " + at299));
    assertEquals(
        "Invalid ConditionExpression: The expression contains too many operators; operator count: 301",
        error(() -> condition("NOT NOT " + at299)));
    assertEquals(
        "Invalid ConditionExpression: The expression contains too many operators; operator count: 1020",
        error(() -> condition("NOT ".repeat(1019) + "a=:v")));
  }

  @Test
  void countsEverySortOfOperatorOnce() {
    String six = "NOT a=b AND c IN (d,e) OR f BETWEEN g AND h";
    String text = Collections.nCopies(50, six).stream().collect(Collectors.joining(" OR "));
    assertEquals(
        "Invalid ConditionExpression: The expression contains too many operators; operator count: 349",
        error(() -> condition(text)));
  }

  @Test
  void countsArithmeticInUpdates() {
    String at300 =
        IntStream.range(0, 300).mapToObj(i -> "a" + i + "=b+c").collect(Collectors.joining(","));
    assertNotNull(Parser.update("SET " + at300));
    assertEquals(
        "Invalid UpdateExpression: The expression contains too many operators; operator count: 301",
        error(() -> Parser.update("SET " + at300 + ",x=y-z")));
  }

  @Test
  void acceptsExactly100OperandsOfIn() {
    String candidates = Collections.nCopies(99, ":v").stream().collect(Collectors.joining(","));
    assertNotNull(condition("a IN (" + candidates + ")"));
    assertEquals(
        "Invalid ConditionExpression: Too many operands for operator or function; operator or function: IN, number of operands: 101",
        error(() -> condition("a IN (" + candidates + ",:v)")));
  }

  @Test
  void deepNestingIsRefusedWithoutExhaustingTheStack() {
    assertEquals(
        "Invalid ConditionExpression: The expression has redundant parentheses;",
        error(() -> condition(nested("(", "a=:v", 2000))));
    assertEquals(
        "Invalid ConditionExpression: The expression has redundant parentheses;",
        error(() -> condition("a=" + nested("(", ":v", 2000))));
    assertEquals(
        "Invalid UpdateExpression: The expression has redundant parentheses;",
        error(() -> Parser.update("SET a=" + nested("(", "b", 2000))));
    assertEquals(
        "Invalid ConditionExpression: Invalid function name; function: f",
        error(() -> condition(nested("f(", "a", 1300) + "=:v")));
    assertEquals(
        "Invalid UpdateExpression: Invalid function name; function: f",
        error(() -> Parser.update("SET a=" + nested("f(", "b", 1300))));
  }

  @Test
  void deepestLegalNestingParses() {
    assertNotNull(condition(nested("NOT (", "a=:v", 299)));
    assertNotNull(Parser.update("SET a=" + nested("(b+", "c", 299)));
    assertNotNull(Parser.update("SET a=" + nested("if_not_exists(b,", "c", 239)));
  }

  @Test
  void knowsAllReservedWords() {
    assertEquals(573, ReservedWords.count());
    assertTrue(ReservedWords.contains("ZONE"));
    assertTrue(ReservedWords.contains("abort"));
  }

  private static String nested(String opening, String inner, int levels) {
    return opening.repeat(levels) + inner + ")".repeat(levels);
  }

  private static ConditionNode condition(String text) {
    return Parser.condition(ExpressionKind.CONDITION, text);
  }

  private static String error(Runnable parse) {
    return assertThrows(ValidationException.class, parse::run).getMessage();
  }
}
