package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.CancellationReason;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.ItemResponse;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.TransactionConflictException;
import dev.varve.dynamodb.api.Update;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Transfers between accounts, by many threads, while partitions are split and merged: money is
 * neither made nor lost.
 */
class TransactionStressTest extends DatabaseFixture {
  private static final int ACCOUNTS = 6;
  private static final long BALANCE = 100;
  private static final int THREADS = 4;
  private static final int TRANSFERS = 2_000;

  private final AtomicLong made = new AtomicLong();
  private final AtomicLong deposits = new AtomicLong();

  @Test
  void theSumNeverChangesAndNothingIsLost() throws Exception {
    for (int account = 0; account < ACCOUNTS; account++) {
      put(NOTES, balance(account, BALANCE));
    }
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        Random random = new Random(thread);
        writers.add(threads.submit(() -> transferSome(random)));
      }
      Future<Integer> reader = threads.submit(() -> readSums(done));
      Future<?> depositor = threads.submit(() -> deposit(done));
      Future<Integer> splitter = threads.submit(() -> splitAndMerge(done));
      try {
        for (Future<?> writer : writers) {
          writer.get();
        }
      } finally {
        done.set(true);
      }
      assertTrue(reader.get() > 0, "some sums were read");
      depositor.get();
      assertTrue(splitter.get() > 0, "some splits and merges");
    }
    long transfers = 0;
    long sum = 0;
    long deposited = 0;
    for (Item account : scanAll(NOTES)) {
      transfers += number(account.get("transfers"));
      sum += number(account.get("balance"));
      deposited += number(account.get("deposits"));
    }
    assertEquals(ACCOUNTS * BALANCE, sum);
    assertEquals(2 * made.get(), transfers, "each transfer counts in both accounts");
    assertEquals(deposits.get(), deposited, "each single write is there");
    assertTrue(made.get() > 0);
  }

  /** How many splits and merges there were. */
  private int splitAndMerge(AtomicBoolean done) throws IOException {
    Random random = new Random(THREADS);
    int changes = 0;
    while (!done.get()) {
      Splits.change(varve, NOTES, random);
      changes++;
    }
    return changes;
  }

  private static Item balance(int account, long balance) {
    return key(account).toBuilder()
        .put("balance", n(balance))
        .put("transfers", n(0))
        .put("deposits", n(0))
        .build();
  }

  private static Item key(int account) {
    return noteKey("account" + account % 3, account);
  }

  private static long number(AttributeValue value) {
    return ((AttributeValue.N) value).value().longValueExact();
  }

  private Void transferSome(Random random) throws IOException {
    for (int i = 0; i < TRANSFERS; i++) {
      int from = random.nextInt(ACCOUNTS);
      int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
      long amount = 1L + random.nextInt(40);
      try {
        varve.transactWriteItems(
            TransactWriteItems.builder()
                .transactItems(change(from, -amount, amount), change(to, amount, 0))
                .build());
        made.incrementAndGet();
      } catch (TransactionCanceledException e) {
        assertOneKindOfReason(e);
      }
    }
    return null;
  }

  private static TransactWriteItem change(int account, long amount, long least) {
    return TransactWriteItem.builder()
        .update(
            Update.in(NOTES)
                .key(key(account))
                .update("ADD balance :amount, transfers :one")
                .condition("balance >= :least")
                .value(":amount", n(amount))
                .value(":one", n(1))
                .value(":least", n(least))
                .build())
        .build();
  }

  /** Conflicts are told before conditions are looked at. */
  private static void assertOneKindOfReason(TransactionCanceledException e) {
    List<String> codes = e.cancellationReasons().stream().map(CancellationReason::code).toList();
    assertTrue(
        codes.contains("TransactionConflict") != codes.contains("ConditionalCheckFailed"),
        codes.toString());
  }

  /** How many sums were read. */
  private int readSums(AtomicBoolean done) throws IOException {
    List<TransactGetItem> gets = new ArrayList<>();
    for (int account = 0; account < ACCOUNTS; account++) {
      gets.add(TransactGetItem.builder().get(Get.from(NOTES).key(key(account)).build()).build());
    }
    TransactGetItems request = TransactGetItems.builder().transactItems(gets).build();
    int sums = 0;
    while (!done.get() || sums == 0) {
      try {
        long sum = 0;
        for (ItemResponse response : varve.transactGetItems(request).responses()) {
          sum += number(response.item().get().get("balance"));
        }
        assertEquals(ACCOUNTS * BALANCE, sum);
        sums++;
      } catch (TransactionCanceledException e) {
        assertOneKindOfReason(e);
      }
    }
    return sums;
  }

  private Void deposit(AtomicBoolean done) throws IOException {
    for (int i = 0; !done.get(); i++) {
      try {
        varve.updateItem(
            UpdateItem.in(NOTES)
                .key(key(i % ACCOUNTS))
                .update("ADD deposits :one")
                .value(":one", n(1))
                .build());
        deposits.incrementAndGet();
      } catch (TransactionConflictException e) {
        assertEquals("Transaction is ongoing for the item", e.getMessage());
      }
    }
    return null;
  }
}
