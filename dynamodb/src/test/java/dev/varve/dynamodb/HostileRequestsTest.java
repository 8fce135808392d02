package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.api.AttributeValueUpdate;
import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.Condition;
import dev.varve.dynamodb.api.ExpectedAttributeValue;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Requests that are made to cost time, memory or stack: an error of the service, or an answer. */
class HostileRequestsTest extends DatabaseFixture {
  private static final String TOO_DEEP =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
  private static final int MILLION = 1_000_000;
  private static final Item KEY = Item.of("id", s("a"));

  @Test
  void anExpressionOfManyMegabytesIsTooLarge() {
    String update = "SET " + "a".repeat(16 * MILLION);
    refuses(
        "Invalid UpdateExpression: Expression size has exceeded the maximum allowed size;",
        () -> varve.updateItem(UpdateItem.in(USERS).key(KEY).update(update).build()));
    String filter = "é".repeat(8 * MILLION);
    refuses(
        "Invalid FilterExpression: Expression size has exceeded the maximum allowed size; expression size: 16000000",
        () -> varve.scan(Scan.of(USERS).filter(filter).build()));
    refuses(
        "Invalid ConditionExpression: The expression can not be empty;",
        () -> varve.putItem(PutItem.into(USERS).item(KEY).condition(" ".repeat(MILLION)).build()));
  }

  @Test
  void valuesThatNestTooDeepAreRefusedEverywhere() {
    AttributeValue deep = n(1);
    for (int i = 0; i < 100_000; i++) {
      deep = l(deep);
    }
    AttributeValue value = deep;
    refuses(
        "ExpressionAttributeValues contains invalid value: " + TOO_DEEP + " for key :v",
        () ->
            varve.putItem(
                PutItem.into(USERS).item(KEY).condition("a = :v").value(":v", value).build()));
    refuses(
        TOO_DEEP,
        () ->
            varve.putItem(
                PutItem.into(USERS)
                    .item(KEY)
                    .expected(Map.of("a", ExpectedAttributeValue.builder().value(value).build()))
                    .build()));
    refuses(
        TOO_DEEP,
        () ->
            varve.updateItem(
                UpdateItem.in(USERS)
                    .key(KEY)
                    .attributeUpdates(
                        Map.of("a", AttributeValueUpdate.builder().value(value).build()))
                    .build()));
    refuses(
        TOO_DEEP,
        () ->
            varve.scan(
                Scan.of(USERS)
                    .scanFilter(Map.of("a", condition(ComparisonOperator.EQ, List.of(value))))
                    .build()));
    refuses(
        "The provided starting key is invalid: " + TOO_DEEP,
        () -> varve.scan(Scan.of(USERS).startingAfter(Item.of("id", value)).build()));
  }

  @Test
  void jsonThatNestsTooDeepIsRefused() {
    for (int levels : new int[] {33, 400}) {
      ValidationException error =
          assertThrows(ValidationException.class, () -> run(putOf(nested(levels))));
      assertEquals(TOO_DEEP, error.getMessage());
    }
    assertThrows(SerializationException.class, () -> run(putOf(nested(MILLION))));
    assertThrows(SerializationException.class, () -> run("{\"x\":" + "[".repeat(MILLION)));
    assertThrows(SerializationException.class, () -> run("[".repeat(MILLION)));
  }

  @Test
  void numbersOfAnyLengthAreJudgedByTheirText() {
    String digits = "9".repeat(MILLION);
    for (String number :
        List.of(digits, "0." + digits, "1e2147483647", "1e" + digits, "-" + digits)) {
      DynamoException error =
          assertThrows(
              ValidationException.class, () -> run(putOf("{\"N\":\"" + number + "\"}")), number);
      assertTrue(error.getMessage().length() < 200, error.getMessage());
    }
  }

  @Test
  void aMillionOperandsOfInCostOneLookUpAnItem() throws IOException {
    for (int i = 0; i < 200; i++) {
      put(USERS, Item.of("id", s("user" + i), "n", n(i)));
    }
    List<AttributeValue> operands =
        IntStream.range(0, MILLION).<AttributeValue>mapToObj(i -> n(i + 100L)).toList();
    Scan scan =
        Scan.of(USERS).scanFilter(Map.of("n", condition(ComparisonOperator.IN, operands))).build();
    assertEquals(100, varve.scan(scan).count());
  }

