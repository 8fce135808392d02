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
import dev.varve.engine.partition.PinnedViews;
import dev.varve.engine.partition.VersionSet;
import dev.varve.engine.pin.ShortLock;
import dev.varve.engine.pin.VisibleSequence;
import dev.varve.engine.table.KeyRange;
import dev.varve.io.Clock;
import dev.varve.io.CorruptionException;
import dev.varve.io.NeverWaits;
import dev.varve.wal.LogPosition;
import dev.varve.wal.Wal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The write path, in four steps:
 *
 * <ol>
 *   <li>under the commit lock a batch gets its sequence numbers and goes to the log;
 *   <li>before it lets go of the commit lock it takes the locks of its partitions, so that batches
 *       reach each memtable in the order of their sequence numbers;
 *   <li>it is inserted into memtables, while other batches are logged, and inserted elsewhere;
 *   <li>it is published once all before it are, so a batch shows all at once, and all that readers
 *       see is a prefix of the order of writes.
 * </ol>
 *
 * <p>A writer that asked for it then waits for the log's group sync, without any lock. After a
 * failure of the log or the memtables nothing more is written: the first cause is kept and reported
 * by every later write.
 */
public final class Committer {
  /** Looks before a writer that waits for its turn gives its core away. */
  private static final int SPINS = 300;

  private final VersionSet versions;
  private final WriteLimits limits;
  private final Wal wal;
  private final MemtableSealer sealer;
  private final Clock clock;
  private final EventSink events;
  private final ShortLock lock = new ShortLock();

  @GuardedBy("lock")
  private long lastSequence;

  private final VisibleSequence visible;
  private final AtomicLong durableSequence;
  private final Health health;
  private volatile boolean closed;

