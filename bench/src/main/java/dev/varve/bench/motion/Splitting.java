package dev.varve.bench.motion;

import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Splits partitions one after the other, and merges them again. */
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
        TablePartition last = partitions.getLast();
        long width = last.range().last() - last.range().first();
        varve.splitPartition(PacedPuts.TABLE, last.id(), last.range().first() + width / 2);
      }
      changes++;
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return changes;
  }
}
