package dev.varve.engine.partition;

import dev.varve.engine.memtable.ChunkPool;
import dev.varve.engine.pin.ReadEpochs;
import dev.varve.engine.pin.ShortLock;
import dev.varve.engine.table.KeyRange;
import dev.varve.engine.version.PartitionProperties;
import dev.varve.engine.version.Version;
import dev.varve.io.CorruptionException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** One log-structured merge tree: its present view, and counters. Thread-safe. */
public final class Partition {
  private final int id;
  private final PartitionProperties properties;
  private final boolean frozen;
  private final KeyRange range;
  private final PartitionDirectory directory;
  private final ChunkPool chunks;
  private final ReadEpochs epochs;
  private final Consumer<ReadView> replaced;
  private final MemtableBudget budget;
  private volatile ReadView view; // written under this
  private volatile boolean dropped;

  /** Those that took its place and have its memtables; set before these go from its view. */
  private volatile List<Partition> successors = List.of();

  /** Why the partition takes no writes any more; the first cause stays. */
  private final AtomicReference<CorruptionException> damage = new AtomicReference<>();

  // Hints, without order: whether someone reads; reset by flushes, so that they tell of about the
  // last two.
  private boolean read;
  private boolean readBefore;

  private final ShortLock insertLock = new ShortLock();
  private boolean dropping; // under the commit lock
  private KeyRange replacing; // under the commit lock

  // Written under the insert lock; read by others as hints.
  private long writtenOperations;
  private long writtenBytes;

  private final AtomicInteger waitingWriters = new AtomicInteger();
  private final IdleDetector idle = new IdleDetector(() -> writtenOperations, waitingWriters);
  private final AtomicLong skippedTombstones = new AtomicLong();

  // Of background work.
  private final LongAdder flushes = new LongAdder();
  private final LongAdder flushedBytes = new LongAdder();
  private final LongAdder compactions = new LongAdder();
  private final AtomicLongArray compactedBytes = new AtomicLongArray(Version.LEVELS); // into each

  /**
   * Begins with a version and a directory, whose references it takes over, and an empty memtable.
   *
   * @param inherited memtables of partitions whose place this one takes, the newest of each first;
   *     to be flushed with what is this one's of them
   * @param replaced is told of each view that is not the present one any more, before the
   *     partition's own reference to it goes
   */
  public Partition(
      int id,
      PartitionProperties properties,
      PartitionDirectory directory,
      ChunkPool chunks,
      ReadEpochs epochs,
      Consumer<ReadView> replaced,
      MemtableBudget budget,
      Version version,
      List<LoggedMemTable> inherited) {
    this.id = id;
    this.properties = properties;
    this.frozen = properties.frozen();
    this.range = properties.range();
    this.directory = directory;
    this.chunks = chunks;
    this.epochs = epochs;
    this.replaced = replaced;
    this.budget = budget;
    budget.addPartition();
    inherited.forEach(memtable -> budget.addSealed(memtable.countedBytes()));
    LoggedMemTable active = new LoggedMemTable(chunks, 0);
    view = new ReadView(active, inherited, version, directory);
    directory.release();
    active.release();
    version.release();
  }

  public int id() {
    return id;
  }

  /** What was said of the partition when it was created. */
  public PartitionProperties properties() {
    return properties;
  }

  /** The keys that it holds. Memtables and tables that it shares with others may have more. */
  public KeyRange range() {
    return range;
  }

  /** Whether it takes no writes and its tables are not compacted. */
  public boolean isFrozen() {
    return frozen;
  }

  public Path directory() {
    return directory.path();
  }

  /** The present view. Use it inside a read epoch, or {@link #pinView}. */
  public ReadView view() {
    return view;
  }

  /** A copy of {@link Version#middleKey}, if that divides the partition's keys; else null. */
  public byte[] middleKey() {
    ReadView pinned = pinView();
    try {
      byte[] middle = pinned.version().middleKey();
      return middle == null || !range.isDividedBy(middle) ? null : middle.clone();
    } finally {
      pinned.release();
    }
  }

  /** Whether a table of it may hold other partitions' keys as well. */
  public boolean hasSharedTables() {
    ReadView pinned = pinView();
    try {
      return pinned.version().sharedCount() > 0;
    } finally {
      pinned.release();
    }
  }

  /** Takes note of a read. */
  public void noteRead() {
    if (!read) { // no store to a line that others read, but the first time
      read = true;
    }
  }

