package dev.varve.wal;

import dev.varve.io.Env;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A write-ahead log in one directory: records are appended in order, made durable in groups, and
 * read back when the log is opened again.
 *
 * <p>What holds:
 *
 * <ol>
 *   <li>Once {@link #append} has returned, the record survives the end of the process, however it
 *       ends.
 *   <li>Once {@link #sync} has returned, every record up to its position survives power loss too.
 *   <li>Recovery returns a prefix of the records appended. A record that recovery left out never
 *       comes back later.
 *   <li>Bytes that changed on disk are never handed out as records. They are reported as a {@link
 *       dev.varve.io.CorruptionException}, except in the part that was never durable, which ends at
 *       the first bad record.
 *   <li>After a failed write or sync every append and sync fails and names the first failure; a
 *       failed sync is never tried again.
 * </ol>
 *
 * <p>Threading: {@link #append} and {@link #close} by one thread at a time, the caller's lock; all
 * other methods by any thread. Appending allocates nothing but when a segment is full.
 */
public final class Wal implements AutoCloseable {
  private static final VarHandle APPENDED;
  private static final VarHandle RECORDS;
  private static final VarHandle BYTES;
  private static final VarHandle ROTATIONS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      APPENDED = lookup.findVarHandle(Wal.class, "appended", long.class);
      RECORDS = lookup.findVarHandle(Wal.class, "records", long.class);
      BYTES = lookup.findVarHandle(Wal.class, "bytes", long.class);
      ROTATIONS = lookup.findVarHandle(Wal.class, "rotations", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int maxPayloadBytes;
  private final int firstSegmentBytes;
  private final SegmentPool pool;
  private final GroupSync groupSync;

  private final OpenSegments open;

  // Guarded by the caller's lock.
  private Segment current;
  private long lastSequence;
  private long markedDurable;
  private Witness markedWitness;
  private int prepareOffset;

  // Written by the appender, read by all through the handles above.
  private long appended;
  private long records;
  private long bytes;
  private long rotations;

  private volatile Witness witness;
  private volatile boolean closed;

  private Wal(
      WalOptions options,
      SegmentPool pool,
      OpenSegments open,
      Segment first,
      FoundSegments log,
      Witness witness)
      throws IOException {
    this.maxPayloadBytes = options.maxPayloadBytes();
    this.firstSegmentBytes = options.firstSegmentBytes();
    this.pool = pool;
    this.lastSequence = log.lastSequence();
    this.current = first;
    this.open = open;
    this.witness = witness;
    this.markedWitness = witness;
    first.appendControl(WalLayout.KIND_START, lastSequence, log.end(), log.end(), witness);
    first.sync();
    pool.addFree(log.discarded());
    this.markedDurable = first.end();
    this.appended = first.end();
    this.prepareOffset = first.capacity() / 2;
    this.groupSync = new GroupSync(first.end(), this::flush);
  }

  /**
   * Opens the log of a directory, which is created if missing: {@link #recover}, {@link
   * RecoveredLog#sync}, then {@link RecoveredLog#begin} with the witness that was found.
   *
   * @throws IOException as these do
   */
  public static Wal open(Env env, Path directory, WalOptions options, RecordHandler replay)
      throws IOException {
    RecoveredLog log = recover(env, directory, options, replay);
    log.sync();
    return log.begin(log.witness());
  }

  /**
   * Reads the log of a directory, which is empty if the directory is missing, and changes nothing:
   * hands every record that is still needed to {@code replay}, oldest first. The caller must hold a
   * lock that keeps other processes out, until the log is closed.
   *
   * <p>Cost: reads all needed segments; a log that goes on reserves one.
   *
   * @param env files, clock and background threads; outlives the log
   * @throws dev.varve.io.CorruptionException if durable bytes are wrong
   * @throws dev.varve.io.UnsupportedFormatException if a segment has another format version
   * @throws IOException if reading fails, or {@code replay} throws
   */
  public static RecoveredLog recover(
      Env env, Path directory, WalOptions options, RecordHandler replay) throws IOException {
    return new RecoveredLog(
        env, directory, options, new WalRecovery(env.files(), directory, replay).recover());
  }

  static Wal begin(Env env, Path directory, WalOptions options, FoundSegments log, Witness witness)
      throws IOException {
    OpenSegments open = new OpenSegments();
    SegmentPool pool = new SegmentPool(env, directory, options, log, open);
    Segment first = pool.take(0);
    Wal wal = null;
    try {
      wal = new Wal(options, pool, open, first, log, witness);
      return wal;
    } finally {
      if (wal == null) {
        first.close();
      }
    }
  }

  /**
   * Appends one record.
   *
   * @param firstSequence larger than that of every record before, at most 2^56 - 1
   * @param payload copied; at most {@link WalOptions#maxPayloadBytes} bytes
   * @return the position behind the record, to be given to {@link #sync}
   * @throws IllegalArgumentException if a bound is broken; nothing was written
   * @throws IOException if the log failed, now or earlier; the record must count as not written
   */
  public long append(long firstSequence, byte[] payload, int offset, int length)
      throws IOException {
    Objects.checkFromIndexSize(offset, length, payload.length);
    if (length > maxPayloadBytes) {
      throw new IllegalArgumentException(
          "payload of " + length + " bytes, at most " + maxPayloadBytes + " fit");
    }
    if (firstSequence <= lastSequence || firstSequence > WalLayout.MAX_SEQUENCE) {
      throw new IllegalArgumentException(
          "sequence number " + firstSequence + " after " + lastSequence);
    }
    requireUsable();
    try {
      makeRoom(length);
      current.append(WalLayout.KIND_DATA, firstSequence, payload, offset, length);
    } catch (Throwable fault) {
      throw failed(fault);
    }
    lastSequence = firstSequence;
    RECORDS.setOpaque(this, records + 1);
    return publish();
  }

  /**
   * Whether the current segment surely has room for a record, so that {@link #append} needs no
   * other. Like {@link #append} for one thread at a time.
   */
  public boolean hasRoom(int payloadLength) {
    return hasRoom(payloadLength, true); // a mark may become due at any moment
  }

  /**
   * Returns once everything before {@code position} is durable. Threads that wait at the same time
   * share syncs; appending goes on meanwhile.
   *
   * @param position a position that {@link #append} returned
   * @throws IllegalStateException if the log was closed before that position was durable
   * @throws IOException if the log failed, now or earlier
   */
  public void sync(long position) throws IOException {
    if (position > appendedPosition()) {
      throw new IllegalArgumentException(
          "position " + LogPosition.toString(position) + " was never appended");
    }
    groupSync.sync(position);
  }

  /**
   * Hands over a witness, the layer above's statement that something there is durable. The log
   * writes it with its next MARK, at the latest before the next record appended.
   *
   * @param reached at or above the witness before
   */
  public void witness(Witness reached) {
    witness = reached;
  }

  /**
   * Writes a MARK with the durable position and the witness at once. Like {@link #append} for one
   * thread at a time.
   *
   * @throws IOException if the log failed, now or earlier
   */
  public void mark() throws IOException {
    requireUsable();
    try {
      if (2 * WalLayout.CONTROL_BYTES > current.capacity() - current.offset()) {
        goOnIn(pool.take(0));
      } else {
        appendMark();
      }
      publish();
    } catch (Throwable fault) {
      throw failed(fault);
    }
  }

  /** The position behind the last record appended; after {@link #close} where the log ends. */
  public long appendedPosition() {
    return (long) APPENDED.getAcquire(this); // acquire: the records before it are in the mapping
  }

  /** The position up to which the log is known to be durable. */
  public long syncedPosition() {
    return groupSync.durablePosition();
  }

  /** The id of the segment that the last record went to. */
  public long currentSegment() {
    return LogPosition.segmentId(appendedPosition());
  }

  /**
   * Releases the segments below {@code segmentId}: no record in them is needed any more. A release
   * is never taken back. The files are reused or deleted in the background, once a durable header
   * publishes the release. Recovery hands out no record of released segments, except that a crash
   * before the header is durable may bring them back once.
   *
   * @param segmentId at most {@link #currentSegment}
   */
  public void releaseBefore(long segmentId) {
    if (segmentId > currentSegment()) {
      throw new IllegalArgumentException(
          "segment " + segmentId + " is above the current " + currentSegment());
    }
    pool.releaseBefore(segmentId);
  }

  /**
   * For a log to which nothing is written for a while: deletes the files that are no longer needed
   * or kept for reuse, and lets segments be short again, from the next on.
   */
  public void trim() {
    pool.trim();
  }

  /**
   * For a log of which no record is needed: goes on in a short segment unless it is in one, and
   * releases all before. Call {@link #trim} before, so that little is deleted here, and after, to
   * delete what is released. Like {@link #append} for one thread at a time.
   *
   * @return whether it went on in a new segment; until the log is synced and another file names
   *     that segment, nothing shows that it must be there
   * @throws IOException if the log failed, now or earlier
   */
  public boolean restart() throws IOException {
    requireUsable();
    if (current.capacity() <= firstSegmentBytes) {
      return false;
    }
    try {
      rotateTo(pool.takeReleasing());
      publish();
      return true;
    } catch (Throwable fault) {
      throw failed(fault);
    }
  }

  /** Length of the log that is still needed: whole segments, and the current one as filled. */
  public long liveBytes() {
    long position = appendedPosition();
    return pool.live().neededBytesBefore(LogPosition.segmentId(position))
        + LogPosition.offset(position);
  }

  /**
   * The id of the oldest segment from which on the log has at most a number of bytes; the current
   * segment if the log cannot be so short.
   */
  public long oldestWithin(long maxBytes) {
    long position = appendedPosition();
    return pool.live()
        .oldestWithin(LogPosition.segmentId(position), maxBytes - LogPosition.offset(position));
  }

  /** Number of segments that are still needed, the current one among them. */
  public int liveSegments() {
    return pool.live().neededCount();
  }

  /**
   * How long appending has waited for new segments since the log was opened, in ns. Like {@link
   * #append} for one thread at a time.
   */
  public long segmentWaitNanos() {
    return pool.waitedNanos();
  }

  /** Counts of the log's work since it was opened. */
  public WalStats stats() {
    return new WalStats(
        (long) RECORDS.getOpaque(this),
        (long) BYTES.getOpaque(this),
        groupSync.syncs(),
        (long) ROTATIONS.getOpaque(this));
  }

  /**
   * Syncs, writes a mark that all is durable, and closes the files. A second call does nothing.
   *
   * @throws IOException if the log failed earlier or the last sync does; the files are closed all
   *     the same, but what was not synced may not be durable
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try {
      groupSync.throwIfFailed();
      groupSync.sync(current.end());
      appendMark();
      groupSync.sync(publish());
    } catch (InternalError fault) {
      throw badPage(fault);
    } finally {
      closed = true;
      groupSync.close();
      try {
        pool.close();
      } finally {
        open.close();
      }
    }
  }

  /** After a fault that broke off a write: half of a record may stand there, so it is the last. */
  private IOException failed(Throwable fault) {
    IOException cause =
        switch (fault) {
          case IOException e -> e;
          case InternalError e -> badPage(e);
          default -> new IOException("a write to " + current + " broke off", fault);
        };
    groupSync.fail(cause);
    return cause;
  }

  /** The virtual machine's report of a page of the mapping that cannot be had. */
  private IOException badPage(InternalError fault) {
    return new IOException("cannot write to " + current, fault);
  }

  private void requireUsable() throws IOException {
    if (closed) {
      throw new IllegalStateException("the write-ahead log is closed");
    }
    groupSync.throwIfFailed();
  }

  /**
   * Writes what must come before a record with a payload of that length: a mark, or a new segment's
   * start.
   */
  private void makeRoom(int payloadLength) throws IOException {
    boolean mark = groupSync.durablePosition() != markedDurable || !witness.equals(markedWitness);
    if (!hasRoom(payloadLength, mark)) {
      goOnIn(pool.take(payloadLength));
    } else if (mark) {
      appendMark();
    }
    if (current.offset() >= prepareOffset) {
      prepareOffset = Integer.MAX_VALUE;
      pool.prepareSoon();
    }
  }

  /** Whether the segment has room for a record, a mark before it if need be, and its own end. */
  private boolean hasRoom(int payloadLength, boolean mark) {
    int needed =
        WalLayout.recordBytes(payloadLength)
            + (mark ? WalLayout.CONTROL_BYTES : 0)
            + WalLayout.CONTROL_BYTES;
    return needed <= current.capacity() - current.offset();
  }

  private void appendMark() {
    markedDurable = groupSync.durablePosition();
    markedWitness = witness;
    assert markedDurable <= current.end() : "durable beyond the end: " + markedDurable;
    current.appendControl(
        WalLayout.KIND_MARK,
        lastSequence,
        markedDurable,
        pool.live().oldestSegmentId(),
        markedWitness);
  }

  /** Leaves a segment that stays needed. */
  private void goOnIn(Segment next) {
    Segment left = current;
    rotateTo(next);
    // After the START, so that a process that is killed between the two leaves nothing amiss.
    left.appendControl(WalLayout.KIND_NEXT, lastSequence, markedDurable, next.id(), markedWitness);
  }

  private void rotateTo(Segment next) {
    assert next.id() > current.id() && next.offset() == WalLayout.FIRST_RECORD_OFFSET
        : next + " at " + next.offset() + " after " + current;
    long end = current.end();
    markedDurable = groupSync.durablePosition();
    markedWitness = witness;
    next.appendControl(WalLayout.KIND_START, lastSequence, markedDurable, end, markedWitness);
    prepareOffset = next.capacity() / 2;
    current = next;
    ROTATIONS.setOpaque(this, rotations + 1);
  }

  /** Makes the last record visible to syncs; returns its end. */
  private long publish() {
    long end = current.end();
    long before = appended;
    assert end > before : LogPosition.toString(end) + " after " + LogPosition.toString(before);
    long grown =
        LogPosition.segmentId(end) == LogPosition.segmentId(before)
            ? end - before
            : LogPosition.offset(end) - WalLayout.FIRST_RECORD_OFFSET;
    BYTES.setOpaque(this, bytes + grown);
    APPENDED.setRelease(this, end); // release: the records before it are in the mapping
    return end;
  }

  /** Called by the leader of a group sync. */
  private long flush() throws IOException {
    long target = appendedPosition();
    open.sync(target, pool.live().durablyReleasedBefore(), pool::closed);
    pool.synced();
    return target;
  }
}
