package dev.varve.bench.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.kv.Dataset;
import dev.varve.bench.kv.KeyFormat;
import dev.varve.bench.kv.Work;
import dev.varve.bench.measure.Measured;
import dev.varve.bench.measure.Measurement;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workloads on a right store, and on stores that are wrong in one way each. */
class ItemWorkTest {
  private static final long KEYS = 250; // two whole collections and a half
  private static final long NANOS = 60_000_000;
  private static final int THREADS = 3;

  private static List<ItemWorkload> workloads() {
    return ItemWorkload.all();
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void aRightStoreIsVerified(ItemWorkload workload) throws Exception {
    MapItemStore store = new MapItemStore();
    Dataset data = load(store);
    Work work = workload.work(cell(store, data));
    Measured measured = run(work, store);
    work.verify();
    assertTrue(measured.operations() > 0);
    assertEquals(
        measured.operations(),
        measured.operationsByPart().stream().mapToLong(Long::longValue).sum());
    assertEquals(workload.writes(), work.userBytes() > 0);
    assertEquals(KEYS, work.after().present());
    // What one workload leaves, the next goes on from.
    for (ItemOperation next : List.of(ItemOperation.QUERY, ItemOperation.UPDATE)) {
      Work second = new ItemWorkload(next, false).work(cell(store, work.after()));
      run(second, store);
      second.verify();
    }
  }

  @Test
  void skewedPartitionKeysAreNotEquallyOften() throws Exception {
    long most = mostOften(true);
    long mostWhenUniform = mostOften(false);
    assertTrue(most > 2 * mostWhenUniform, most + " and " + mostWhenUniform);
  }

  private static long mostOften(boolean skewed) throws Exception {
    Map<AttributeValue, Long> counts = new HashMap<>();
    MapItemStore store =
        new MapItemStore() {
          @Override
          public synchronized Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
            counts.merge(key.get(ItemModel.PARTITION_KEY), 1L, Long::sum);
            return super.get(key);
          }
        };
    Dataset data = Dataset.fresh(5_000);
    ItemLoad.load(store, data, _ -> {});
    Work work = new ItemWorkload(ItemOperation.GET, skewed).work(cell(store, data));
    Measured measured = run(work, store);
    return 1000
        * counts.values().stream().mapToLong(Long::longValue).max().orElseThrow()
        / measured.operations();
  }

  @Test
  void aPutThatIsLostIsFound() {
    assertFound(
        ItemOperation.PUT,
        new MapItemStore() {
          private int puts;

          @Override
          public synchronized void put(Map<String, AttributeValue> item) {
            if (++puts <= KEYS || puts % 2 == 0) {
              super.put(item);
            }
          }
        });
  }

  @Test
  void anItemThatNobodyWroteIsFound() {
    assertFound(
        ItemOperation.PUT,
        new MapItemStore() {
          @Override
          public synchronized long count() {
            return super.count() + 1;
          }
        });
  }

  @Test
  void anotherItemsContentIsFound() {
    assertFound(
        ItemOperation.GET,
        new MapItemStore() {
          @Override
          public synchronized Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
            Map<String, AttributeValue> item = new LinkedHashMap<>(super.get(key));
            item.put("amount", AttributeValue.n(-1));
            return item;
          }
        });
  }

  @Test
  void aMissingItemIsFound() {
    assertFound(
        ItemOperation.GET,
        new MapItemStore() {
          @Override
          public synchronized Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
            return null;
          }
        });
  }

  @Test
  void anUpdateThatIsDoneInPartIsFound() {
    assertFound(
        ItemOperation.UPDATE,
        new MapItemStore() {
          @Override
          public synchronized boolean update(Change<AttributeValue> change) {
            Map<String, AttributeValue> part = new LinkedHashMap<>(change.changes());
            part.remove("remark");
            return super.update(new Change<>(change.key(), part, change.least()));
          }
        });
  }

  @Test
  void aConditionThatIsNotHeededIsFound() {
    assertFound(
        ItemOperation.UPDATE,
        new MapItemStore() {
          @Override
          public synchronized boolean update(Change<AttributeValue> change) {
            super.update(new Change<>(change.key(), change.changes(), AttributeValue.n(0)));
            return true;
          }
        });
  }

  @Test
  void aConditionThatIsRefusedButUpdatedIsFound() {
    assertFound(
        ItemOperation.UPDATE,
        new MapItemStore() {
          @Override
          public synchronized boolean update(Change<AttributeValue> change) {
            return super.update(change)
                || !super.update(new Change<>(change.key(), change.changes(), AttributeValue.n(0)));
          }
        });
  }

  @Test
  void aConditionThatIsAlwaysRefusedIsFound() {
    assertFound(
        ItemOperation.UPDATE,
        new MapItemStore() {
          @Override
          public synchronized boolean update(Change<AttributeValue> change) {
            return false;
          }
        });
  }

  @Test
  void anAnswerInAnotherOrderIsFound() {
    assertFound(
        ItemOperation.QUERY,
        new MapItemStore() {
          @Override
          public synchronized List<Map<String, AttributeValue>> query(
              AttributeValue partitionKey, AttributeValue from, int limit) {
            return super.query(partitionKey, from, limit).reversed();
          }
        });
  }

  @Test
  void anAnswerThatEndsTooEarlyIsFound() {
    assertFound(
        ItemOperation.QUERY,
        new MapItemStore() {
          @Override
          public synchronized List<Map<String, AttributeValue>> query(
              AttributeValue partitionKey, AttributeValue from, int limit) {
            List<Map<String, AttributeValue>> found =
                new ArrayList<>(super.query(partitionKey, from, limit));
            found.removeLast();
            return found;
          }
        });
  }

  @Test
  void aBatchOfWhichOneIsLostIsFound() {
    assertFound(
        ItemOperation.BATCH_WRITE,
        new MapItemStore() {
          @Override
          public void write(List<Map<String, AttributeValue>> puts) {
            super.write(puts.subList(0, puts.size() - 1));
          }
        });
  }

  @Test
  void aTransactionThatIsDoneInPartIsFound() {
    AtomicBoolean updates = new AtomicBoolean();
    for (boolean withUpdates : new boolean[] {true, false}) {
      updates.set(withUpdates);
      assertFound(
          ItemOperation.TRANSACT_WRITE,
          new MapItemStore() {
            @Override
            public void transact(
                List<Map<String, AttributeValue>> puts, List<Change<AttributeValue>> changes) {
              super.transact(updates.get() ? List.of() : puts, updates.get() ? changes : List.of());
            }
          });
    }
  }

  /** Wrong in the workload or, at the latest, in its verification. */
  private static void assertFound(ItemOperation operation, MapItemStore store) {
    assertThrows(
        WrongAnswerException.class,
        () -> {
          Work work = new ItemWorkload(operation, false).work(cell(store, load(store)));
          run(work, store);
          work.verify();
        });
  }

  private static Dataset load(MapItemStore store) throws Exception {
    Dataset data = Dataset.fresh(KEYS);
    ItemLoad.load(store, data, _ -> {});
    return data;
  }

  private static ItemCell<AttributeValue> cell(MapItemStore store, Dataset data) {
    return new ItemCell<>(
        store,
        new DataParameters(KeyFormat.BINARY, 30, "370", 0, 1),
        data,
        THREADS,
        NANOS,
        new ItemAnswers(data.count()));
  }

  private static Measured run(Work work, MapItemStore store) throws Exception {
    return Measurement.run(work.plan(), store::activity, _ -> {});
  }
}
