package dev.varve.engine.background;

import dev.varve.engine.batch.Batch;
import dev.varve.engine.partition.IdleDetector;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.PinnedViews;
import dev.varve.engine.pin.ReadEpochs;
import dev.varve.engine.version.PartitionProperties;
import dev.varve.engine.version.Version;
import dev.varve.engine.write.Committer;
import dev.varve.io.Scheduler;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * All that an engine does beside its callers: {@link Flushes}, {@link Compactions}, and {@link
 * IdleWatch}, on the threads of {@link Workers}; and {@link WriterRoom}, which holds writers up
 * while these fall behind. Thread-safe.
 *
 * <p>A table with wrong bytes ends compactions of its partition and writes to it. Whatever else is
 * thrown here makes the engine read-only, and every later write reports it.
 */
public final class Background {
  private final BackgroundContext context;
  private final Committer committer;
  private final ReadEpochs epochs;
  private final Workers workers;
  private final Flushes flushes;
  private final Compactions compactions;
  private final CompactionChoice choice;
  private final WriterRoom room;
  private final IdleDetector idle;
  private final Scheduler.Repeating looks;

  /** Creates the background work of an engine that has been opened, and starts none yet. */
  public Background(BackgroundContext context, Committer committer, ReadEpochs epochs) {
    this.context = context;
    this.committer = committer;
    this.epochs = epochs;
    workers = new Workers(context.env().scheduler(), context.health());
    room = new WriterRoom(context, committer, workers, this::schedule, this::isBusy);
    idle = new IdleDetector(context.visible()::get, room.waitingWriters());
    choice = new CompactionChoice(context, idle);
    compactions = new Compactions(context, workers, choice, this::changed);
    flushes =
        new Flushes(context, committer, workers, this::changed, compactions::lookUp, this::flushed);
    compactions.pauseFor(flushes);
    IdleWatch watch = new IdleWatch(context, committer, choice, idle, this::schedule);
    looks = workers.repeat(IdleDetector.INTERVAL, () -> workers.run(() -> look(watch)));
  }

  private void look(IdleWatch watch) throws IOException {
    context.env().files().reviewMemory();
    watch.poll();
  }

  /**
   * Holds a writer up while flushes or compactions of its partitions are behind; call it without
   * any lock.
   */
  public void slowDown(Batch batch) {
    room.await(batch);
  }

  /** Time for which writers were held up, summed over threads. */
  public long stalledNanos() {
    return room.stalledNanos();
  }

  /** Starts whatever flushes and compactions are due; call it without any lock. */
  public void schedule() {
    for (Partition partition : context.versions().all()) {
      if (!partition.view().sealed().isEmpty()) {
        flushes.schedule(partition);
      }
    }
    compactions.schedule();
  }

  private void flushed(Partition partition) {
    if (choice.writersWait(partition)) {
      compactions.lookUp();
    }
    compactions.schedule();
  }

  /** Background work that is repeated. */
  public interface Task {
    /**
     * Does it.
     *
     * @throws IOException if the engine cannot go on writing
     */
    void run() throws IOException;
  }

  /** Repeats a task until it is closed; a failure of the task has the effect told above. */
  public Scheduler.Repeating repeat(Duration interval, Task task) {
    return workers.repeat(interval, task);
  }

  /**
   * Flushes on the calling thread what is sealed; before others call. A failure has the effect told
   * above.
   */
  public void flushNow(List<Partition> partitions) {
    flushes.flushNow(partitions);
  }

  /**
   * Waits until a sealed memtable of a partition and all that were sealed before it are flushed;
   * later ones do not matter.
   *
   * @param newest may be {@code null}, for none
   */
  public void awaitFlushed(Partition partition, LoggedMemTable newest) throws IOException {
    flushes.await(partition, newest);
  }

  /**
   * Waits until no flush and no compaction runs or is due, also of those that writes would put off;
   * starts those that are due.
   */
  public void awaitQuiescence() throws IOException {
    boolean quiet = false;
    idle.expectIdle();
    while (!quiet) {
      schedule();
      workers.awaitThat(() -> !isBusy());
      // What ran may have left more to do: then that has to be scheduled.
      quiet =
          workers.exclusively(() ->
              !isBusy() && (context.closing() || !context.health().acceptsWrites() || !isDue()));
    }
    committer.requireUsable();
    requireNotClosing();
    committer.onIdle();
  }

  /**
   * Compacts a partition on the calling thread until one sorted run is left of its tables. Other
   * partitions are compacted meanwhile as they need it.
   */
  public void compactNow(Partition partition) throws IOException {
    compactions.compactNow(partition);
    requireNotClosing();
    schedule();
  }

  /** Makes the object of a partition that has tables from the beginning. */
  @FunctionalInterface
  public interface Filled {
    /**
     * A partition with a version, whose reference it takes over.
     *
     * @param id the partition's number
     * @param inherited memtables of those whose place it takes
     */
    Partition create(
        int id, PartitionProperties properties, Version version, List<LoggedMemTable> inherited);
  }

  /**
   * Makes partitions that hold what others held at one moment; see {@link PartitionCopies}. The log
   * must be durable up to the moment.
   *
   * @param properties of the new partitions, in the order of the pinned ones
   * @return them, in the same order
   */
  public List<Partition> copy(
      PinnedViews moment, List<PartitionProperties> properties, Filled creation)
      throws IOException {
    return new PartitionCopies(context).make(moment, properties, creation);
  }

  /**
   * Prepares that partitions take the place of others.
   *
   * @param parents noted for that; each with the part of its keys that there may be
   * @param properties of the new partitions, with their ranges
   */
  public PartitionReplacement replace(
      List<PartitionReplacement.Parent> parents,
      List<PartitionProperties> properties,
      Filled creation)
      throws IOException {
    return PartitionReplacement.prepare(context, committer, parents, properties, creation);
  }

  private void requireNotClosing() {
    if (context.closing()) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  /** Tells compactions to stop where they are, and lets those that wait for one go. */
  public void stopCompactions() {
    looks.close();
    context.close();
  }

  /** Starts nothing any more, and waits for what is running. */
  public void close() {
    stopCompactions();
    workers.close();
    workers.awaitThat(() -> !isBusy());
  }

  /** To be called after every step that replaced a view. */
  public void changed() {
    epochs.reclaim();
    workers.signal();
  }

  /** Within the workers' exclusion. */
  private boolean isBusy() {
    return workers.isBusy() || compactions.isBusy();
  }

  private boolean isDue() {
    return compactions.isDue()
        || context.versions().all().stream()
            .anyMatch(partition -> !partition.view().sealed().isEmpty() && !partition.isDropped());
  }
}
