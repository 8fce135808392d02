package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;

import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import org.junit.jupiter.api.Test;

/** Requests with several faults: DynamoDB's order decides which is told. No table is there. */
class CheckOrderTest extends DatabaseFixture {
  private static final String NOWHERE = "nowhere";
  private static final String NO_NAMES =
      "ExpressionAttributeNames can only be specified when using expressions";
  private static final String NO_VALUES =
      "ExpressionAttributeValues can only be specified when using expressions: ";
  private static final String TOO_DEEP =
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
  private static final String HALF_PAIR =
      "One or more parameter values were invalid: The string is not valid UTF-16: it holds an unpaired surrogate";
  private static final String START = "The provided starting key is invalid: ";

  private static final Item DEEP = Item.of("id", deep());
  private static final Item HALF = Item.of("id", s("\ud83d"));
  private static final Item HALF_NAME = Item.of("id", s("a"), "\udc00", n(1));
  private static final Item LARGE = Item.of("id", s("x".repeat(410_000)));
  private static final Item GOOD = Item.of("id", s("a"));

  private static AttributeValue deep() {
    AttributeValue value = n(1);
    for (int i = 0; i < 32; i++) {
      value = l(value);
    }
    return value;
  }

  @Test
  void putItem() {
    refusesPut(NO_NAMES, put(DEEP).returnValues(ReturnValue.ALL_NEW).name("#a", "a"));
    refusesPut(
        NO_VALUES + "ConditionExpression is null",
        put(DEEP).returnValues(ReturnValue.ALL_NEW).value("v", n(1)));
    refusesPut(TOO_DEEP, put(DEEP).returnValues(ReturnValue.ALL_NEW));
    refusesPut(HALF_PAIR, put(HALF).returnValues(ReturnValue.ALL_NEW).condition("!"));
    refusesPut(HALF_PAIR, put(HALF_NAME));
    refusesPut(
        "ReturnValues can only be ALL_OLD or NONE",
        put(LARGE).returnValues(ReturnValue.ALL_NEW).condition("!"));
    refusesPut("Item size has exceeded the maximum allowed size", put(LARGE).condition("!"));
    refusesPut(
        "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\"",
        put(GOOD).condition("!").name("a", "a"));
    isNotFound(() -> varve.putItem(put(GOOD).build()));
  }

  @Test
  void deleteItem() {
    refusesDelete(
        NO_VALUES + "ConditionExpression is null",
        delete(DEEP).returnValues(ReturnValue.ALL_NEW).value(":v", n(1)));
    refusesDelete(TOO_DEEP, delete(DEEP).returnValues(ReturnValue.ALL_NEW));
    refusesDelete(HALF_PAIR, delete(HALF).condition("!"));
    isNotFound(() -> varve.deleteItem(delete(GOOD).build()));
  }

  @Test
  void updateItem() {
    refusesUpdate(NO_NAMES, update(DEEP).name("#a", "a"));
    refusesUpdate(
        NO_VALUES + "UpdateExpression and ConditionExpression are null",
        update(HALF).value(":v", n(1)));
    refusesUpdate(TOO_DEEP, update(DEEP).update("!"));
    refusesUpdate(HALF_PAIR, update(HALF).update("!"));
    isNotFound(() -> varve.updateItem(update(GOOD).build()));
  }

  @Test
  void getItem() {
    refusesGet(NO_NAMES, GetItem.from(NOWHERE).key(DEEP).name("#a", "a"));
    refusesGet(TOO_DEEP, GetItem.from(NOWHERE).key(DEEP).projection("!"));
    refusesGet(HALF_PAIR, GetItem.from(NOWHERE).key(HALF).projection("!"));
    isNotFound(() -> varve.getItem(GetItem.of(NOWHERE, GOOD)));
  }

  @Test
  void query() {
    refusesQuery(NO_NAMES, Query.of(NOWHERE).startingAfter(DEEP).name("#a", "a"));
    refusesQuery(
        NO_VALUES + "FilterExpression and KeyConditionExpression are null",
        Query.of(NOWHERE).startingAfter(DEEP).projection("a").value(":v", n(1)));
    refusesQuery(START + TOO_DEEP, Query.of(NOWHERE).startingAfter(DEEP));
    refusesQuery(START + HALF_PAIR, Query.of(NOWHERE).startingAfter(HALF).where("!"));
    refusesQuery(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
        Query.of(NOWHERE).filter("!"));
  }

  @Test
  void scan() {
    refusesScan(
        "1 validation error detected: Value '0' at 'totalSegments' failed to satisfy constraint: Member must have value greater than or equal to 1",
        Scan.of(NOWHERE).segment(0).totalSegments(0).startingAfter(DEEP).name("#a", "a"));
    refusesScan(NO_NAMES, Scan.of(NOWHERE).startingAfter(DEEP).name("#a", "a"));
    refusesScan(
        NO_VALUES + "FilterExpression is null",
        Scan.of(NOWHERE).startingAfter(DEEP).projection("!").value(":v", n(1)));
    refusesScan(
        START + HALF_PAIR, Scan.of(NOWHERE).startingAfter(HALF).segment(2).totalSegments(2));
    refusesScan(
        "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2",
        Scan.of(NOWHERE).segment(2).totalSegments(2).filter("!"));
  }

  private static PutItem.Builder put(Item item) {
    return PutItem.into(NOWHERE).item(item);
  }

  private static DeleteItem.Builder delete(Item key) {
    return DeleteItem.from(NOWHERE).key(key);
  }

  private static UpdateItem.Builder update(Item key) {
    return UpdateItem.in(NOWHERE).key(key);
  }

  private void refusesPut(String message, PutItem.Builder request) {
    assertRefused(ValidationException.class, message, () -> varve.putItem(request.build()));
  }

  private void refusesDelete(String message, DeleteItem.Builder request) {
    assertRefused(ValidationException.class, message, () -> varve.deleteItem(request.build()));
  }

  private void refusesUpdate(String message, UpdateItem.Builder request) {
    assertRefused(ValidationException.class, message, () -> varve.updateItem(request.build()));
  }

  private void refusesGet(String message, GetItem.Builder request) {
    assertRefused(ValidationException.class, message, () -> varve.getItem(request.build()));
  }

  private void refusesQuery(String message, Query.Builder request) {
    assertRefused(ValidationException.class, message, () -> varve.query(request.build()));
  }

  private void refusesScan(String message, Scan.Builder request) {
    assertRefused(ValidationException.class, message, () -> varve.scan(request.build()));
  }

  private static void isNotFound(org.junit.jupiter.api.function.Executable request) {
    assertRefused(ResourceNotFoundException.class, "Requested resource not found", request);
  }
}
