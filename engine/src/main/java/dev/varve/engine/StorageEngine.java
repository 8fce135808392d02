package dev.varve.engine;

import dev.varve.engine.background.Background;
import dev.varve.engine.background.PartitionReplacement;
import dev.varve.engine.batch.Batch;
import dev.varve.engine.batch.BatchPool;
import dev.varve.engine.partition.LoggedMemTable;
import dev.varve.engine.partition.Partition;
import dev.varve.engine.partition.PinnedViews;
import dev.varve.engine.partition.VersionSet;
import dev.varve.engine.pin.SnapshotList;
import dev.varve.engine.read.Reads;
import dev.varve.engine.read.ViewCursor;
import dev.varve.engine.table.KeyRange;
import dev.varve.engine.version.PartitionProperties;
import dev.varve.engine.version.Version;
import dev.varve.engine.write.Committer;
import dev.varve.io.Env;
import dev.varve.io.Scheduler;
import dev.varve.sstable.EntryKind;
import dev.varve.wal.WalStats;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * An ordered, durable key-value store in one directory: any number of partitions over one
 * write-ahead log, one manifest and one line of sequence numbers.
 *
 * <p>Keys have 1 to {@value WriteBatch#MAX_KEY_BYTES} bytes and sort as unsigned bytes, a prefix
 * before its extensions. Values may be empty; a batch must fit a log segment and 16 MiB. Nothing
 * that is passed in is kept, and arrays that are returned are the caller's.
 *
 * <p>What holds (see docs/engine.md): a batch is visible all at once, and recovered all or not at
 * all; an acknowledged {@link Durability#SYNC} write survives power loss, an acknowledged {@link
 * Durability#BUFFERED} write the end of the process; what is recovered is a prefix of what was
 * acknowledged. Wrong bytes on disk are reported as {@link dev.varve.io.CorruptionException}, never
 * returned.
 *
 * <p>For any number of threads. Reads take no lock and never wait for writes or background work.
 * Any call may meet a {@link #close}; close cursors before. Threads that must not wait are marked
 * by {@link dev.varve.io.NeverWaits}: in them buffered writes and strong reads that would have to
 * wait throw {@link dev.varve.io.WouldWait}, and nothing is written.
 */
public final class StorageEngine implements AutoCloseable {
  /** Returned for a key without a value. */
  public static final int NOT_FOUND = Reads.NOT_FOUND;

  /** So that a flush and a compaction can run beside each other. */
  private static final int LEAST_BACKGROUND_THREADS = 2;

  private static final Duration RECLAIM_INTERVAL = Duration.ofSeconds(1);

  /** Memtables smaller than this are left to the log when the engine closes, if that is short. */
  private static final long FLUSH_AT_CLOSE_BYTES = 1 << 20;

  /** The log is short that has no more than so many bytes for each memtable. */
  private static final long SHORT_LOG_BYTES = 256 << 10;

  private final EngineOptions options;
  private final EngineOpener.Parts parts;
  private final VersionSet versions;
  private final Committer committer;
  private final Background background;
  private final Reads reads;
  private final BatchPool batches = new BatchPool();
  private final Calls calls = new Calls();
  private final Scheduler.Repeating syncs;
  private volatile boolean closed;

  StorageEngine(EngineOptions options, EngineOpener.Parts parts) {
    this.options = options;
    this.parts = parts;
    versions = parts.versions();
    committer = parts.committer();
    background = parts.background();
    reads = parts.reads();
    syncs =
        options.syncInterval().isZero()
            ? background.repeat(RECLAIM_INTERVAL, parts.epochs()::reclaim)
            : background.repeat(options.syncInterval(), this::syncInBackground);
  }

  /**
   * Opens or creates an engine with the machine's files and background threads of its own, as many
   * as there are processors and two at least.
   *
   * @throws NotAnEngineDirectoryException if the directory holds something else, or nothing and
   *     {@link EngineOptions#createIfMissing} is off; it is unchanged
   * @throws DirectoryInUseException if another engine has it open; the message tells the process
   * @throws DirectoryNotWritableException if it cannot be written to: the disk is full, or the
   *     place read-only
   * @throws dev.varve.io.UnsupportedFormatException if its format is newer than this release; it is
   *     unchanged
   * @throws dev.varve.io.CorruptionException if wrong bytes are found
   * @throws IOException if files cannot be read or written
   */
  public static StorageEngine open(Path directory, EngineOptions options) throws IOException {
    Env env = Env.system(backgroundThreads());
    return new EngineOpener(env, directory, options).open(env.scheduler());
  }

  private static int backgroundThreads() {
    return Math.max(LEAST_BACKGROUND_THREADS, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Opens or creates an engine in a given environment, which must outlive it.
   *
   * @throws IOException as {@link #open(Path, EngineOptions)}
   */
  public static StorageEngine open(Env env, Path directory, EngineOptions options)
      throws IOException {
    return new EngineOpener(env, directory, options).open(null);
  }

  /** Numbers of the live partitions, ascending. */
  public List<Integer> partitions() {
    return versions.all().stream().map(Partition::id).toList();
  }

  /**
   * Creates empty partitions with the engine's options, durably, all or none.
   *
   * @param count at least 1
   * @return their numbers, ascending, never used before
   */
  public List<Integer> createPartitions(int count) throws IOException {
    if (count < 1) {
      throw new IllegalArgumentException("count must be at least 1: " + count);
    }
    return createPartitions(Collections.nCopies(count, PartitionOptions.defaults()));
  }

  /**
   * Creates an empty partition of each of some options, durably, all or none.
   *
   * @param options not empty
   * @return the partitions' numbers, in the same order, ascending, never used before
   */
  public List<Integer> createPartitions(List<PartitionOptions> options) throws IOException {
    if (options.isEmpty()) {
      throw new IllegalArgumentException("options of at least one partition");
    }
    List<PartitionProperties> properties =
        options.stream().map(PartitionOptions::properties).toList();
    calls.enter();
    try {
      // Writes acknowledged so far must not be lost where this is not.
      committer.sync();
      List<Partition> created = versions.create(properties, this::emptyPartition);
      committer.markLog();
      return created.stream().map(Partition::id).toList();
    } finally {
      calls.exit();
    }
  }

  /**
   * The options that a partition was created with.
   *
   * @throws IllegalArgumentException if the partition does not exist
   */
  public PartitionOptions partitionOptions(int partition) {
    requireOpen();
    return PartitionOptions.of(versions.get(partition).properties());
  }

  private Partition emptyPartition(int id, PartitionProperties properties) {
    return partition(id, properties, Version.empty(), List.of());
  }

  private Partition partition(
      int id, PartitionProperties properties, Version version, List<LoggedMemTable> inherited) {
    return new Partition(
        id,
        properties,
        parts.files().directory(id),
        parts.chunks(),
        parts.epochs(),
        parts.cursors()::forget,
        parts.budget(),
        version,
        inherited);
  }

  /**
   * Takes the present moment of some partitions, for {@link #createPartitions(Checkpoint, List)}.
   *
   * @throws IllegalArgumentException if one does not exist, or is being dropped
   * @throws IOException if a table of one is damaged, or some write or flush failed before
   */
  public Checkpoint checkpoint(List<Integer> partitions) throws IOException {
    calls.enter();
    try {
      return new Checkpoint(committer.pin(partitions));
    } finally {
      calls.exit();
    }
  }

  /**
   * Creates partitions that hold what those of a checkpoint held at its moment, durably, all or
   * none. No table is rewritten: the new partitions have further names of the same files, or copies
   * where the file system has no links. Only what was in memtables is written anew. From then on
   * the partitions have nothing to do with those that they are made of.
   *
   * @param options of each, in the order of the checkpoint's partitions
   * @return the new partitions' numbers, in the same order, ascending, never used before
   * @throws IllegalArgumentException if there are not as many options as partitions, or none
   */
  public List<Integer> createPartitions(Checkpoint checkpoint, List<PartitionOptions> options)
      throws IOException {
    PinnedViews moment = checkpoint.pinned();
    int count = moment.partitions().size();
    if (options.isEmpty() || options.size() != count) {
      throw new IllegalArgumentException(
          "options of %d partitions for a checkpoint of %d".formatted(options.size(), count));
    }
    List<PartitionProperties> properties = new ArrayList<>();
    for (int place = 0; place < count; place++) {
      KeyRange range = moment.partitions().get(place).range();
      properties.add(options.get(place).properties().withRange(range));
    }
    calls.enter();
    try {
      committer.requireUsable();
      // What a power loss takes from the log must not be left in the copies alone.
      committer.sync(moment.logPosition());
      List<Partition> created = background.copy(moment, properties, this::partition);
      committer.markLog();
      background.schedule();
      return created.stream().map(Partition::id).toList();
    } finally {
      calls.exit();
    }
  }

  /**
   * Prepares the split of a partition into two, of its keys below a boundary and from it on. No
   * table is rewritten: the new partitions share the tables that hold keys of both, by further
   * names of the files, until compactions separate them. Nothing changes before {@link
   * Replacement#apply}.
   *
   * @param boundary least key of the second
   * @param below options of the first
   * @param from options of the second
   * @throws IllegalArgumentException if the partition does not exist, takes no writes, is being
   *     replaced, or has no keys on one side of the boundary
   * @throws IOException if that failed, or some write or flush failed before
   */
  public Replacement split(
      int partition, byte[] boundary, PartitionOptions below, PartitionOptions from)
      throws IOException {
    KeyRange range = range(partition);
    if (!range.isDividedBy(boundary)) {
      throw new IllegalArgumentException(
          "a boundary within partition %d, of %s".formatted(partition, range));
    }
    return replace(
        List.of(partition),
        List.of(range),
        List.of(
            below.properties().withRange(range.below(boundary)),
            from.properties().withRange(range.from(boundary))));
  }

  /**
   * Prepares the merge of two partitions into one. Tables that either still shares are separated
   * before, which rewrites them; others are not rewritten. Nothing changes before {@link
   * Replacement#apply}.
   *
   * @param first holds keys below the boundary alone
   * @param second holds keys from the boundary on alone
   * @param merged options of the new partition
   * @throws IllegalArgumentException if one does not exist, takes no writes or is being replaced,
   *     or they hold other keys
   * @throws IOException if that failed, or some write or flush failed before
   */
  public Replacement merge(int first, int second, byte[] boundary, PartitionOptions merged)
      throws IOException {
    KeyRange lower = range(first).below(boundary);
    KeyRange upper = range(second).from(boundary);
    KeyRange both = KeyRange.of(lower.lower(), upper.upper());
    if (!Arrays.equals(lower.upper(), boundary) || !Arrays.equals(upper.lower(), boundary)) {
      throw new IllegalArgumentException(
          "partitions %d and %d do not meet at the boundary".formatted(first, second));
    }
    return replace(
        List.of(first, second),
        List.of(lower, upper),
        List.of(merged.properties().withRange(both)));
  }

  private KeyRange range(int partition) {
    requireOpen();
    return versions.get(partition).range();
  }

  private Replacement replace(
      List<Integer> ids, List<KeyRange> ranges, List<PartitionProperties> properties)
      throws IOException {
    calls.enter();
    try {
      List<Partition> replaced = committer.beginReplacement(ids, ranges);
      boolean prepared = false;
      try {
        // What these have inherited must not be needed of the log by those that follow.
        flush(replaced);
        List<PartitionReplacement.Parent> parents = new ArrayList<>();
        for (int place = 0; place < ids.size(); place++) {
          Partition partition = replaced.get(place);
          if (ids.size() > 1 && partition.hasSharedTables()) {
            background.compactNow(partition);
          }
          parents.add(new PartitionReplacement.Parent(partition, ranges.get(place)));
        }
        // What was said of these partitions in others must not be lost where they are.
        committer.sync();
        PartitionReplacement replacement = background.replace(parents, properties, this::partition);
        prepared = true;
        return new Replacement(
            replacement, this::apply, () -> show(replacement), () -> close(replacement));
      } finally {
        if (!prepared) {
          committer.cancelReplacement(replaced);
        }
      }
    } finally {
      calls.exit();
    }
  }

  private void close(PartitionReplacement replacement) {
    boolean open = calls.enterIfOpen();
    try {
      replacement.close(open);
      if (open) {
        parts.env().scheduler().executeShort(background::changed);
      }
    } finally {
      if (open) {
        calls.exit();
      }
    }
  }

  private void apply(PartitionReplacement replacement) throws IOException {
    calls.enter();
    try {
      committer.requireUsable();
      replacement.write();
      committer.markLog();
    } finally {
      calls.exit();
    }
  }

  private void show(PartitionReplacement replacement) {
    calls.enter();
    try {
      replacement.show();
      parts
          .env()
          .scheduler()
          .executeShort(() -> {
            replacement.tell();
            background.schedule();
          });
    } finally {
      calls.exit();
    }
  }

  /**
   * Drops partitions with all they hold, durably, all or none. Writes to them are refused from the
   * start, and to others go on. Open cursors on them stay usable.
   *
   * @throws IllegalArgumentException if one does not exist or is being dropped by another call;
   *     nothing is dropped
   * @throws IOException if that failed; they are as they were, until the next open at least, or
   *     gone for good where only the last step failed
   */
  public void dropPartitions(Collection<Integer> ids) throws IOException {
    calls.enter();
    try {
      Set<Partition> dropped = committer.beginDrop(ids);
      boolean done = false;
      try {
        // Writes acknowledged so far must not be lost where this is not. Later ones come after it.
        committer.sync();
        versions.drop(dropped, () -> committer.endDrop(dropped));
        done = true;
      } finally {
        if (!done) {
          committer.cancelDrop(dropped);
        }
      }
      committer.markLog();
      committer.memtablesFlushed();
      parts.env().scheduler().executeShort(background::changed);
    } finally {
      calls.exit();
    }
  }

  /**
   * Writes a batch. An empty one does nothing.
   *
   * @param batch not kept; may be cleared and reused afterwards
   * @throws IllegalArgumentException if a partition does not exist or the batch is too large;
   *     nothing is written
   * @throws IOException if the log fails now, or some write or flush failed before: the engine is
   *     read-only then, and the message names the first cause
   */
  public void write(WriteBatch batch, Durability durability) throws IOException {
    write(batch.batch(), durability);
  }

  private void write(Batch batch, Durability durability) throws IOException {
    if (batch.count() == 0) {
      requireOpen();
      return;
    }
    long position = append(batch);
    if (durability == Durability.SYNC) {
      committer.await(batch.lastSequence(), position);
    }
  }

  /**
   * Commits a batch: gives it its place in the order of all writes and shows it to readers, and
   * does not wait for storage. Whoever holds locks commits under them, lets go of them, and waits
   * by {@link #await}: so one sync serves all writers of one key.
   *
   * @param batch not empty; not kept, may be cleared and reused afterwards
   * @throws IllegalArgumentException as {@link #write}, and if the batch is empty
   * @throws IOException as {@link #write}
   */
  public Commit commit(WriteBatch batch) throws IOException {
    if (batch.count() == 0) {
      throw new IllegalArgumentException("an empty batch");
    }
    long position = append(batch.batch());
    return new Commit(batch.batch().lastSequence(), position);
  }

  /**
   * Waits until a commit survives power loss. All that was committed before it does so as well.
   *
   * @throws IllegalStateException if the engine was closed before that
   * @throws IOException if the log fails, now or earlier; the commit is seen by readers until the
   *     engine is closed, and may be gone when it is opened again
   */
  public void await(Commit commit) throws IOException {
    committer.await(commit.sequence(), commit.position());
  }

  /**
   * Waits until all that readers see of a partition now survives power loss; a comparison if it
   * does.
   *
   * @throws IllegalArgumentException if the partition does not exist
   * @throws IOException if the log fails, now or earlier
   */
  public void awaitDurable(int partition) throws IOException {
    long newest = reads.look(partition, source -> source.view().largestSequence());
    committer.awaitDurable(newest);
  }

  private long append(Batch batch) throws IOException {
    requireOpen();
    background.slowDown(batch);
    long position = committer.commit(batch);
    if (batch.hasSealed()) {
      background.schedule();
    }
    return position;
  }

  /** Writes one put; see {@link #write}. */
  public void put(int partition, byte[] key, byte[] value, Durability durability)
      throws IOException {
    Batch batch = batches.take();
    try {
      batch.add(EntryKind.PUT, partition, key, value, 0, value.length);
      write(batch, durability);
    } finally {
      batches.giveBack(batch);
    }
  }

  /** Writes one delete; see {@link #write}. */
  public void delete(int partition, byte[] key, Durability durability) throws IOException {
    Batch batch = batches.take();
    try {
      batch.add(EntryKind.DELETE, partition, key, key, 0, 0);
      write(batch, durability);
    } finally {
      batches.giveBack(batch);
    }
  }

  /** Writes one put of ranges of buffers; see {@link #write}. */
  public void put(
      int partition,
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      DirectBuffer value,
      int valueOffset,
      int valueLength,
      Durability durability)
      throws IOException {
    Batch batch = batches.take();
    try {
      batch.add(
          EntryKind.PUT, partition, key, keyOffset, keyLength, value, valueOffset, valueLength);
      write(batch, durability);
    } finally {
      batches.giveBack(batch);
    }
  }

  /** Writes one delete of a key in a buffer; see {@link #write}. */
  public void delete(
      int partition, DirectBuffer key, int keyOffset, int keyLength, Durability durability)
      throws IOException {
    Batch batch = batches.take();
    try {
      batch.add(EntryKind.DELETE, partition, key, keyOffset, keyLength, key, 0, 0);
      write(batch, durability);
    } finally {
      batches.giveBack(batch);
    }
  }

  /** The value of a key, or {@code null}. */
  public byte[] get(int partition, byte[] key) throws IOException {
    return reads.get(null, partition, key);
  }

  /**
   * The value of a key, or {@code null}, as a strong read gives it: after a power loss the answer
   * is still right. Waits for the sync under way where the newest entry of the key is not yet on
   * storage, and compares two numbers otherwise.
   */
  public byte[] getDurable(int partition, byte[] key) throws IOException {
    Reads.Answer answer = reads.ask(partition, key);
    committer.awaitDurable(answer.loggedSequence());
    return answer.value();
  }

  /** The value of a key at a snapshot, or {@code null}. */
  public byte[] get(Snapshot snapshot, int partition, byte[] key) throws IOException {
    return reads.get(entryOf(snapshot), partition, key);
  }

  /**
   * Copies the value of a key to the start of a segment. Allocates nothing.
   *
   * @param target writable; best off the heap
   * @return the value's length, or {@link #NOT_FOUND}; if it is greater than the target's size,
   *     nothing was copied
   */
  public int get(int partition, byte[] key, MemorySegment target) throws IOException {
    return reads.get(partition, key, target);
  }

  /**
   * Copies the value of a key to behind an offset in a buffer. Allocates nothing while keys have
   * one length and the target wraps an array.
   *
   * @return the value's length, or {@link #NOT_FOUND}; if there is less room behind the offset,
   *     nothing was copied
   * @throws IndexOutOfBoundsException if the key's range is not within its buffer
   */
  public int get(
      int partition,
      DirectBuffer key,
      int keyOffset,
      int keyLength,
      MutableDirectBuffer target,
      int targetOffset)
      throws IOException {
    return reads.get(partition, key, keyOffset, keyLength, target, targetOffset);
  }

  /**
   * Copies the values of several keys, all as of one moment, to the starts of segments; faster than
   * one by one, since the waits for memory overlap. Allocates nothing.
   *
   * @param snapshot the moment, or {@code null} for the present
   * @param keys in any order; some thousand at most, since replaced memory and files are kept
   *     meanwhile
   * @param targets one for each key; writable, best off the heap
   * @param lengths receives for each key what {@link #get(int, byte[], MemorySegment)} returns
   * @throws IllegalArgumentException if the partition does not exist, or {@code targets} or {@code
   *     lengths} has fewer elements than {@code keys}; nothing was read
   * @throws IllegalStateException if the engine is closed, or the snapshot is closed or another's
   * @throws IOException if a table is corrupt or cannot be read; some targets may have been written
   */
  public void get(
      Snapshot snapshot, int partition, byte[][] keys, MemorySegment[] targets, int[] lengths)
      throws IOException {
    if (targets.length < keys.length || lengths.length < keys.length) {
      throw new IllegalArgumentException(
          "%d keys, %d targets, %d lengths".formatted(keys.length, targets.length, lengths.length));
    }
    reads.get(entryOf(snapshot), partition, keys, targets, lengths);
  }

  /** The sequence number of the newest write that readers see; they see all before it as well. */
  public long visibleSequence() {
    requireOpen();
    return parts.visible().get();
  }

  /** Holds the present moment of all partitions. */
  public Snapshot snapshot() {
    requireOpen();
    return new Snapshot(parts.snapshots().take());
  }

  /** Opens a cursor that stands nowhere yet. */
  public Cursor cursor(int partition, CursorOptions options) throws IOException {
    SnapshotList.Entry snapshot = entryOf(options.snapshot());
    ViewCursor cursor = reads.cursor(snapshot, partition);
    return options.open(cursor, reads.sequenceOf(snapshot), parts.cursors());
  }

  /**
   * Whether reads are likely to find what they look at in memory, as it was within the last second.
   * A comparison or two.
   */
  public boolean isInMemory() {
    return switch (options.tablePages()) {
      case AUTOMATIC -> parts.env().files().isInMemory();
      case LARGE -> true;
      case SINGLE -> false;
    };
  }

  /** Makes everything durable that was acknowledged so far. */
  public void sync() throws IOException {
    committer.sync();
  }

  /**
   * Flushes what all memtables hold now, and waits for it; not for what is written meanwhile.
   *
   * @throws IOException if that fails now, or some write or flush failed before
   */
  public void flush() throws IOException {
    calls.enter();
    try {
      flush(versions.all());
    } finally {
      calls.exit();
    }
  }

  /** Flushes what a partition's memtables hold now, and waits for it; see {@link #flush()}. */
  public void flush(int partition) throws IOException {
    calls.enter();
    try {
      flush(List.of(versions.get(partition)));
    } finally {
      calls.exit();
    }
  }

  /**
   * Flushes a partition and compacts it, and waits for it: then its tables are one sorted run, or
   * none, without tombstones and without older versions but those that an open snapshot needs. All
   * of the partition may be rewritten for that. What others write meanwhile is left out. A frozen
   * partition stays as it is.
   */
  public void compact(int partition) throws IOException {
    calls.enter();
    try {
      Partition compacted = versions.get(partition);
      if (compacted.isFrozen()) {
        return;
      }
      flush(List.of(compacted));
      background.compactNow(compacted);
    } finally {
      calls.exit();
    }
  }

  /**
   * Waits until no flush and no compaction runs or is due any more, also of those that are put off
   * while much is written, and the log's files that nobody needs are deleted. Memtables that are
   * not full stay as they are. While others write, this can take for ever.
   */
  public void awaitQuiescence() throws IOException {
    calls.enter();
    try {
      committer.requireUsable();
      background.awaitQuiescence();
    } finally {
      calls.exit();
    }
  }

  /** Figures of one partition. */
  public PartitionStats stats(int partition) {
    return reads.look(partition, PartitionStats::of);
  }

  /**
   * A key that leaves about as many bytes of a partition's tables below it as from it on, as far as
   * that is known without reading them: {@code null} where one table has the middle and begins with
   * the partition's keys.
   *
   * @throws IllegalArgumentException if the partition does not exist
   */
  public byte[] middleKey(int partition) {
    return reads.look(partition, Partition::middleKey);
  }

  /** What opening found beside the data. */
  public Recovery recovery() {
    return parts.recovery();
  }

  /** Figures of what the partitions share. */
  public EngineStats stats() {
    requireOpen();
    WalStats log = parts.wal().stats();
    return new EngineStats(
        parts.visible().get(),
        log.bytes(),
        log.records(),
        log.syncs(),
        parts.wal().liveBytes(),
        background.stalledNanos(),
        parts.env().memory().bytesByOwner());
  }

  /**
   * Makes everything durable, ends background work and closes. Calls that are under way end or fail
   * with an {@link IllegalStateException}, as all later ones do; closing twice is allowed.
   *
   * @throws IOException if not everything could be made durable, or some write or flush has failed
   *     since the engine was opened, also if a call has reported it; the engine is closed all the
   *     same
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    reads.close();
    calls.close();
    syncs.close();
    IOException failure = null;
    try {
      if (!options.readOnly()) {
        flush(dueAtClose());
      }
    } catch (IOException cause) {
      failure = cause; // also what failed earlier
    }
    background.stopCompactions();
    calls.await();
    committer.close();
    background.close();
    if (failure == null && !options.readOnly()) {
      failure = parts.health().refusal(); // what failed meanwhile
    }
    try {
      parts.wal().close();
    } catch (IOException cause) {
      failure = failure == null ? cause : failure;
    }
    try {
      versions.close(failure == null && parts.health().acceptsWrites());
    } catch (IOException cause) {
      failure = failure == null ? cause : failure;
    }
    // In this order, so that the lock goes last but for the scheduler, and the first failure stays.
    try (var _ = parts.ownScheduler();
        var _ = parts.lock();
        Closeable _ = this::freeMemory) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private void freeMemory() {
    CloseHelper.closeAll(
        parts.epochs()::reclaimAll,
        parts.chunks(),
        parts.cursors()::close,
        parts.blocks(),
        reads::free);
  }

  /**
   * Partitions that closing flushes: the others are left to the log. A few bytes may keep a whole
   * segment in it, which each opening would read again; then reading costs more than their tables.
   */
  private List<Partition> dueAtClose() {
    List<Partition> due = committer.boundLog();
    List<Partition> filled =
        versions.all().stream().filter(partition -> !partition.view().active().isEmpty()).toList();
    long leastBytes =
        parts.wal().liveBytes() > SHORT_LOG_BYTES * filled.size() + FLUSH_AT_CLOSE_BYTES
            ? 0
            : FLUSH_AT_CLOSE_BYTES;
    for (Partition partition : filled) {
      if (partition.view().active().table().allocatedBytes() >= leastBytes) {
        due.add(partition);
      }
    }
    return due;
  }

  private void flush(List<Partition> partitions) throws IOException {
    committer.requireUsable();
    List<LoggedMemTable> sealed = new ArrayList<>();
    for (Partition partition : partitions) {
      sealed.add(committer.seal(partition));
    }
    background.schedule();
    for (int index = 0; index < sealed.size(); index++) {
      background.awaitFlushed(partitions.get(index), sealed.get(index));
    }
  }

  private void syncInBackground() throws IOException {
    try {
      committer.sync();
    } catch (IllegalStateException refused) {
      if (!closed) {
        throw refused;
      }
    } finally {
      parts.epochs().reclaim();
    }
  }

  private static SnapshotList.Entry entryOf(Snapshot snapshot) {
    return snapshot == null ? null : snapshot.entry();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
  }
}