  /** Set where a batch was inserted in part: no later one can be published. */
  private volatile boolean broken;

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
    sealer = new MemtableSealer(versions, limits, wal, budget);
    this.clock = clock;
    this.events = events;
    lastSequence = visible.get();
    this.health = health;
    this.visible = visible;
    durableSequence = new AtomicLong(lastSequence); // opening has synced what it recovered
  }

  /**
   * Gives a batch its place in the order of all writes, logs it and shows it to readers. The batch
   * then knows its sequence number, and whether there is something to flush.
   *
   * @return the log's position behind it, for {@link #await}
   * @throws dev.varve.io.WouldWait in a thread that {@link NeverWaits}, if the log needs another
   *     segment or somebody else waits for one; nothing is written
   */
  public long commit(Batch batch) throws IOException {
    long position;
    long last;
    long segmentWait;
    long waited = lock.lockUnlessItWaits(clock);
    try {
      requireUsable();
      check(batch);
      if (!wal.hasRoom(batch.byteSize())) {
        NeverWaits.check(); // the next segment may have to be made
      }
      segmentWait = wal.segmentWaitNanos();
      position = log(batch);
      segmentWait = wal.segmentWaitNanos() - segmentWait;
      last = lastSequence + batch.count();
      waited += lockMemtables(batch, position, last);
      lastSequence = last;
    } finally {
      lock.unlock();
    }
    boolean due;
    try {
      insert(batch, last - batch.count());
      waited += publish(last - batch.count(), last);
      due = sealer.isDue(batch);
    } finally {
      unlockMemtables(batch, batch.runCount());
    }
    batch.committed(last, due && sealAsDue(batch));
    events.stalled(EngineEvent.NO_PARTITION, StallCause.COMMIT_LOCK, waited);
    events.stalled(EngineEvent.NO_PARTITION, StallCause.LOG_SEGMENT, segmentWait);
    return position;
  }

  @GuardedBy("lock")
  private long log(Batch batch) throws IOException {
    batch.stamp(lastSequence);
    try {
      return wal.append(lastSequence + 1, batch.array(), 0, batch.byteSize());
    } catch (IOException cause) {
      health.fail(cause);
      throw cause;
    }
  }

  /**
   * Takes the locks of a batch's partitions, each as often as the batch has runs there, and tells
   * their memtables where the batch is in the log. Only under the commit lock: so no two batches
   * wait for each other.
   *
   * @return how long the thread was parked, in ns
   */
  @GuardedBy("lock")
  private long lockMemtables(Batch batch, long position, long last) {
    long segment = LogPosition.segmentId(position);
    long waited = 0;
    int locked = 0;
    try {
      for (int run = 0; run < batch.runCount(); run++) {
        Partition partition = versions.get(batch.runPartition(run));
        waited += partition.insertLock().lock(clock);
        locked++;
        LoggedMemTable memtable = partition.view().active();
        memtable.writesComeFrom(segment, lastSequence + 1);
        memtable.writtenUpTo(position, last);
      }
    } catch (Throwable fault) {
      breakOff(fault);
      unlockMemtables(batch, locked);
      throw fault;
    }
    return waited;
  }

  private void unlockMemtables(Batch batch, int locked) {
    for (int run = 0; run < locked; run++) {
      versions.get(batch.runPartition(run)).insertLock().unlock();
    }
  }

  /** Inserts a batch into memtables, with numbers from behind {@code before} on. */
  private void insert(Batch batch, long before) {
    try {
      long sequence = before;
      Partition partition = null;
      LoggedMemTable memtable = null;
      BatchReader operations = batch.read();
      while (operations.next()) {
        sequence++;
        if (partition == null || partition.id() != operations.partition()) {
          partition = versions.get(operations.partition());
          memtable = partition.view().active();
        }
        memtable.put(operations, sequence);
        partition.countWrite(operations.keyLength() + operations.valueLength());
      }
      for (int run = 0; run < batch.runCount(); run++) {
        versions.get(batch.runPartition(run)).countMemtable();
      }
    } catch (Throwable fault) {
      breakOff(fault);
      throw fault;
    }
  }

  /**
   * After an error such as a lack of memory: a batch is in the log, and in memtables perhaps in
   * part. It is not published, and so no batch behind it is either.
   */
  private void breakOff(Throwable fault) {
    try {
      health.fail(fault);
    } finally {
      broken = true;
    }
  }

  /**
   * Shows a batch to readers when all before it are shown.
   *
   * @return how long the thread gave its core away, in ns
   */
  private long publish(long before, long last) throws IOException {
    long waited = visible.get() == before ? 0 : awaitTurn(before);
    visible.publish(last);
    return waited;
  }

  private long awaitTurn(long before) throws IOException {
    IdleStrategy waiting = null;
    long begin = 0;
    for (int spin = 0; visible.get() != before; spin++) {
      if (broken) {
        throw health.refusal();
      }
      if (spin < SPINS) {
        BusySpinIdleStrategy.INSTANCE.idle();
      } else {
        // The thread of the batch before has lost its core.
        if (waiting == null) {
          waiting = new BackoffIdleStrategy();
          begin = clock.nanoTime();
        }
        waiting.idle();
      }
    }
    return waiting == null ? 0 : clock.nanoTime() - begin;
  }

  private boolean sealAsDue(Batch batch) {
    if (!NeverWaits.here()) {
      lock.lock();
    } else if (!lock.tryLock()) {
      return false; // the next batch finds it due as well
    }
    try {
      return sealer.sealAsDue(batch);
    } finally {
      lock.unlock();
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
   *
   * @throws dev.varve.io.WouldWait in a thread that {@link NeverWaits}, if it is not
   */
  public void awaitDurable(long sequence) throws IOException {
    if (sequence > durableSequence.get()) {
      NeverWaits.check();
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
      for (int id : ids) {
        Partition partition = writable(id);
        if (partition.isReplacing()) {
          throw new IllegalArgumentException("partition " + id + " is being replaced");
        }
        dropped.add(partition);
      }
      dropped.forEach(partition -> {
        partition.setDropping(true);
        partition.awaitInserts(); // none begins any more
      });
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Pins partitions as they are between two batches. No write waits for more than that.
   *
   * @throws IllegalArgumentException if one does not exist or is being dropped
   * @throws IOException if one is damaged, or nothing is written any more
   */
  public PinnedViews pin(Collection<Integer> ids) throws IOException {
    lock.lock();
    try {
      requireUsable();
      List<Partition> pinned = new ArrayList<>();
      for (int id : ids) {
        Partition partition = writable(id);
        requireSound(partition, "is not copied");
        pinned.add(partition);
      }
      pinned.forEach(Partition::awaitInserts); // none begins any more, and a batch is shown by then
      return new PinnedViews(pinned, visible.get(), wal.appendedPosition());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes note that others are to take the place of some partitions, which go on taking writes and
   * cannot be dropped meanwhile.
   *
   * @param ranges of each, the keys that it takes writes of
   * @throws IllegalArgumentException if one does not exist, is frozen, is being dropped or is to be
   *     replaced already; nothing is changed
   * @throws IOException if one is damaged, or nothing is written any more
   */
  public List<Partition> beginReplacement(List<Integer> ids, List<KeyRange> ranges)
      throws IOException {
    lock.lock();
    try {
      requireUsable();
      List<Partition> replaced = new ArrayList<>();
      for (int id : ids) {
        Partition partition = takesWrites(id);
        if (partition.isReplacing() || replaced.contains(partition)) {
          throw new IllegalArgumentException("partition " + id + " is being replaced");
        }
        replaced.add(partition);
      }
      for (int place = 0; place < ids.size(); place++) {
        replaced.get(place).setReplacing(ranges.get(place));
      }
      return replaced;
    } finally {
      lock.unlock();
    }
  }

  /** Takes {@link #beginReplacement} back. */
  public void cancelReplacement(List<Partition> partitions) {
    withoutWriters(() -> partitions.forEach(partition -> partition.setReplacing(null)));
  }

  /**
   * Lets others take the place of partitions: once no batch is being inserted there, and none can
   * be written. From then on these take no writes any more.
   */
  public void replace(List<Partition> replaced, Runnable show) {
    withoutWriters(() -> {
      replaced.forEach(partition -> {
        partition.awaitInserts();
        partition.setDropping(true);
      });
      show.run();
    });
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
   * Seals a partition's memtable unless it is empty.
   *
   * @return the newest memtable that is sealed now, or {@code null} if none is
   */
  public LoggedMemTable seal(Partition partition) throws IOException {
    lock.lock();
    try {
      requireUsable();
      partition.sealUnlessEmpty();
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
        partition.sealUnlessEmpty();
      }
    });
  }

  /** Runs something short while no write is being logged. */
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
    sealer.memtablesFlushed();
  }

  /**
   * How far flushes are behind what memory and log may hold: writers are slowed down from 0 to 1,
   * and wait from 1 on, where memtables hold twice their budget or the log twice its limit.
   */
  public double pressure() {
    return sealer.pressure();
  }

  /** Why {@link #pressure} is as high as it is. */
  public StallCause pressureCause() {
    return sealer.pressureCause();
  }

  /**
   * Seals what keeps more of the log alive than may be read at the next opening.
   *
   * @return whose memtables were sealed
   */
  public List<Partition> boundLog() {
    lock.lock();
    try {
      return sealer.boundLog();
    } finally {
      lock.unlock();
    }
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
              && sealer.firstNeededSegment() == Long.MAX_VALUE
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

  /** Refuses writes from now on and waits for those under way. */
  public void close() {
    closed = true;
    // Those under way have looked already; their partitions are locked when the lock can be had.
    withoutWriters(() -> versions.all().forEach(Partition::awaitInserts));
  }

  /**
   * Refuses what needs a log that takes writes.
   *
   * @throws IllegalStateException if the engine is closed
   * @throws IOException if a write, a flush or a compaction has failed, with that cause
   */
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
    boolean hasBounds = false;
    for (int run = 0; run < batch.runCount(); run++) {
      hasBounds |= !takesWrites(batch.runPartition(run)).writtenRange().isAll();
    }
    if (hasBounds) {
      requireInBounds(batch);
    }
  }

  /** A partition that exists, is sound, and not frozen. */
  private Partition takesWrites(int id) throws IOException {
    Partition partition = writable(id);
    if (partition.isFrozen()) {
      throw new IllegalArgumentException("partition " + id + " is frozen and takes no writes");
    }
    requireSound(partition, "takes no writes");
    return partition;
  }

  /** Keys that are not a partition's would be hidden by its bounds, and gone with it. */
  private void requireInBounds(Batch batch) {
    BatchReader operations = batch.read();
    while (operations.next()) {
      KeyRange range = versions.get(operations.partition()).writtenRange();
      if (!range.contains(operations.bytes(), operations.keyOffset(), operations.keyLength())) {
        throw new IllegalArgumentException(
            "partition %d holds keys of %s alone".formatted(operations.partition(), range));
      }
    }
  }

  private static void requireSound(Partition partition, String consequence) throws IOException {
    CorruptionException damage = partition.damage();
    if (damage != null) {
      throw new IOException(
          "partition %d %s since a table of it is damaged: %s"
              .formatted(partition.id(), consequence, damage.getMessage()),
          damage);
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
}