  /** Whether someone read since the last flush but one. */
  public boolean isRead() {
    return read || readBefore;
  }

  /** Takes note of tombstones that a reader had to pass over. */
  public void noteSkipped(long tombstones) {
    skippedTombstones.addAndGet(tombstones);
  }

  /** Tombstones that readers passed over since the last call of {@link #forgetSkipped}. */
  public long skippedTombstones() {
    return skippedTombstones.get();
  }

  /** Begins to count {@link #skippedTombstones} anew. */
  public void forgetSkipped() {
    skippedTombstones.set(0);
  }

  /**
   * Looks whether it is written; to be called every {@link IdleDetector#INTERVAL}. Returns whether
   * it has just become idle.
   */
  public boolean pollIdle() {
    return idle.poll();
  }

  /** Counts the writers that wait for room, as long as they do. */
  public AtomicInteger waitingWriters() {
    return waitingWriters;
  }

  /**
   * Whether nothing has been written here for a while, whatever is written elsewhere, and no writer
   * waits for room.
   */
  public boolean isIdle() {
    return idle.isIdle();
  }

  /** The present view with a reference, the caller's. */
  public ReadView pinView() {
    int slot = epochs.enter();
    try {
      ReadView pinned = view;
      pinned.retain();
      return pinned;
    } finally {
      epochs.exit(slot);
    }
  }

  /**
   * Held while a batch is inserted into the active memtable; taken under the commit lock, so that
   * batches come in the order of their sequence numbers.
   */
  public ShortLock insertLock() {
    return insertLock;
  }

  /** Waits until no batch is being inserted; under the commit lock, so that none begins. */
  @SuppressWarnings("LockNotBeforeTry") // nothing is done with the lock
  public void awaitInserts() {
    insertLock.lock();
    insertLock.unlock();
  }

  /**
   * Seals the active memtable unless it is empty, once no batch is being inserted; under the commit
   * lock.
   *
   * @return whether it was sealed
   */
  public boolean sealUnlessEmpty() {
    return sealIfUsed(0);
  }

  /**
   * Seals the active memtable if it is not empty and uses a number of bytes or more; like {@link
   * #sealUnlessEmpty}.
   */
  public boolean sealIfUsed(long leastBytes) {
    insertLock.lock();
    try {
      LoggedMemTable active = view.active();
      boolean sealed = !active.isEmpty() && active.table().usedBytes() >= leastBytes;
      if (sealed) {
        seal();
      }
      return sealed;
    } finally {
      insertLock.unlock();
    }
  }

  /** Seals the active memtable; only where nothing is inserted. */
  public synchronized void seal() {
    countMemtable();
    LoggedMemTable full = view.active();
    LoggedMemTable next = new LoggedMemTable(chunks, full.table().usedBytes());
    replace(view.sealing(next));
    next.release();
    budget.addActive(-full.countedBytes());
    budget.addSealed(full.countedBytes());
  }

  /**
   * Installs a version, whose reference it takes over, in the place of sealed memtables and the
   * present version.
   */
  public synchronized void install(Version version, List<LoggedMemTable> flushed) {
    flushed.forEach(memtable -> budget.addSealed(-memtable.countedBytes()));
    replace(view.installing(version, flushed));
    version.release();
  }

  /** Lets go of everything once the present readers are gone. Later readers find nothing. */
  public synchronized void close() {
    letGo(view);
    LoggedMemTable none = new LoggedMemTable(chunks, 0);
    Version empty = Version.empty();
    PartitionDirectory nowhere = new PartitionDirectory(null, null);
    replace(new ReadView(none, List.of(), empty, nowhere));
    nowhere.release();
    none.release();
    empty.release();
  }

  /**
   * Says whether the partition is about to be dropped and takes no writes; under the commit lock.
   */
  public void setDropping(boolean dropping) {
    this.dropping = dropping;
  }

  /** Whether writes are refused; under the commit lock. */
  public boolean isDropping() {
    return dropping;
  }

  /**
   * Says that others are about to take its place, and of which keys; under the commit lock.
   *
   * @param keys that it takes writes of meanwhile; {@code null} if none is to take its place
   */
  public void setReplacing(KeyRange keys) {
    replacing = keys;
  }

  /** Whether others are about to take its place, or have; under the commit lock. */
  public boolean isReplacing() {
    return replacing != null;
  }

