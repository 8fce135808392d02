package dev.varve.dynamodb.balance;

import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.control.Partitioning;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.recurring.Recurring;
import dev.varve.dynamodb.stats.PartitionHeat;
import dev.varve.dynamodb.stats.PartitionOutcome;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.Rerouting;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.engine.PartitionStats;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at the partitions of all tables from time to time, with one thread of its own, and at those
 * of one table when it is told to; and splits and merges some as its policy says, of each table and
 * index one at a look. What fails is logged, and tried again at the next look.
 *
 * <p>Safe for use by many threads that hold no key's lock.
 */
public final class Balancer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");
  private static final double NANOS = 1e9;

  private final StorageEngine engine;
  private final Tables tables;
  private final Partitioning partitioning;
  private final Clock clock;
  private final Settings settings;
  private final BalancePolicy policy;

  /** What the last look left, by partition; its writers hold {@link #looking}. */
  private final Map<Integer, Seen> seen = new ConcurrentHashMap<>();

  /** Held while one looks: another look sees what came of it. */
  private final Object looking = new Object();

  private final Recurring looks;

  /**
   * When partitions are looked at, and what is done.
   *
   * @param interval from the end of a look at all to the next; empty for none
   * @param maxBytes length from which on a partition is split
   * @param mergeBytes length below which two together are merged
   * @param byThroughput whether a table gets as many as its throughput needs
   * @param hotOperations operations in a second from which on a partition is hot
   * @param least partitions that merges leave
   * @param most partitions that splits make
   */
  public record Settings(
      Optional<Duration> interval,
      long maxBytes,
      long mergeBytes,
      boolean byThroughput,
      OptionalLong hotOperations,
      int least,
      int most) {}

  /** A partition at the last look. */
  private record Seen(long nanos, long operations, boolean hot, PartitionHeat heat) {}

  /** A balancer, whose thread begins with {@link #start}. */
  public Balancer(
      StorageEngine engine,
      Tables tables,
      Partitioning partitioning,
      Clock clock,
      Settings settings) {
    this.engine = engine;
    this.tables = tables;
    this.partitioning = partitioning;
    this.clock = clock;
    this.settings = settings;
    this.policy =
        new BalancePolicy(
            settings.maxBytes(),
            settings.mergeBytes(),
            settings.hotOperations().isPresent()
                ? settings.hotOperations().getAsLong()
                : Double.POSITIVE_INFINITY,
            settings.least(),
            settings.most());
    this.looks = new Recurring("varve-partition-balancer", settings.interval(), this::lookAtAll);
  }

  /** Begins to look from time to time, if there is an interval. */
  public void start() {
    looks.start();
  }

  /** How much a partition was asked for at the last look, and what followed. */
  public PartitionHeat heat(ItemPartition partition) {
    Seen last = seen.get(partition.id());
    return last == null ? PartitionHeat.NONE : last.heat();
  }

  /**
   * Looks at the partitions of a table and its indexes now.
   *
   * @return how many splits and merges followed
   */
  public int look(Table table) throws IOException {
    return Rerouting.read(table, () -> lookOnce(table));
  }

  private int lookOnce(Table table) throws IOException {
    synchronized (looking) {
      TableRecord record = table.record();
      int changes = look(table, table.partitions(), AskedThroughput.partitions(record));
      for (Index index : table.indexes()) {
        if (!index.isDeleted() && !index.isBeingBuilt()) {
          int asked = AskedThroughput.partitions(record, index.name());
          changes += look(table, index.partitions(), asked);
        }
      }
      return changes;
    }
  }

  private int look(Table table, List<ItemPartition> partitions, int asked) throws IOException {
    List<Look> looks = new ArrayList<>();
    Map<Integer, Seen> now = new HashMap<>();
    for (ItemPartition partition : partitions) {
      looks.add(look(partition, now));
    }
    List<Verdict> verdicts = policy.judge(looks, settings.byThroughput() ? asked : 1);
    for (int place = 0; place < looks.size(); place++) {
      note(looks.get(place), now, verdicts.get(place));
    }
    for (Verdict verdict : verdicts) {
      if (!(verdict instanceof Verdict.Stay)) {
        return carryOut(table, verdict) ? 1 : 0;
      }
    }
    return 0;
  }

  private Look look(ItemPartition partition, Map<Integer, Seen> now) {
    PartitionStats stats = engine.stats(partition.id());
    Seen before = seen.get(partition.id());
    long nanos = clock.nanoTime();
    long operations = partition.latencies().operations();
    double perSecond =
        before == null || nanos <= before.nanos()
            ? -1
            : (operations - before.operations()) * NANOS / (nanos - before.nanos());
    boolean hot = perSecond >= policy.hotOperations();
    now.put(partition.id(), new Seen(nanos, operations, hot, PartitionHeat.NONE));
    byte[] middle = engine.middleKey(partition.id());
    return new Look(
        partition.id(),
        partition.range(),
        stats.ownBytes(),
        stats.replacement(),
        stats.sharedTables() > 0,
        perSecond,
        before != null && before.hot(),
        middle == null ? OptionalLong.empty() : OptionalLong.of(KeyCodec.hashOf(middle)),
        partition.heat().sample());
  }

  private void note(Look look, Map<Integer, Seen> now, Verdict verdict) {
    Seen figures = now.get(look.partition());
    Look.Hottest hottest = look.hottest();
    seen.put(
        look.partition(),
        new Seen(
            figures.nanos(),
            figures.operations(),
            figures.hot(),
            new PartitionHeat(
                Math.max(0, look.operationsPerSecond()),
                hottest.share(),
                hottest.hash(),
                verdict.outcome(),
                verdict.reason())));
  }

  /** Splits or merges; returns whether that was done and not put off. */
  private boolean carryOut(Table table, Verdict verdict) throws IOException {
    int partition = verdict.partition();
    try {
      List<Integer> made =
          switch (verdict) {
            case Verdict.Split split ->
                partitioning.split(table.name(), partition, split.firstHash());
            case Verdict.Merge _ -> List.of(partitioning.merge(table.name(), partition));
            case Verdict.Stay _ -> throw new AssertionError("nothing to do");
          };
      LOG.log(
          Level.INFO,
          "partition {0} of table {1} has become {2}: {3}",
          Integer.toString(partition),
          table.name(),
          made,
          verdict.reason());
      String words = "it took the place of partition " + partition + ": " + verdict.reason();
      made.forEach(child -> told(child, verdict.outcome(), words));
      return true;
    } catch (ResourceInUseException | ResourceNotFoundException later) {
      told(
          partition,
          PartitionOutcome.PUT_OFF,
          verdict.reason() + "; put off: " + later.getMessage());
      return false;
    }
  }

  /** Says what has become of a partition until the next look. */
  private void told(int partition, PartitionOutcome outcome, String words) {
    seen.compute(
        partition,
        (_, last) ->
            last == null
                ? new Seen(clock.nanoTime(), 0, false, PartitionHeat.NONE.with(outcome, words))
                : new Seen(
                    last.nanos(), last.operations(), last.hot(), last.heat().with(outcome, words)));
  }

  private void lookAtAll() {
    for (Table table : tables.all()) {
      if (looks.isClosed()) {
        return;
      }
      try {
        if (!table.isDeleted()) {
          look(table);
        }
      } catch (IOException | RuntimeException | Error e) {
        if (!looks.isClosed() && !table.isDeleted()) {
          LOG.log(
              Level.ERROR,
              "partitions of table " + table.name() + " stay for now: " + e.getMessage(),
              e);
        }
      }
    }
    forgetGone();
  }

  private void forgetGone() {
    synchronized (looking) {
      seen.keySet().retainAll(Set.copyOf(engine.partitions()));
    }
  }

  /** Ends the looks, one that is under way after its next change. */
  @Override
  public void close() {
    looks.close();
  }
}
