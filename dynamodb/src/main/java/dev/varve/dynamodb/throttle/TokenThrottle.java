package dev.varve.dynamodb.throttle;

import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.IndexEntry;
import dev.varve.dynamodb.table.Place;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Throttles by token buckets. A partition may use all that its table has left, up to what a
 * partition can give, whatever the others use.
 */
public final class TokenThrottle implements Throttle {
  static final String READ = "Read";
  static final String WRITE = "Write";

  private final Limits limits;
  private final SteadyTime time;
  private final Overload overload;
  private final Map<Integer, TableMeters> tables = new ConcurrentHashMap<>();

  /**
   * A throttle whose buckets are full.
   *
   * @param clock by whose time of day buckets fill
   * @param place of the tables, for errors
   */
  public TokenThrottle(Limits limits, Clock clock, Place place) {
    this.limits = limits;
    this.time = new SteadyTime(clock);
    this.overload = new Overload(place);
  }

  @Override
  public boolean isOn() {
    return true;
  }

  private TableMeters of(Table table) {
    int id = table.record().id();
    TableMeters meters = tables.get(id);
    if (meters == null) {
      tables.values().removeIf(known -> known.table().isDeleted());
      meters = tables.computeIfAbsent(id, _ -> new TableMeters(table, limits));
    }
    return meters;
  }

  @Override
  public long requireRead(ReadTarget target, ItemPartition partition, byte[] key) {
    long now = time.nanos();
    TableMeters all = of(target.table());
    Meters meters = all.of(target, now);
    if (meters != null) {
      require(target, READ, meters, meters.reads().excess(now));
      require(
          target,
          READ,
          meters,
          all.of(partition, now).reads().isPositive(now) ? null : Meter.Excess.PARTITION);
    }
    return now;
  }

  private void require(ReadTarget target, String kind, Meters meters, Meter.Excess excess) {
    if (excess != null) {
      throw overload.error(target, kind, excess, meters.onDemand());
    }
  }

  @Override
  public void takeRead(
      ReadTarget target, ItemPartition partition, byte[] key, double units, long admission) {
    TableMeters all = of(target.table());
    Meters meters = all.of(target, admission);
    if (meters != null) {
      long tokens = TokenBucket.tokens(units);
      meters.reads().take(tokens, admission);
      all.of(partition, admission).reads().take(tokens, admission);
    }
  }

  @Override
  public long requireWrite(Table table, ItemPartition partition, byte[] key) {
    long now = time.nanos();
    TableMeters all = of(table);
    Meters meters = all.of(table, now);
    require(table, WRITE, meters, meters.writes().excess(now));
    require(
        table,
        WRITE,
        meters,
        all.of(partition, now).writes().isPositive(now) ? null : Meter.Excess.PARTITION);
    return now;
  }

  @Override
  public void requireIndexes(Table table, Item before, Item after, long admission) {
    for (Index index : table.maintainedIndexes()) {
      if (index.isGlobal()) {
        Meters meters = of(table).of(index, admission);
        Meter.Excess excess = meters == null ? null : meters.writes().excess(admission);
        if (excess != null && changes(index, before, after)) {
          throw overload.error(index, WRITE, excess, meters.onDemand());
        }
      }
    }
  }

  private static boolean changes(Index index, Item before, Item after) {
    IndexEntry old = index.entryOf(before);
    IndexEntry changed = index.entryOf(after);
    if (old == null || changed == null) {
      return old != null || changed != null;
    }
    return !Arrays.equals(old.key(), changed.key()) || !old.item().equals(changed.item());
  }

  @Override
  public void takeWrite(
      Table table, ItemPartition partition, byte[] key, long units, long admission) {
    TableMeters all = of(table);
    long tokens = TokenBucket.tokens(units);
    all.of(table, admission).writes().take(tokens, admission);
    all.of(partition, admission).writes().take(tokens, admission);
  }

  @Override
  public void takeIndexWrite(Index index, byte[] key, long units) {
    long now = time.nanos();
    Meters meters = of(index.table()).of(index, now);
    if (meters != null) {
      meters.writes().take(TokenBucket.tokens(units), now);
    }
  }
}
