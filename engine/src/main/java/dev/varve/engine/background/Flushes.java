package dev.varve.engine.background;

import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.write.Committer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Flushes sealed memtables: one of a partition at a time, of all that wait for a thread first the
 * partition with most sealed memtables. Thread-safe.
 */
final class Flushes {
  /** Sealed memtables of a partition from which on its flush is urgent. */
  static final int URGENT_SEALED = 2;

  private final BackgroundContext context;
  private final Committer committer;
  private final Workers workers;
  private final Runnable changed;
  private final Consumer<Partition> ended;

  /** Set where an urgent flush finds no thread. */
  private final Runnable urgent;

  // Only within workers.exclusively().
  private final Set<Partition> flushing = new HashSet<>(); // those that wait for a thread, too
  private final List<Partition> waiting = new ArrayList<>();

  /**
   * Creates the flushes of an engine.
   *
   * @param changed called after every flush
   * @param urgent called where a flush is urgent and no thread has taken it yet
   * @param ended called when no more of a partition is flushed for now
   */
  Flushes(
      BackgroundContext context,
      Committer committer,
      Workers workers,
      Runnable changed,
      Runnable urgent,
      Consumer<Partition> ended) {
    this.context = context;
    this.committer = committer;
    this.workers = workers;
    this.changed = changed;
    this.urgent = urgent;
    this.ended = ended;
  }

  /** Starts the flush of a partition that has sealed memtables. */
  void schedule(Partition partition) {
    workers.startIf(
        () -> claim(partition),
        () -> {
          Partition next = takeWaiting(0); // a dropped partition has none, and waits no more
          if (next != null) {
            flush(next);
          }
        });
  }

  private boolean claim(Partition partition) {
    if (partition.view().sealed().isEmpty() || partition.isDropped()) {
      return false; // flushed since the caller looked
    }
    if (flushing.add(partition)) {
      waiting.add(partition);
      return true;
    }
    if (partition.view().sealed().size() >= URGENT_SEALED && waiting.contains(partition)) {
      urgent.run();
    }
    return false;
  }

  /** Flushes on the calling thread; before others call. */
  void flushNow(List<Partition> partitions) {
    workers.exclusively(() -> flushing.addAll(partitions));
    workers.run(() -> {
      for (Partition partition : partitions) {
        flush(partition);
      }
    });
  }

  /** Flushes on the calling thread what is urgent and waits for a thread. */
  void flushUrgent() throws IOException {
    for (Partition next = takeWaiting(URGENT_SEALED);
        next != null;
        next = takeWaiting(URGENT_SEALED)) {
      flush(next);
    }
  }

  /**
   * Waits until a sealed memtable of a partition and all that were sealed before it are flushed;
   * later ones do not matter.
   *
   * @param newest may be {@code null}, for none
   */
  void await(Partition partition, LoggedMemTable newest) throws IOException {
    // Memtables are flushed in order.
    workers.awaitThat(() ->
        newest == null
            || !partition.view().sealed().contains(newest)
            || partition.isDropped()
            || !context.health().acceptsWrites());
    committer.requireUsable();
  }

  /** Takes the partition with most sealed memtables of those that wait, if it has enough. */
  private Partition takeWaiting(int leastSealed) {
    Partition[] taken = new Partition[1];
    workers.exclusively(() -> {
      int most = leastSealed - 1;
      for (Partition partition : waiting) {
        int sealed = partition.view().sealed().size();
        if (sealed > most) {
          most = sealed;
          taken[0] = partition;
        }
      }
      return waiting.remove(taken[0]);
    });
    return taken[0];
  }

  private void flush(Partition partition) throws IOException {
    try {
      boolean more = true;
      while (more && new FlushJob(context, committer, partition).run()) {
        committer.memtablesFlushed();
        changed.run();
        more = !othersAreFurtherBehind(partition);
      }
    } finally {
      workers.exclusively(() -> flushing.remove(partition));
    }
    if (!partition.view().sealed().isEmpty() && !partition.isDropped()) {
      // Others come first, or it was sealed between the last look and the removal.
      schedule(partition);
    }
    ended.accept(partition);
  }

  /** Whether a partition that waits for a thread has more sealed memtables. */
  private boolean othersAreFurtherBehind(Partition flushed) {
    int left = flushed.view().sealed().size();
    return workers.exclusively(
        () -> waiting.stream().anyMatch(other -> other.view().sealed().size() > left));
  }
}
