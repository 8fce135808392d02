package dev.varve.engine.write;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.engine.batch.Batch;
import dev.varve.engine.batch.BatchReader;
import dev.varve.engine.event.EngineEvent;
import dev.varve.engine.event.StallCause;
import dev.varve.engine.health.EventSink;
import dev.varve.engine.health.Health;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.MemtableBudget;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.VersionSet;
import dev.varve.engine.pin.VisibleSequence;
import dev.varve.io.Clock;
import dev.varve.io.CorruptionException;
import dev.varve.wal.LogPosition;
import dev.varve.wal.Wal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.concurrent.BusySpinIdleStrategy;

/**
 * The write path. Under one lock a batch gets its sequence numbers, goes to the log, then to the
 * memtables, and is published; outside of the lock a writer that asked for it waits for the log's
 * group sync. So sequence numbers are published in order and a batch shows all at once.
 *
 * <p>After a failure of the log or the memtables nothing more is written: the first cause is kept
 * and reported by every later write.
 */
public final class Committer {
  /** Tries before a writer waits for the lock: some ten microseconds. */
  private static final int SPINS = 300;

  /** Segments that opening and closing leave to be read next, however little is in them. */
  private static final int SHORT_SEGMENTS = 8;

  private final VersionSet versions;
  private final WriteLimits limits;
  private final Wal wal;
  private final MemtableBudget budget;
  private final Clock clock;
  private final EventSink events;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final BatchReader operations = new BatchReader();

  @GuardedBy("lock")
  private long lastSequence;

  @GuardedBy("lock")
  private long checkedSegment;

  private volatile double logPressure;
  private final VisibleSequence visible;
  private final AtomicLong durableSequence;
  private final Health health;
  private volatile boolean closed;

  /**
   * Creates the write path of an open directory.
   *
   * @param visible begins with the newest sequence number in it
   */
  public Committer(
      VersionSet versions,
      WriteLimits limits,
      Wal wal,
      MemtableBudget budget,
      Clock clock,
      EventSink events,
      VisibleSequence visible,
      Health health) {
    this.versions = versions;
    this.limits = limits;
    this.wal = wal;
    this.budget = budget;
    this.clock = clock;
    this.events = events;
    lastSequence = visible.get();
    this.health = health;
    this.visible = visible;
    durableSequence = new AtomicLong(lastSequence); // opening has synced what it recovered
    checkedSegment = wal.currentSegment();
  }

  /**
   * Gives a batch its place in the order of all writes, logs it and shows it to readers. The batch
   * then knows its sequence number, and whether there is something to flush.
   *
   * @return the log's position behind it, for {@link #await}
   */
  public long commit(Batch batch) throws IOException {
    long waited = acquire();
    try {
      requireUsable();
      check(batch);
      long position;
      try {
        position = wal.append(lastSequence + 1, batch.array(), 0, batch.byteSize());
      } catch (IOException cause) {
        health.fail(cause);
        throw cause;
      }
      apply(batch, position);
      batch.committed(lastSequence, sealWhatIsFull(batch));
      return position;
    } finally {
      lock.unlock();
      events.stalled(EngineEvent.NO_PARTITION, StallCause.COMMIT_LOCK, waited);
    }
  }

  /**
   * Waits until a commit is on storage. Whoever holds a lock that other writers need lets go of it
   * before, so that one sync serves all of them.
   *
   * @param sequence of the commit, or an older one's
   * @param position behind the commit
   */
  public void await(long sequence, long position) throws IOException {
    long begin = clock.nanoTime();
    sync(position);
    raiseDurable(sequence);
    events.stalled(EngineEvent.NO_PARTITION, StallCause.SYNC, clock.nanoTime() - begin);
  }

  /**
   * Waits until a write that a reader has seen is on storage; a comparison if it is. Also where no
   * more is written since a flush has failed: the log can do it all the same.
   */
  public void awaitDurable(long sequence) throws IOException {
    if (sequence > durableSequence.get()) {
      awaitVisible();
    }
  }

  private void awaitVisible() throws IOException {
    long seen = visible.get(); // read before the position, which is then behind all of these
    await(seen, wal.appendedPosition());
  }

  private void raiseDurable(long sequence) {
    if (sequence > durableSequence.get()) {
      durableSequence.accumulateAndGet(sequence, Math::max);
    }
  }

  /** Makes everything durable that was acknowledged so far. */
  public void sync() throws IOException {
    requireUsable();
    awaitVisible();
  }

