package dev.varve.bench.motion;

import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Splits the widest partition again and again, and merges the first ones when there are many. */
final class Splitting implements Beside.Work {
  private static final int MOST = 12;
  private static final long PAUSE_MILLIS = 200;

  private final Varve varve;

  Splitting(Varve varve) {
    this.varve = varve;
  }

  @Override
  public long run(AtomicBoolean ended) throws Exception {
    long changes = 0;
    boolean merges = false;
    while (!ended.get()) {
      List<TablePartition> partitions = varve.partitions(PacedPuts.TABLE);
      merges = partitions.size() >= MOST || (merges && partitions.size() > 4);
      if (merges) {
        varve.mergePartitions(PacedPuts.TABLE, partitions.getFirst().id());
      } else {
        TablePartition widest =
            Collections.max(partitions, Comparator.comparingLong(Splitting::halfWidth));
        varve.splitPartition(
            PacedPuts.TABLE, widest.id(), widest.range().first() + halfWidth(widest));
      }
      changes++;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return changes;
  }

  private static long halfWidth(TablePartition partition) {
    return (partition.range().last() - partition.range().first()) >>> 1;
  }
}