  /** The keys that it takes writes of; under the commit lock. */
  public KeyRange writtenRange() {
    return replacing == null ? range : replacing;
  }

  /** Says which partitions have its memtables now, before they are listed. */
  public void setSuccessors(List<Partition> partitions) {
    successors = List.copyOf(partitions);
  }

  /** {@link #close}, once nobody who has found it is still reading. */
  public void retire() {
    epochs.retire(this::close);
  }

  /**
   * Says that the manifest has no such partition any more: its directory goes with the last view.
   */
  public void setDropped() {
    dropped = true;
    directory.drop();
  }

  /** Whether the manifest has no such partition any more. */
  public boolean isDropped() {
    return dropped;
  }

  /**
   * Says that a table of this partition has wrong bytes: it is compacted no more and takes no
   * writes, since these would gather without an end.
   *
   * @return whether nothing was known to be wrong before; the first cause stays
   */
  public boolean setDamaged(CorruptionException cause) {
    return damage.compareAndSet(null, cause);
  }

  /** What is wrong with a table of this partition; {@code null} if nothing is known to be. */
  public CorruptionException damage() {
    return damage.get();
  }

  /** The oldest log segment that a memtable here needs; {@link Long#MAX_VALUE} if none does. */
  public long firstNeededSegment() {
    long first;
    ReadView pinned = pinView();
    try {
      first = pinned.active().firstSegment();
      for (LoggedMemTable sealed : pinned.sealed()) {
        first = Math.min(first, sealed.firstSegment());
      }
    } finally {
      pinned.release();
    }
    // After its own view: what is not in that any more is in theirs.
    for (Partition successor : successors) {
      first = Math.min(first, successor.firstNeededSegment());
    }
    return first;
  }

  /**
   * The sequence number of the oldest write in memtables, {@link Long#MAX_VALUE} if there is none.
   *
   * @param flushed memtables that do not count
   */
  public long firstUnflushed(List<LoggedMemTable> flushed) {
    long first;
    ReadView pinned = pinView();
    try {
      first = pinned.active().firstSequence();
      for (LoggedMemTable sealed : pinned.sealed()) {
        first = flushed.contains(sealed) ? first : Math.min(first, sealed.firstSequence());
      }
    } finally {
      pinned.release();
    }
    // After its own view: what is not in that any more is in theirs.
    for (Partition successor : successors) {
      first = Math.min(first, successor.firstUnflushed(List.of()));
    }
    return first;
  }

  /** Counts a write; under the insert lock. */
  public void countWrite(int keyAndValueBytes) {
    writtenOperations++;
    writtenBytes += keyAndValueBytes;
  }

  /** Enters what the active memtable has grown by into the budget; under the insert lock. */
  public void countMemtable() {
    LoggedMemTable active = view.active();
    if (active.table().allocatedBytes() != active.countedBytes()) { // rare: it takes whole chunks
      countGrowth(active);
    }
  }

  public long writtenOperations() {
    return writtenOperations;
  }

  public long writtenBytes() {
    return writtenBytes;
  }

  /** Counts a flush, and forgets the reads before the last but one. */
  public void countFlush(long bytes) {
    readBefore = read;
    read = false;
    flushes.increment();
    flushedBytes.add(bytes);
  }

  /** Counts a compaction that wrote tables of a length to a level. */
  public void countCompaction(int toLevel, long bytes) {
    compactions.increment();
    compactedBytes.addAndGet(toLevel, bytes);
  }

  public long flushes() {
    return flushes.sum();
  }

  public long flushedBytes() {
    return flushedBytes.sum();
  }

  public long compactions() {
    return compactions.sum();
  }

  /** Length of the tables that compactions wrote to a level. */
  public long compactedBytes(int level) {
    return compactedBytes.get(level);
  }

  private synchronized void countGrowth(LoggedMemTable active) {
    long now = active.table().allocatedBytes();
    budget.addActive(now - active.countedBytes());
    active.setCountedBytes(now);
  }

  private void letGo(ReadView last) {
    budget.removePartition();
    budget.addActive(-last.active().countedBytes());
    last.sealed().forEach(memtable -> budget.addSealed(-memtable.countedBytes()));
  }

  private void replace(ReadView next) {
    ReadView previous = view;
    view = next;
    replaced.accept(previous);
    epochs.retire(previous::release);
  }
}
