package dev.varve.bench.motion;

import dev.varve.bench.files.Folders;
import dev.varve.bench.measure.Measured;
import dev.varve.dynamodb.PartitioningOptions;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TimeToLiveOptions;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.DescribeTimeToLive;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.TimeToLiveSpecification;
import dev.varve.dynamodb.api.TimeToLiveStatus;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The course of {@link MotionCommand}. For one thread, one use. */
final class MotionRun {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int BATCHED = 25;
  private static final int EXPIRING_VALUE_LENGTH = 100;
  private static final int KIBIBYTE = 1024;
  private static final String EXPIRED = "Expired";
  private static final String BACKED_UP = "BackedUp";
  private static final String RESTORED = "Restored";
  private static final String KEY = "id";
  private static final String VALUE = "value";
  private static final String UNTIL = "until";

  private final Plan plan;
  private final Path root;
  private final PrintWriter out;

  /**
   * How much is measured.
   *
   * @param rate puts a second beside splits
   * @param sweepRate puts a second beside a sweep
   * @param seconds of each measurement of puts
   * @param expired items that are swept
   * @param mebibytes of the items that are backed up
   */
  record Plan(int rate, int sweepRate, int seconds, int expired, int mebibytes) {}

  /** Measures in a folder, and tells the figures. */
  MotionRun(Plan plan, Path root, PrintWriter out) {
    this.plan = plan;
    this.root = root;
    this.out = out;
  }

  void measureAll() throws Exception {
    measureSplits(root.resolve("splits"));
    measureSweep(root.resolve("sweep"));
    measureRestore(root.resolve("restore"));
  }

  private static Varve open(Path folder) throws IOException {
    Folders.renew(folder);
    return Varve.open(
        folder,
        VarveOptions.defaults()
            .withDurability(Durability.BUFFERED)
            .withPartitioning(PartitioningOptions.defaults().withoutLooks())
            .withTimeToLive(TimeToLiveOptions.defaults().withoutSweeps()));
  }

  private void say(String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }

  private void sayPuts(String what, Measured puts) {
    Histogram nanos = puts.latencies();
    say(
        "%-28s %,10.0f puts/s   p50 %7.3f   p99 %7.3f   p99.9 %7.3f   max %7.1f ms",
        what,
        puts.perSecond(),
        nanos.getValueAtPercentile(50) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99) / NANOS_PER_MILLI,
        nanos.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
        nanos.getMaxValue() / NANOS_PER_MILLI);
  }

  private void measureSplits(Path folder) throws Exception {
    try (Varve varve = open(folder)) {
      PacedPuts.create(varve);
      PacedPuts puts = new PacedPuts(varve, plan.rate());
      puts.run(plan.seconds()); // until compiled
      for (int round = 0; round < 2; round++) {
        sayPuts("puts alone", puts.run(plan.seconds()));
        Beside.Both both = Beside.measure(puts, plan.seconds(), new Splitting(varve));
        sayPuts("beside %d splits and merges".formatted(both.done()), both.puts());
      }
    }
  }

  private void measureSweep(Path folder) throws Exception {
    try (Varve varve = open(folder)) {
      PacedPuts.create(varve);
      varve.createTable(
          TableDefinition.named(EXPIRED).partitionKey(KEY, AttributeType.S).partitions(4).build());
      varve.updateTimeToLive(
          new UpdateTimeToLive(EXPIRED, new TimeToLiveSpecification(true, UNTIL)));
      while (varve
              .describeTimeToLive(new DescribeTimeToLive(EXPIRED))
              .timeToLiveDescription()
              .orElseThrow()
              .timeToLiveStatus()
              .orElseThrow()
          != TimeToLiveStatus.ENABLED) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
      PacedPuts puts = new PacedPuts(varve, plan.sweepRate());
      loadExpired(varve);
      Beside.measure(puts, plan.seconds(), _ -> varve.sweepExpired(EXPIRED)); // until compiled
      loadExpired(varve);
      puts.run(plan.seconds());
      sayPuts("puts alone", puts.run(plan.seconds()));
      Beside.Both both = Beside.measure(puts, plan.seconds(), _ -> varve.sweepExpired(EXPIRED));
      sayPuts("beside a sweep", both.puts());
      say(
          "%-28s %,10.0f items/s  %,d items in %.1f s",
          "sweep", both.done() / both.seconds(), both.done(), both.seconds());
      sayPuts("puts alone", puts.run(plan.seconds()));
    }
  }

  private void loadExpired(Varve varve) throws IOException {
    long until = Instant.now().minus(Duration.ofHours(1)).getEpochSecond();
    String value = "v".repeat(EXPIRING_VALUE_LENGTH);
    for (int first = 0; first < plan.expired(); first += BATCHED) {
      int from = first;
      Loading.batch(
          varve,
          EXPIRED,
          Math.min(BATCHED, plan.expired() - first),
          number ->
              Item.of(
                  Map.of(
                      KEY, AttributeValue.s("gone-" + (from + number)),
                      VALUE, AttributeValue.s(value),
                      UNTIL, AttributeValue.n(until))));
    }
  }

  private void measureRestore(Path folder) throws Exception {
    String value = "v".repeat(KIBIBYTE - VALUE.length() - KEY.length() - "item-1234567".length());
    int items = plan.mebibytes() * KIBIBYTE;
    try (Varve varve = open(folder)) {
      varve.createTable(
          TableDefinition.named(BACKED_UP)
              .partitionKey(KEY, AttributeType.S)
              .partitions(4)
              .build());
      for (int first = 0; first < items; first += BATCHED) {
        int from = first;
        Loading.batch(
            varve,
            BACKED_UP,
            Math.min(BATCHED, items - first),
            number ->
                Item.of(
                    KEY, AttributeValue.s("item-%07d".formatted(from + number)),
                    VALUE, AttributeValue.s(value)));
      }
      for (int round = 0; round < 3; round++) {
        long begin = System.nanoTime();
        String backup =
            varve
                .createBackup(new CreateBackup(BACKED_UP, "motion"))
                .backupDetails()
                .orElseThrow()
                .backupArn();
        long made = System.nanoTime();
        varve.restoreTableFromBackup(
            RestoreTableFromBackup.builder().targetTableName(RESTORED).backupArn(backup).build());
        Item key = Item.of(KEY, AttributeValue.s("item-%07d".formatted(items / 2)));
        boolean found = varve.getItem(GetItem.of(RESTORED, key)).item().isPresent();
        long read = System.nanoTime();
        if (!found) {
          throw new IOException("an item is missing of the table that was restored");
        }
        say(
            "%-28s backup %.0f ms, restored and read %.0f ms",
            plan.mebibytes() + " MiB",
            (made - begin) / NANOS_PER_MILLI,
            (read - made) / NANOS_PER_MILLI);
        varve.deleteTable(RESTORED);
      }
    }
  }
}
