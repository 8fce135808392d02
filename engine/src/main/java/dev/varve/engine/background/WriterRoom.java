package dev.varve.engine.background;

import dev.varve.engine.batch.Batch;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.event.StallCause;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.ReadView;
import dev.varve.engine.write.Committer;
import dev.varve.engine.write.Slowdown;
import dev.varve.io.NeverWaits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Holds writers up while flushes or compactions of their partitions are behind. Thread-safe. */
final class WriterRoom {
  private final BackgroundContext context;
  private final Committer committer;
  private final Workers workers;
  private final Slowdown slowdown;
  private final Runnable schedule;
  private final BooleanSupplier busy;
  private final AtomicInteger waitingWriters = new AtomicInteger();

  /**
   * Creates the room of all partitions.
   *
   * @param schedule starts whatever flushes and compactions are due
   * @param busy whether any runs
   */
  WriterRoom(
      BackgroundContext context,
      Committer committer,
      Workers workers,
      Runnable schedule,
      BooleanSupplier busy) {
    this.context = context;
    this.committer = committer;
    this.workers = workers;
    this.schedule = schedule;
    this.busy = busy;
    slowdown = new Slowdown(context.limits(), context.env().clock());
  }

  /** Counts the writers that wait for room. */
  AtomicInteger waitingWriters() {
    return waitingWriters;
  }

  /** Time for which writers were held up, summed over threads. */
  long stalledNanos() {
    return slowdown.stalledNanos();
  }

  /**
   * Holds a writer up as long as it must wait; call it without any lock.
   *
   * @throws dev.varve.io.WouldWait in a thread that {@link NeverWaits}, if it must
   */
  void await(Batch batch) {
    double rate = Slowdown.nanosPerByte(committer.pressure());
    for (int run = 0; run < batch.runCount(); run++) {
      Partition partition = context.versions().get(batch.runPartition(run));
      ReadView view = partition.view();
      if (isFull(view)) {
        NeverWaits.check();
        awaitRoom(partition);
        view = partition.view();
      }
      rate =
          Math.max(
              rate,
              slowdown.nanosPerByte(
                  view.version().level(0).size(),
                  view.sealed().size(),
                  view.active().table().usedBytes()));
    }
    if (rate > 0) {
      NeverWaits.check();
      long held = slowdown.hold(slowdown.nanos(rate, batch.byteSize(), batch.count()));
      context.events().stalled(EngineEvent.NO_PARTITION, StallCause.PACE, held);
    }
  }

  private void awaitRoom(Partition partition) {
    StallCause cause = stallCause(partition.view());
    waitingWriters.incrementAndGet();
    partition.waitingWriters().incrementAndGet();
    long begin = context.env().clock().nanoTime();
    try {
      schedule.run();
      // Where nothing runs, nothing will make room: then the write goes on.
      workers.awaitThat(() ->
          !isFull(partition.view())
              || !context.health().acceptsWrites()
              || partition.damage() != null
              || partition.isDropped()
              || !busy.getAsBoolean());
    } finally {
      partition.waitingWriters().decrementAndGet();
      waitingWriters.decrementAndGet();
      long waited = context.env().clock().nanoTime() - begin;
      slowdown.waited(waited);
      boolean own = cause == StallCause.SEALED_MEMTABLES || cause == StallCause.LEVEL0;
      context.events().stalled(own ? partition.id() : EngineEvent.NO_PARTITION, cause, waited);
    }
  }

  private boolean isFull(ReadView view) {
    return committer.pressure() >= 1
        || slowdown.isFull(view.version().level(0).size(), view.sealed().size());
  }

  private StallCause stallCause(ReadView view) {
    if (view.sealed().size() >= Slowdown.MAX_SEALED) {
      return StallCause.SEALED_MEMTABLES;
    }
    boolean room = !slowdown.isFull(view.version().level(0).size(), 0);
    return room ? committer.pressureCause() : StallCause.LEVEL0;
  }
}
