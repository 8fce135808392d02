package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

final class ErrorsTest extends ClientFixture {
  @Test
  void anErrorHasItsTypeStatusCodeMessageAndRequestId() {
    ResourceNotFoundException error =
        assertThrows(
            ResourceNotFoundException.class,
            () -> client.getItem(get -> get.tableName("none").key(orderKey("ann", 1))));
    assertEquals(400, error.statusCode());
    assertEquals("ResourceNotFoundException", error.awsErrorDetails().errorCode());
    assertEquals("DynamoDb", error.awsErrorDetails().serviceName());
    assertEquals("Requested resource not found", error.awsErrorDetails().errorMessage());
    assertTrue(error.requestId().matches("[0-9A-Z]{52}"), error.requestId());
    assertEquals(
        error.requestId(),
        error
            .awsErrorDetails()
            .sdkHttpResponse()
            .firstMatchingHeader("x-amzn-RequestId")
            .orElseThrow());
  }

  @Test
  void anAsynchronousErrorIsTheCauseOfTheFuturesFailure() {
    CompletionException failure =
        assertThrows(CompletionException.class, () -> async.createTable(orders(ORDERS)).join());
    ResourceInUseException error =
        assertInstanceOf(ResourceInUseException.class, failure.getCause());
    assertEquals(400, error.statusCode());
    assertTrue(error.requestId().matches("[0-9A-Z]{52}"), error.requestId());
  }

  @Test
  void aRuleThatIsBrokenIsAValidationException() {
    DynamoDbException error =
        assertThrows(
            DynamoDbException.class,
            () -> client.getItem(get -> get.tableName(ORDERS).key(Map.of("customer", s("ann")))));
    assertEquals("ValidationException", error.awsErrorDetails().errorCode());
    assertEquals(
        "The provided key element does not match the schema",
        error.awsErrorDetails().errorMessage());
  }

  @Test
  void aFailedConditionTellsTheItem() {
    put("ann", 1, "open");
    ConditionalCheckFailedException error =
        assertThrows(
            ConditionalCheckFailedException.class,
            () ->
                client.putItem(put ->
                    put.tableName(ORDERS)
                        .item(order("ann", 1, "paid"))
                        .conditionExpression("attribute_not_exists(customer)")
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    assertEquals(order("ann", 1, "open"), error.item());
    assertEquals("The conditional request failed", error.awsErrorDetails().errorMessage());
    assertEquals(order("ann", 1, "open"), get("ann", 1));
  }

  @Test
  void aCanceledTransactionTellsItsReasons() {
    put("ann", 1, "open");
    TransactWriteItemsRequest request =
        TransactWriteItemsRequest.builder()
            .transactItems(
                TransactWriteItem.builder()
                    .put(put -> put.tableName(ORDERS).item(order("bob", 1, "open")))
                    .build(),
                TransactWriteItem.builder()
                    .conditionCheck(check ->
                        check
                            .tableName(ORDERS)
                            .key(orderKey("ann", 1))
                            .conditionExpression("#s = :paid")
                            .expressionAttributeNames(Map.of("#s", "status"))
                            .expressionAttributeValues(Map.of(":paid", s("paid")))
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .build())
            .build();
    TransactionCanceledException error =
        assertThrows(TransactionCanceledException.class, () -> client.transactWriteItems(request));
    assertTrue(error.hasCancellationReasons());
    assertEquals(
        List.of("None", "ConditionalCheckFailed"),
        error.cancellationReasons().stream().map(CancellationReason::code).toList());
    assertEquals(order("ann", 1, "open"), error.cancellationReasons().get(1).item());
    assertTrue(get("bob", 1).isEmpty());
    CompletionException failure =
        assertThrows(CompletionException.class, () -> async.transactWriteItems(request).join());
    assertEquals(
        2,
        assertInstanceOf(TransactionCanceledException.class, failure.getCause())
            .cancellationReasons()
            .size());
  }

  @Test
  void aTokenThatComesWithAnotherRequestIsRefused() {
    TransactWriteItemsRequest first = transaction("ann");
    client.transactWriteItems(first);
    client.transactWriteItems(first);
    assertThrows(
        IdempotentParameterMismatchException.class,
        () -> client.transactWriteItems(transaction("bob")));
  }

  private static TransactWriteItemsRequest transaction(String customer) {
    return TransactWriteItemsRequest.builder()
        .clientRequestToken("token")
        .transactItems(
            TransactWriteItem.builder()
                .put(put -> put.tableName(ORDERS).item(order(customer, 1, "open")))
                .build())
        .build();
  }
}
