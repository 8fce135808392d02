package dev.varve.bench.motion;

import dev.varve.bench.measure.Measured;
import dev.varve.bench.measure.Measurement;
import dev.varve.bench.measure.Task;
import dev.varve.bench.store.Subject;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Puts at a steady rate, each charged from the moment on at which it was to begin. */
final class PacedPuts {
  static final String TABLE = "Paced";

  private static final String KEY = "id";
  private static final int KEYS = 200_000;
  private static final int BATCHED = 25;
  private static final int VALUE_LENGTH = 280;
  private static final int THREADS = 2;

  private final Varve varve;
  private final double rate;

  /** Puts of so many a second into {@link #TABLE}, once it is {@linkplain #create made}. */
  PacedPuts(Varve varve, double rate) {
    this.varve = varve;
    this.rate = rate;
  }

  /** Makes the table, with an item under each key. */
  static void create(Varve varve) throws IOException {
    varve.createTable(
        TableDefinition.named(TABLE).partitionKey(KEY, AttributeType.S).partitions(4).build());
    for (int key = 0; key < KEYS; key += BATCHED) {
      int first = key;
      Loading.batch(varve, TABLE, BATCHED, number -> item(first + number, 0));
    }
  }

  private static Item item(long key, long version) {
    String value = (key + ":" + version + ".").repeat(VALUE_LENGTH / 2).substring(0, VALUE_LENGTH);
    return Item.of(KEY, AttributeValue.s("item-" + key), "value", AttributeValue.s(value));
  }

  /** Puts for so long. */
  Measured run(double seconds) throws Exception {
    return Measurement.run(
        new Measurement.Plan(
            THREADS,
            Puts::new,
            List.of("put"),
            1,
            (long) (seconds * TimeUnit.SECONDS.toNanos(1)),
            List.of(rate)),
        () -> Subject.Activity.NONE,
        _ -> {});
  }

  private final class Puts implements Task {
    private final SplittableRandom random;

    private Puts(int thread) {
      random = new SplittableRandom(thread);
    }

    @Override
    public int step() throws IOException {
      varve.putItem(PutItem.of(TABLE, item(random.nextInt(KEYS), random.nextInt(1_000_000))));
      return 0;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