  /** Takes minutes if values of one hash code are compared with each other. */
  @Test
  void operandsOfInMayHaveOneHashCode() throws IOException {
    List<String> texts = List.of("");
    for (int i = 0; i < 17; i++) {
      texts = texts.stream().flatMap(text -> Stream.of(text + "Aa", text + "BB")).toList();
    }
    put(USERS, Item.of("id", s("a"), "t", s(texts.getLast())));
    List<AttributeValue> operands = texts.stream().<AttributeValue>map(text -> s(text)).toList();
    Scan scan =
        Scan.of(USERS).scanFilter(Map.of("t", condition(ComparisonOperator.IN, operands))).build();
    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> assertEquals(1, varve.scan(scan).count()));
  }

  @Test
  void aMillionConditionsAreTooManyForAFilterAndWorkForOneItem() throws IOException {
    Map<String, Condition> filter = new HashMap<>();
    Map<String, ExpectedAttributeValue> expected = new HashMap<>();
    for (int i = 0; i < MILLION; i++) {
      filter.put("a" + i, condition(ComparisonOperator.NULL, List.of()));
      expected.put("a" + i, ExpectedAttributeValue.builder().exists(false).build());
    }
    refuses(
        "Filter contains too many conditions; condition count: 1000000",
        () -> varve.scan(Scan.of(USERS).scanFilter(filter).build()));
    varve.putItem(PutItem.into(USERS).item(KEY).expected(expected).build());
    assertEquals(KEY, get(USERS, KEY));
  }

  @Test
  void aMillionPlaceholdersAreRefused() {
    Map<String, AttributeValue> values = new HashMap<>();
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < MILLION; i++) {
      values.put(":v" + i, n(1));
      names.put("#n" + i, "a");
    }
    refuses(
        "ExpressionAttributeValues exceeds max size",
        () ->
            varve.putItem(
                PutItem.into(USERS).item(KEY).condition("a = :v0").values(values).build()));
    refuses(
        "ExpressionAttributeNames exceeds max size",
        () -> varve.getItem(GetItem.from(USERS).key(KEY).projection("#n0").names(names).build()));
  }

  @Test
  void moreThan255NamesAreTooManyToGet() throws IOException {
    List<String> names = IntStream.range(0, 256).mapToObj(i -> "a" + i).toList();
    refuses(
        "1 validation error detected: Value '"
            + names
            + "' at 'attributesToGet' failed to satisfy constraint: Member must have length less than or equal to 255",
        () -> varve.getItem(GetItem.from(USERS).key(KEY).attributesToGet(names).build()));
    GetItem longest = GetItem.from(USERS).key(KEY).attributesToGet(names.subList(0, 255)).build();
    assertEquals(Optional.empty(), varve.getItem(longest).item());
  }

  @Test
  void aPartThatAlmostFitsEverywhereIsSearchedOnce() throws IOException {
    put(USERS, KEY.toBuilder().put("t", s("a".repeat(400_000))).build());
    Scan scan =
        Scan.of(USERS)
            .filter("contains(t, :part)")
            .value(":part", s("a".repeat(200_000) + "b"))
            .build();
    assertEquals(0, varve.scan(scan).count());
  }

  private static Condition condition(ComparisonOperator operator, List<AttributeValue> values) {
    return Condition.builder().comparisonOperator(operator).attributeValueList(values).build();
  }

  /** A put of a value, given as JSON. */
  private static String putOf(String value) {
    return "{\"TableName\":\"users\",\"Item\":{\"id\":{\"S\":\"a\"},\"v\":" + value + "}}";
  }

  /** A string in so many lists, less one. */
  private static String nested(int levels) {
    return "{\"L\":[".repeat(levels - 1) + "{\"S\":\"x\"}" + "]}".repeat(levels - 1);
  }

  private void run(String json) throws IOException {
    JsonFactory factory = new JsonFactory();
    try (JsonParser in = factory.createParser(json);
        JsonGenerator out = factory.createGenerator(new StringWriter())) {
      Operations.find("DynamoDB_20120810.PutItem").run(varve, in, out);
    }
  }

  private static void refuses(String message, org.junit.jupiter.api.function.Executable request) {
    assertRefused(ValidationException.class, message, request);
  }
}
