package dev.varve.wal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.Access;
import dev.varve.io.Env;
import dev.varve.io.MemoryRegion;
import dev.varve.io.StorageFile;
import dev.varve.io.StorageFile.MapMode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The files of the log: makes the next segment ready ahead of its use, and recycles or deletes
 * files that are no longer needed.
 *
 * <p>A released file is touched only after a durable header of another file, that of the spare
 * segment, has published its release. So a power loss at any moment leaves either the old records
 * or a header that says that nobody needs them.
 *
 * <p>Thread-safe. Preparing does file work under a lock of its own, so that {@link #releaseBefore}
 * and the counters never wait for it; and closing and deleting old files under another, so that
 * {@link #take} does not.
 */
final class SegmentPool {
  /** Owner name of the mappings in the memory ledger. */
  private static final String OWNER = "wal";

  /** Bytes of one write that gives a file its pages again. */
  private static final int OVERWRITE_BYTES = 256 << 10;

  private final Env env;
  private final Path directory;
  private final WalOptions options;
  private final long bootHash;
  private final OpenSegments open;
  private final LiveSegments live;

  private final ReentrantLock preparing = new ReentrantLock();

  @GuardedBy("preparing")
  private Segment spare;

  @GuardedBy("preparing")
  private long nextSegmentId;

  @GuardedBy("preparing")
  private int nextSlot;

  private volatile int nextBytes; // written under preparing

  /** The newest failure of what is done ahead of time, or {@code null}; it may explain others. */
  private volatile Exception backgroundFailure;

  private volatile boolean shut;

  /**
   * Held while files are closed and deleted, which takes long; taken before or without {@link
   * #preparing}, never within it, so that the appender does not wait for it.
   */
  private final ReentrantLock recycling = new ReentrantLock();

  private volatile boolean recycleAfterSync; // written under recycling

  private long waitedNanos; // the appender's

  @GuardedBy("this")
  private final Deque<SegmentSlot> free = new ArrayDeque<>();

  /**
   * Begins with what recovery found.
   *
   * @param open where released segments are closed
   */
  SegmentPool(Env env, Path directory, WalOptions options, FoundSegments log, OpenSegments open) {
    this.env = env;
    this.directory = directory;
    this.options = options;
    this.open = open;
    this.bootHash = SegmentHeader.bootHash(env.files().bootId());
    this.nextSegmentId = log.nextSegmentId();
    this.nextSlot = log.nextSlot();
    this.nextBytes = options.firstSegmentBytes();
    this.live = new LiveSegments(log.oldestSegmentId());
    addAll(log.free());
    for (SegmentFile segment : log.live()) {
      live.closed(segment.id(), SegmentSlot.of(segment, bootHash));
    }
  }

  /** Makes the next segment ready in the background. */
  void prepareSoon() {
    env.scheduler().executeShort(() -> prepareInBackground(false));
  }

  /**
   * The next segment, empty, its header durable; made ready now if it is not. It is among the open
   * segments from now on, so that these are never none.
   *
   * @param payloadLength of a record that it must have room for
   */
  Segment take(int payloadLength) throws IOException {
    long begin = env.clock().nanoTime();
    preparing.lock();
    try {
      if (spare == null || !spare.canHold(payloadLength)) {
        replaceSpare(fitting(payloadLength));
      }
      Segment next = spare;
      assert next.canHold(payloadLength) : payloadLength + " bytes for " + next;
      spare = null;
      nextBytes = options.lengthAfter(next.capacity());
      open.add(next);
      live.open(next);
      return next;
    } catch (IOException e) {
      if (backgroundFailure != null) {
        e.addSuppressed(backgroundFailure);
      }
      throw e;
    } finally {
      preparing.unlock();
      waitedNanos += env.clock().nanoTime() - begin;
    }
  }

  /** How long {@link #take} has taken in all, in ns; for the appender. */
  long waitedNanos() {
    return waitedNanos;
  }

  /**
   * A short segment, empty, whose durable header publishes that all segments before it are
   * released; {@link #trim} deletes these.
   */
  Segment takeReleasing() throws IOException {
    preparing.lock();
    try {
      if (spare == null || spare.capacity() > options.firstSegmentBytes()) {
        replaceSpare(options.firstSegmentBytes());
      }
      Segment next = take(0);
      // Not sooner: a durably released segment may be closed at once, and a sync that finds the
      // appender's old segment closed must find this one.
      publishRelease(next, next.id());
      live.releaseBefore(next.id());
      return next;
    } finally {
      preparing.unlock();
    }
  }

  /** Says that a segment is durable and its file no longer open. */
  void closed(Segment segment) {
    live.closed(segment.id(), SegmentSlot.of(segment));
  }

  /** Says that no segment below is needed; their files are reused or deleted in the background. */
  void releaseBefore(long segmentId) {
    if (live.releaseBefore(segmentId)) {
      env.scheduler().executeShort(() -> prepareInBackground(true));
    }
  }

  /** At the beginning: adds files without needed records, and deletes what is too many. */
  void addFree(List<SegmentFile> files) throws IOException {
    addAll(files);
    recycle();
  }

  /**
   * Makes the next segment a short one, replacing a spare that is longer, and deletes the files of
   * released segments and those kept for reuse.
   */
  void trim() {
    preparing.lock();
    try {
      nextBytes = options.firstSegmentBytes();
      if (!shut && spare != null && spare.capacity() > nextBytes) {
        replaceSpare(nextBytes);
      }
    } catch (IOException | InternalError e) {
      backgroundFailure = unprepared(e);
    } finally {
      preparing.unlock();
    }
    recycling(() -> {
      recycle();
      deleteSurplus(0);
    });
  }

  /** Says that a sync has ended, for which old files may have had to wait. */
  void synced() {
    if (recycleAfterSync) {
      env.scheduler().executeShort(this::recycleInBackground);
    }
  }

  /** Which segments are in use, needed and released. */
  LiveSegments live() {
    return live;
  }

  /** Ends preparation, waiting for one that runs, and closes the spare segment. */
  void close() throws IOException {
    recycling.lock();
    try {
      shut = true;
    } finally {
      recycling.unlock();
    }
    preparing.lock();
    try {
      if (spare != null) {
        spare.close();
        spare = null;
      }
    } finally {
      preparing.unlock();
    }
  }

  /**
   * Makes a spare segment ready.
   *
   * @param publish whether a spare that is ready shall publish what has been released since
   */
  private void prepareInBackground(boolean publish) {
    Segment fresh = null;
    preparing.lock();
    try {
      if (shut) {
        return;
      }
      if (spare == null) {
        replaceSpare(nextBytes);
        fresh = spare;
      } else if (publish) {
        publishRelease();
      }
    } catch (IOException | InternalError e) {
      // Not final: the appender tries once more, with another file, when it needs the segment.
      backgroundFailure = unprepared(e);
    } finally {
      preparing.unlock();
    }
    recycleInBackground();
    if (fresh != null) {
      // The appender may have it already: it waits for storage, but not for pages. Pages that are
      // in memory are the oldest of the log there, and the next to give way if nobody reads them.
      fresh.touch();
    }
  }

  /** A page of the mapping that cannot be had counts as an error of the file. */
  private static IOException unprepared(Throwable wrong) {
    return wrong instanceof IOException e
        ? e
        : new IOException("cannot write to the next segment", wrong);
  }

  private void recycleInBackground() {
    recycling(this::recycle);
  }

  private void recycling(FileWork work) {
    assert !preparing.isHeldByCurrentThread() : "the appender would wait for files to be deleted";
    recycling.lock();
    try {
      if (!shut) {
        work.run();
      }
    } catch (IOException e) {
      // What could not be deleted is found by the next open.
      backgroundFailure = e;
    } finally {
      recycling.unlock();
    }
  }

  /** Lets the spare segment's header publish what is released by now. */
  @GuardedBy("preparing")
  private void publishRelease() throws IOException {
    boolean published = false;
    try {
      publishRelease(spare, live.oldestSegmentId());
      published = true;
    } finally {
      if (!published) {
        // Nobody knows which header its file has.
        spare.close();
        spare = null;
      }
    }
  }

  /** Lets the header of a segment without records publish that segments below one are released. */
  @GuardedBy("preparing")
  private void publishRelease(Segment segment, long oldest) throws IOException {
    if (oldest != live.durablyReleasedBefore()) {
      segment.begin(oldest);
      live.publishedBefore(oldest);
    }
  }

  /** The length to come, or one that has room for a record. */
  private int fitting(int payloadLength) {
    int bytes = nextBytes;
    while (bytes - WalLayout.SEGMENT_OVERHEAD < payloadLength && bytes < options.segmentBytes()) {
      bytes = options.lengthAfter(bytes);
    }
    return bytes;
  }

  /** Makes a segment of that length ready, and frees the one that was. */
  @GuardedBy("preparing")
  private void replaceSpare(int bytes) throws IOException {
    Segment before = spare;
    spare = prepare(bytes);
    if (before != null) {
      // Not sooner: its header was the durable one that publishes what is released.
      before.close();
      synchronized (this) {
        free.add(SegmentSlot.of(before));
      }
    }
  }

  @GuardedBy("preparing")
  private Segment prepare(int bytes) throws IOException {
    long oldest = live.oldestSegmentId();
    long id = nextSegmentId++;
    SegmentHeader header = new SegmentHeader(id, salt(id), oldest, bootHash, bytes);
    Segment segment = openFree(header);
    if (segment == null) {
      segment = create(header);
    }
    boolean ready = false;
    try {
      segment.begin();
      env.files().syncDirectory(directory);
      ready = true;
    } finally {
      if (!ready) {
        segment.close();
      }
    }
    live.publishedBefore(oldest);
    return segment;
  }

  /** Opens a free file of the right length, or returns {@code null} if there is none. */
  private Segment openFree(SegmentHeader header) throws IOException {
    for (SegmentSlot slot = pollFree(); slot != null; slot = pollFree()) {
      Path path = SegmentFile.path(directory, slot.number());
      StorageFile file = env.files().open(path);
      boolean fits = false;
      try {
        fits = file.length() == header.segmentBytes();
      } finally {
        if (!fits) {
          file.close();
        }
      }
      if (fits) {
        if (!slot.pagesResident()) {
          preallocate(file, header.segmentBytes());
        }
        return map(slot.number(), header, file, slot.pagesResident());
      }
      env.files().delete(path);
    }
    return null;
  }

  @GuardedBy("preparing")
  private Segment create(SegmentHeader header) throws IOException {
    int slot = nextSlot++;
    Path path = SegmentFile.path(directory, slot);
    StorageFile file = env.files().create(path);
    preallocate(file, header.segmentBytes());
    return map(slot, header, file, false);
  }

  /** Gives the file fresh storage and pages; closes and deletes it if that fails. */
  private void preallocate(StorageFile file, int bytes) throws IOException {
    try {
      file.truncate(0);
      file.preallocate(bytes);
      file.sync();
    } catch (IOException e) {
      // Most likely a full disk: give back what was taken.
      try (file) {
        env.files().delete(file.path());
      } catch (IOException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private Segment map(int slot, SegmentHeader header, StorageFile file, boolean pagesResident)
      throws IOException {
    MemoryRegion region = null;
    boolean ready = false;
    try {
      region = file.map(MapMode.READ_WRITE, 0, header.segmentBytes(), OWNER, Access.LOG);
      boolean gone = pagesResident && !region.pages().areAllInMemory();
      if (gone) {
        overwrite(file, header.segmentBytes());
      }
      ready = true;
      return new Segment(slot, header, file, region, pagesResident && !gone);
    } finally {
      if (!ready) {
        if (region != null) {
          region.close();
        }
        file.close();
      }
    }
  }

  /**
   * Gives the file pages in memory again, which had to give way to others: a page that is written
   * as a whole is not read from the device first, as it would be for the appender.
   */
  private static void overwrite(StorageFile file, int bytes) throws IOException {
    MemorySegment zeros = MemorySegment.ofArray(new byte[Math.min(bytes, OVERWRITE_BYTES)]);
    for (int at = 0; at < bytes; at += OVERWRITE_BYTES) {
      file.write(at, zeros.asSlice(0, Math.min(OVERWRITE_BYTES, bytes - at)));
    }
  }

  /** Frees the segments that a durable header says are released. */
  private void recycle() throws IOException {
    recycleAfterSync = true; // before the attempt, so that a sync that is in the way sees it
    recycleAfterSync = !open.tryCloseBefore(live.durablyReleasedBefore(), this::closed);
    List<SegmentSlot> released = live.removeReleased();
    synchronized (this) {
      free.addAll(released);
    }
    // Where segments still grow, an old one is shorter than the next.
    deleteSurplus(nextBytes == options.segmentBytes() ? options.recycledSegments() : 0);
  }

  private void deleteSurplus(int kept) throws IOException {
    while (true) {
      SegmentSlot slot;
      synchronized (this) {
        slot = free.size() > kept ? free.pollLast() : null;
      }
      if (slot == null) {
        return;
      }
      // Not synced: if the name comes back after a power loss, its header says that it is free.
      env.files().delete(SegmentFile.path(directory, slot.number()));
    }
  }

  private synchronized SegmentSlot pollFree() {
    return free.pollFirst();
  }

  private synchronized void addAll(List<SegmentFile> files) {
    for (SegmentFile file : files) {
      free.add(SegmentSlot.of(file, bootHash));
    }
  }

  /**
   * Differs between incarnations of a file and between logs; time and id through a 64-bit mixer.
   */
  private long salt(long id) {
    long mixed = env.clock().epochMillis() * 1_000_003 + env.clock().nanoTime();
    mixed = (mixed ^ id << 40 ^ bootHash) + 0x9e3779b97f4a7c15L * id;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  private interface FileWork {
    void run() throws IOException;
  }
}
