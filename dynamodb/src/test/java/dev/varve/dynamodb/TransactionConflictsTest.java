package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.CancellationReason;
import dev.varve.dynamodb.api.ConditionCheck;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteRequest;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.TransactionConflictException;
import dev.varve.dynamodb.api.TransactionInProgressException;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.Clock;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What others are told while a transaction is under way: it hangs where it asks for the time at
 * which its token is finished, which is before it commits.
 */
class TransactionConflictsTest extends DatabaseFixture {
  private static final String ONGOING = "Transaction is ongoing for the item";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch asking = new CountDownLatch(1);
  private final CountDownLatch mayGoOn = new CountDownLatch(1);

  /** How often the transaction's thread may still ask for the time before it hangs. */
  private final ThreadLocal<Integer> questions = new ThreadLocal<>();

  private final Clock clock =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long epochMillis() {
          if (questions.get() != null) {
            questions.set(questions.get() - 1);
            if (questions.get() == 0) {
              asking.countDown();
              awaitLatch(mayGoOn);
            }
          }
          return System.currentTimeMillis();
        }
      };

  @Override
  Databases databases() throws IOException {
    return new Databases(VarveOptions.defaults().withEngine(Databases.SMALL), clock);
  }

  @AfterEach
  void goOn() {
    mayGoOn.countDown();
    threads.shutdown();
  }

  /** Begins a transaction, and lets it hang before it commits. */
  private Future<?> begin(TransactWriteItems request) throws IOException {
    varve.transactWriteItems(
        transaction(put("first", 1)).toBuilder().clientRequestToken("first").build());
    Future<?> transaction =
        threads.submit(() -> {
          questions.set(2); // one to look for the token, one to write it
          return varve.transactWriteItems(request);
        });
    awaitLatch(asking);
    return transaction;
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertTrue(latch.await(5, TimeUnit.MINUTES), "it never came");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static TransactWriteItem put(String id, int value) {
    return TransactWriteItem.builder()
        .put(Put.into(USERS).item(Item.of("id", s(id), "amount", n(value))).build())
        .build();
  }

  private static TransactWriteItem check(String id) {
    return TransactWriteItem.builder()
        .conditionCheck(
            ConditionCheck.in(USERS).key(userKey(id)).condition("attribute_not_exists(id)").build())
        .build();
  }

  private static TransactWriteItems transaction(TransactWriteItem... actions) {
    return TransactWriteItems.builder().transactItems(actions).build();
  }

  private static TransactWriteItems marked(TransactWriteItem... actions) {
    return transaction(actions).toBuilder().clientRequestToken("token").build();
  }

  private static TransactGetItems gets(String... ids) {
    return TransactGetItems.builder()
        .transactItems(
            List.of(ids).stream()
                .map(id ->
                    TransactGetItem.builder().get(Get.from(USERS).key(userKey(id)).build()).build())
                .toList())
        .build();
  }

  private static void assertConflicts(List<String> codes, Executable request) {
    TransactionCanceledException e =
        assertRefused(
            TransactionCanceledException.class,
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
                + codes,
            request);
    assertEquals(codes, e.cancellationReasons().stream().map(CancellationReason::code).toList());
    for (CancellationReason reason : e.cancellationReasons()) {
      assertEquals(
          reason.code().equals("None") ? Optional.empty() : Optional.of(ONGOING), reason.message());
    }
  }

  @Test
  void whoMeetsATransactionIsToldAndDoesNotWait() throws Exception {
    put(USERS, Item.of("id", s("a"), "amount", n(1)));
    Future<?> transaction = begin(marked(put("a", 2), check("b")));

    for (String id : List.of("a", "b")) {
      for (Executable write :
          List.<Executable>of(
              () -> put(USERS, userKey(id)),
              () -> varve.deleteItem(DeleteItem.of(USERS, userKey(id))),
              () ->
                  varve.updateItem(
                      UpdateItem.in(USERS).key(userKey(id)).update("REMOVE amount").build()))) {
        assertRefused(TransactionConflictException.class, ONGOING, write);
      }
    }
    assertConflicts(
        List.of("None", "TransactionConflict", "TransactionConflict"),
        () -> varve.transactWriteItems(transaction(put("c", 1), put("b", 1), check("a"))));
    assertConflicts(
        List.of("TransactionConflict", "None"), () -> varve.transactGetItems(gets("a", "c")));
    assertFalse(transaction.isDone());

    // Reads never conflict, nor do items that have only their table in common.
    assertEquals(n(1), get(USERS, userKey("a")).get("amount"));
    assertEquals(
        Map.of(USERS, List.of(Item.of("id", s("a"), "amount", n(1)))),
        varve
            .batchGetItem(
                BatchGetItem.builder()
                    .requestItems(
                        Map.of(
                            USERS,
                            KeysAndAttributes.builder().keys(userKey("a"), userKey("b")).build()))
                    .build())
            .responses());
    assertEquals(Optional.empty(), varve.transactGetItems(gets("c")).responses().get(0).item());

    mayGoOn.countDown();
    transaction.get();
    assertEquals(n(2), get(USERS, userKey("a")).get("amount"));
    put(USERS, userKey("a"));
    varve.transactWriteItems(transaction(put("a", 3), check("b")));
    assertEquals(
        Optional.of(Item.of("id", s("a"), "amount", n(3))),
        varve.transactGetItems(gets("a")).responses().get(0).item());
  }

  @Test
  void aBatchWaitsForATransaction() throws Exception {
    Future<?> transaction = begin(marked(put("a", 1)));
    Future<?> batch =
        threads.submit(() ->
            varve.batchWriteItem(
                BatchWriteItem.builder()
                    .requestItems(
                        Map.of(
                            USERS,
                            List.of(
                                WriteRequest.builder()
                                    .deleteRequest(
                                        DeleteRequest.builder().key(userKey("a")).build())
                                    .build())))
                    .build()));
    mayGoOn.countDown();
    transaction.get();
    batch.get();
    assertEquals(null, get(USERS, userKey("a")));
  }

  @Test
  void aTokenIsInProgressUntilItsRequestHasFinished() throws Exception {
    TransactWriteItems request = marked(put("a", 1));
    Future<?> transaction = begin(request);
    assertThrows(TransactionInProgressException.class, () -> varve.transactWriteItems(request));
    mayGoOn.countDown();
    transaction.get();
    put(USERS, userKey("a"));
    varve.transactWriteItems(request);
    assertEquals(userKey("a"), get(USERS, userKey("a")));
  }

  @Test
  void aTransactionThatCannotBeWrittenLeavesNoClaimBehind() throws IOException {
    databases.onOperation(OperationHook.failing(_ -> true));
    assertThrows(
        IOException.class, () -> varve.transactWriteItems(transaction(put("a", 1), put("b", 1))));
    // The log is broken, but nobody is told of a transaction that is no more.
    assertThrows(IOException.class, () -> put(USERS, userKey("a")));
    databases.onOperation(_ -> {});
    varve = databases.killAfterFailure();
    Item a = get(USERS, userKey("a"));
    Item b = get(USERS, userKey("b"));
    assertEquals(a == null, b == null, "a transaction is there whole or not at all");
    varve.transactWriteItems(transaction(put("a", 2), put("b", 2)));
  }
}
