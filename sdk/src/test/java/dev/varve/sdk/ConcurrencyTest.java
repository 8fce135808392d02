package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

final class ConcurrencyTest extends ClientFixture {
  @Test
  void manyCallsAtOnceAllCount() {
    List<CompletableFuture<UpdateItemResponse>> calls =
        IntStream.range(0, 2_000)
            .mapToObj(number ->
                async.updateItem(update ->
                    update
                        .tableName(ORDERS)
                        .key(orderKey("ann", number % 10))
                        .updateExpression("ADD visits :one")
                        .expressionAttributeValues(Map.of(":one", n(1)))))
            .toList();
    CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)).join();
    for (int number = 0; number < 10; number++) {
      assertEquals(n(200), get("ann", number).get("visits"));
    }
  }

  @Test
  void whatHangsOnAFutureMayCallAgain() {
    put("ann", 1, "open");
    List<Map<String, AttributeValue>> found =
        IntStream.range(0, 100)
            .mapToObj(_ ->
                async
                    .getItem(get -> get.tableName(ORDERS).key(orderKey("ann", 1)))
                    .thenApply(_ -> get("ann", 1)) // waits, in the thread that completes
                    .thenCompose(
                        _ -> async.getItem(get -> get.tableName(ORDERS).key(orderKey("ann", 1)))))
            .toList()
            .stream()
            .map(call -> call.join().item())
            .distinct()
            .toList();
    assertEquals(List.of(order("ann", 1, "open")), found);
  }

  @Test
  void writersThatRetryUponAConditionLoseNoUpdate() {
    put("ann", 1, "open");
    client.updateItem(update ->
        update
            .tableName(ORDERS)
            .key(orderKey("ann", 1))
            .updateExpression("SET version = :zero")
            .expressionAttributeValues(Map.of(":zero", n(0))));
    List<CompletableFuture<Void>> writers =
        IntStream.range(0, 4)
            .mapToObj(_ -> CompletableFuture.runAsync(() -> incrementTimes(25)))
            .toList();
    CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).join();
    assertEquals(n(100), get("ann", 1).get("version"));
    // One that certainly comes too late.
    CompletionException late =
        assertThrows(CompletionException.class, () -> increment(n(99)).join());
    assertTrue(late.getCause() instanceof ConditionalCheckFailedException);
  }

  private void incrementTimes(int times) {
    for (int done = 0; done < times; ) {
      try {
        increment(get("ann", 1).get("version")).join();
        done++;
      } catch (CompletionException refused) {
        assertTrue(refused.getCause() instanceof ConditionalCheckFailedException);
      }
    }
  }

  private CompletableFuture<UpdateItemResponse> increment(AttributeValue seen) {
    return async.updateItem(update ->
        update
            .tableName(ORDERS)
            .key(orderKey("ann", 1))
            .updateExpression("SET version = version + :one")
            .conditionExpression("version = :seen")
            .expressionAttributeValues(Map.of(":one", n(1), ":seen", seen)));
  }
}