  /**
   * Refuses writes to partitions that are about to be dropped.
   *
   * @return the partitions, each once
   * @throws IllegalArgumentException if one does not exist or is being dropped already; nothing is
   *     changed
   */
  public Set<Partition> beginDrop(Collection<Integer> ids) throws IOException {
    lock.lock();
    try {
      requireUsable();
      Set<Partition> dropped = new LinkedHashSet<>();
      ids.forEach(id -> dropped.add(writable(id)));
      dropped.forEach(partition -> partition.setDropping(true));
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Takes writes to partitions again, which could not be dropped. */
  public void cancelDrop(Set<Partition> partitions) {
    withoutWriters(() -> partitions.forEach(partition -> partition.setDropping(false)));
  }

  /** Lets go of the memory of partitions that the manifest does not have any more. */
  public void endDrop(Set<Partition> partitions) {
    withoutWriters(() -> partitions.forEach(Partition::close));
  }

  /**
   * Takes the lock, at first by trying: a write holds it for less than a microsecond, and a thread
   * that parks is woken tens of microseconds later.
   *
   * @return how long the thread was parked, in ns
   */
  private long acquire() {
    for (int spin = 0; spin < SPINS; spin++) {
      if (lock.tryLock()) {
        return 0;
      }
      BusySpinIdleStrategy.INSTANCE.idle();
    }
    long begin = clock.nanoTime();
    lock.lock();
    return clock.nanoTime() - begin;
  }

  /**
   * Seals a partition's memtable unless it is empty.
   *
   * @return the newest memtable that is sealed now, or {@code null} if none is
   */
  public LoggedMemTable seal(Partition partition) throws IOException {
    lock.lock();
    try {
      requireUsable();
      sealUnlessEmpty(partition);
      List<LoggedMemTable> sealed = partition.view().sealed();
      return sealed.isEmpty() ? null : sealed.getFirst();
    } finally {
      lock.unlock();
    }
  }

  /** Seals a partition's memtable unless it is empty, or nothing is written any more. */
  public void sealIfUsable(Partition partition) {
    withoutWriters(() -> {
      if (!closed && health.acceptsWrites()) {
        sealUnlessEmpty(partition);
      }
    });
  }

  /** Runs something short while no write is under way. */
  private void withoutWriters(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Takes note that flushed memtables have been freed; their segments may be reused. */
  public void memtablesFlushed() {
    // Read before the memtables: one that gets its first write meanwhile needs this segment or a
    // later one.
    long current = wal.currentSegment();
    wal.releaseBefore(Math.min(current, firstNeededSegment()));
    measureLog();
  }

  /**
   * How far flushes are behind what memory and log may hold: writers are slowed down from 0 to 1,
   * and wait from 1 on, where memtables hold twice their budget or the log twice its limit.
   */
  public double pressure() {
    return Math.max(logPressure, budget.pressure());
  }

  /** Why {@link #pressure} is as high as it is. */
  public StallCause pressureCause() {
    return logPressure > budget.pressure() ? StallCause.LOG_LIMIT : StallCause.MEMTABLE_BUDGET;
  }

  /**
   * Seals what keeps more of the log alive than may be read at the next opening: beyond its limit
   * in bytes, and where short sessions have left many segments with little in each, all.
   *
   * @return whose memtables were sealed
   */
  public List<Partition> boundLog() {
    lock.lock();
    try {
      return sealBefore(
          wal.liveSegments() > allowedSegments()
              ? wal.currentSegment()
              : wal.oldestWithin(limits.walLimitBytes()));
    } finally {
      lock.unlock();
    }
  }

  /** Some, and as many as the log's bytes explain; a segment that has room is begun short. */
  private long allowedSegments() {
    return SHORT_SEGMENTS + 2 * wal.liveBytes() / limits.walSegmentBytes();
  }

  /** The oldest segment that a memtable needs; {@link Long#MAX_VALUE} if none does. */
  private long firstNeededSegment() {
    long needed = Long.MAX_VALUE;
    for (Partition partition : versions.all()) {
      needed = Math.min(needed, partition.firstNeededSegment());
    }
    return needed;
  }

  /** Says that nothing is written for a while: then the log takes as little storage as it can. */
  public void onIdle() {
    if (!health.acceptsWrites()) {
      return;
    }
    wal.trim();
    boolean restarted = false;
    lock.lock();
    try {
      restarted =
          !closed
              && health.acceptsWrites()
              && firstNeededSegment() == Long.MAX_VALUE
              && wal.restart();
    } catch (IOException cause) {
      health.fail(cause);
    } finally {
      lock.unlock();
    }
    if (restarted) {
      stateRestart();
    }
    wal.trim(); // what the restart has released
  }

  /** Lets the manifest say that the log has a new segment, the only one that is needed. */
  private void stateRestart() {
    try {
      wal.sync(wal.appendedPosition());
      versions.stateLog();
    } catch (IOException cause) {
      health.fail(cause);
    } catch (IllegalStateException refused) {
      if (!closed) {
        throw refused;
      }
    }
  }

  /**
   * Lets the log say at once how far the manifest is durable, where nothing else in log and tables
   * shows what its last edit did.
   */
  public void markLog() throws IOException {
    lock.lock();
    try {
      requireUsable();
      wal.mark();
    } catch (IOException cause) {
      health.fail(cause);
      throw cause;
    } finally {
      lock.unlock();
    }
  }

  /** Refuses writes from now on and waits for the one under way. */
  public void close() {
    closed = true;
    // The one under way has looked already; it is over when the lock can be had.
    withoutWriters(() -> {});
  }

  public void requireUsable() throws IOException {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    IOException refusal = health.refusal();
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Makes the log durable up to a position, also for a flush that runs while the engine closes. */
  public void sync(long position) throws IOException {
    try {
      wal.sync(position);
    } catch (IllegalStateException closing) {
      throw closing;
    } catch (Throwable cause) {
      health.fail(cause);
      throw cause;
    }
  }

  /** Before anything is written: everything that could be wrong about a batch. */
  private void check(Batch batch) throws IOException {
    if (batch.byteSize() > limits.maxBatchBytes()) {
      throw new IllegalArgumentException(
          "a batch has at most " + limits.maxBatchBytes() + " bytes: " + batch.byteSize());
    }
    for (int run = 0; run < batch.runCount(); run++) {
      CorruptionException damage = writable(batch.runPartition(run)).damage();
      if (damage != null) {
        throw new IOException(
            "partition "
                + batch.runPartition(run)
                + " takes no writes since a table of it is damaged: "
                + damage.getMessage(),
            damage);
      }
    }
  }

  /** A live partition that takes writes. */
  private Partition writable(int id) {
    Partition partition = versions.get(id);
    if (partition.isDropping()) {
      throw new IllegalArgumentException("partition " + id + " is being dropped");
    }
    return partition;
  }

  private void apply(Batch batch, long position) {
    boolean applied = false;
    try {
      long segment = LogPosition.segmentId(position);
      long batchEnd = lastSequence + batch.count();
      Partition partition = null;
      LoggedMemTable memtable = null;
      operations.reset(batch.array(), 0, batch.byteSize());
      while (operations.next()) {
        lastSequence++;
        if (partition == null || partition.id() != operations.partition()) {
          partition = versions.get(operations.partition());
          memtable = partition.view().active();
          memtable.writesComeFrom(segment, lastSequence);
          memtable.writtenUpTo(position, batchEnd);
        }
        memtable.put(operations, lastSequence);
        partition.countWrite(operations.keyLength() + operations.valueLength());
      }
      applied = true;
    } finally {
      if (!applied) {
        // Half a batch is in the memtables, unpublished. Only an error such as a lack of memory
        // gets here.
        health.fail(new IllegalStateException("a write stopped half-way"));
      }
    }
    visible.publish(lastSequence);
  }

  private boolean sealWhatIsFull(Batch batch) {
    boolean sealed = false;
    for (int run = 0; run < batch.runCount(); run++) {
      Partition partition = versions.get(batch.runPartition(run));
      partition.countMemtable();
      if (partition.view().active().table().usedBytes() >= limits.memtableBytes()) {
        sealed |= sealUnlessEmpty(partition);
      }
    }
    if (budget.isOver()) {
      sealed |= sealLargest();
    }
    if (wal.currentSegment() != checkedSegment) {
      checkedSegment = wal.currentSegment();
      if (wal.liveBytes() > limits.walLimitBytes()) {
        sealed |= !sealBefore(wal.oldestWithin(limits.walLimitBytes())).isEmpty();
      }
      measureLog();
    }
    return sealed;
  }

  /**
   * Only what waits for flushes is waited for. In turns, so that the last measure is the newest.
   */
  private synchronized void measureLog() {
    double over = wal.liveBytes() - (double) limits.walLimitBytes();
    logPressure = budget.sealedBytes() == 0 ? 0 : Math.max(0, over / limits.walLimitBytes());
  }

  /**
   * Seals the largest memtables, and those nearly as large, until the budget has some room: else
   * each chunk that is taken from then on would have its own flush, and its own look at all.
   */
  private boolean sealLargest() {
    boolean sealed = false;
    List<Partition> all = versions.all();
    boolean more = true;
    while (more && budget.isNearlyOver()) {
      more = false;
      long most = 1;
      for (Partition partition : all) {
        most = Math.max(most, partition.view().active().countedBytes());
      }
      for (Partition partition : all) {
        if (partition.view().active().countedBytes() >= most - most / 4 && budget.isNearlyOver()) {
          more |= sealUnlessEmpty(partition);
        }
      }
      sealed |= more;
    }
    return sealed;
  }

  /** Seals all memtables that need segments before one; returns their partitions. */
  private List<Partition> sealBefore(long segment) {
    List<Partition> sealed = new ArrayList<>();
    for (Partition partition : versions.all()) {
      if (partition.view().active().firstSegment() < segment && sealUnlessEmpty(partition)) {
        sealed.add(partition);
      }
    }
    return sealed;
  }

  private boolean sealUnlessEmpty(Partition partition) {
    if (partition.view().active().isEmpty()) {
      return false;
    }
    partition.seal();
    return true;
  }
}
