package dev.varve.sstable;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.sstable.block.BlockLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks that were stored compressed, as they are decompressed, for any number of tables. Blocks
 * that are stored raw are read in the mapping and never come here.
 *
 * <p>Memory, in slabs of 2 MiB that are never more than the bytes allowed, is cut into frames of
 * one size; a block that does not fit into one is not kept. Which block gives way is chosen by the
 * clock algorithm (Corbato, "A Paging Experiment with the Multics System", 1968). A block comes in
 * without its mark, so what is used once goes first. Long scans fill frames that are empty, but
 * make no block give way and set no mark.
 *
 * <p>Thread-safe. Readers use a frame and then look at its version, which is odd while the frame is
 * written and changes with its content (Lameter, "Effective Synchronization on Linux/NUMA Systems",
 * 2005, on sequence locks): they take no lock and write nothing but a mark. Close it after the
 * tables.
 */
public final class BlockCache implements AutoCloseable {
  private static final String OWNER = "block cache";
  private static final VarHandle VERSION = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int SLAB_BYTES = (int) MemoryLedger.LARGE_PAGE_BYTES;
  private static final int MOST_FRAMES = 1 << 29; // their numbers take an array
  private static final int NONE = -1;

  // A reader misses the processor's caches once for a frame's two numbers, and reads the block's
  // length on the line on which the block begins.
  private static final int STATE_INTS = 2;
  private static final int MARK = 1;
  private static final int LENGTH_BYTES = Long.BYTES;

  /** A table's part: the frame of each block plus one, 0 for none. */
  static final class Blocks {
    private final int[] frames;

    Blocks(int blockCount) {
      frames = new int[blockCount];
    }

    private int frame(int ordinal) {
      return (int) VERSION.getAcquire(frames, ordinal) - 1;
    }

    private void set(int ordinal, int frame) {
      VERSION.setRelease(frames, ordinal, frame + 1);
    }
  }

  /**
   * Where a block lies for now. Another one may be written over it at any time: what was read there
   * counts only if the frame {@link #isUnchanged} afterwards. For one thread.
   */
  static final class Frame {
    private BlockCache cache;
    private int number;
    private int version;
    private MemorySegment slab;
    private long offset;
    private int length;

    /** Memory that the block lies in. */
    MemorySegment segment() {
      return slab;
    }

    /** Where the block starts in its memory. */
    long offset() {
      return offset;
    }

    /** Length of the block, or of one that came later; either is within the frame. */
    int length() {
      return length;
    }

    /**
     * So much can be read from there on, whatever the block's length, which has to be waited for.
     */
    int room() {
      return cache.contentBytes;
    }

    /** Whether all that was read here up to now is of the block that was found. */
    boolean isUnchanged() {
      VarHandle.loadLoadFence();
      return (int) VERSION.getOpaque(cache.states, number * STATE_INTS) == version;
    }

    /** Protects the block from giving way in the clock's next round. */
    void mark() {
      if (!cache.isMarked(number)) {
        cache.mark(number, true);
      }
    }
  }

  private final MemoryLedger memory;
  private final int contentBytes;
  private final int frameBytes;
  private final int slabFrames;
  private final int maxFrames;
  private final ReentrantLock lock = new ReentrantLock();

  // Per frame or slab; made when the first block comes. A reader has a frame's number from an
  // acquiring load, so it sees them.
  private int[] states; // a version and a mark each
  private MemorySegment[] slabs;

  @GuardedBy("lock")
  private final List<MemoryRegion> regions = new ArrayList<>();

  @GuardedBy("lock")
  private Blocks[] holder;

  @GuardedBy("lock")
  private int[] heldOrdinal;

  @GuardedBy("lock")
  private int[] vacant;

  @GuardedBy("lock")
  private int hand;

  // Written under the lock.
  private int vacantCount;
  private int used;

  /**
   * Creates an empty cache, which holds no memory yet.
   *
   * @param maxBytes memory for blocks; less than 2 MiB for none
   * @param blockBytes {@link SSTableOptions#blockBytes}; blocks longer by a sixteenth are not kept
   */
  public BlockCache(MemoryLedger memory, long maxBytes, int blockBytes) {
    this.memory = memory;
    // Blocks are cut by an estimate of their length.
    contentBytes = blockBytes + blockBytes / 16;
    // Whole words: lengths lie at multiples of their size.
    frameBytes =
        (LENGTH_BYTES + contentBytes + BlockLayout.SLACK_BYTES + Long.BYTES - 1) & -Long.BYTES;
    slabFrames = SLAB_BYTES / frameBytes;
    long slabsOfFrames = slabFrames == 0 ? 0 : MOST_FRAMES / slabFrames;
    maxFrames = (int) Math.min(maxBytes / SLAB_BYTES, slabsOfFrames) * slabFrames;
  }

  /**
   * Looks for a block.
   *
   * @param found receives the frame that holds the block
   * @return whether the cache has the block
   */
  boolean find(Blocks blocks, int ordinal, Frame found) {
    int frame = blocks.frame(ordinal);
    if (frame == NONE) {
      return false;
    }
    int before = (int) VERSION.getAcquire(states, frame * STATE_INTS);
    if ((before & 1) != 0 || blocks.frame(ordinal) != frame) {
      return false;
    }
    found.cache = this;
    found.number = frame;
    found.version = before;
    found.slab = slabs[frame / slabFrames];
    found.offset = offset(frame);
    found.length = found.slab.get(BlockLayout.INT, found.offset - LENGTH_BYTES);
    return true;
  }

  /**
   * Keeps a copy of a block, unless it is too long or another thread is adding one at this moment.
   *
   * @param displace whether another block may give way to it
   */
  void add(Blocks blocks, int ordinal, MemorySegment content, int length, boolean displace) {
    if (length > contentBytes || !(displace || mayHaveRoom()) || !lock.tryLock()) {
      return;
    }
    try {
      int frame = blocks.frame(ordinal) == NONE ? takeFrame(displace) : NONE;
      if (frame == NONE) {
        return;
      }
      int before = states[frame * STATE_INTS];
      assert (before & 1) == 0 : "frame " + frame + " is being written, without the lock";
      // A full fence: nobody may see the new content under the old version.
      VERSION.setVolatile(states, frame * STATE_INTS, before + 1);
      if (holder[frame] != null) {
        holder[frame].set(heldOrdinal[frame], NONE);
      }
      MemorySegment slab = slabs[frame / slabFrames];
      slab.set(BlockLayout.INT, offset(frame) - LENGTH_BYTES, length);
      MemorySegment.copy(content, 0, slab, offset(frame), length);
      mark(frame, false);
      holder[frame] = blocks;
      heldOrdinal[frame] = ordinal;
      VERSION.setRelease(states, frame * STATE_INTS, before + 2);
      blocks.set(ordinal, frame);
    } finally {
      lock.unlock();
    }
  }

  /** Gives up the blocks of a table that is closed. */
  void forget(Blocks blocks) {
    lock.lock();
    try {
      for (int ordinal = 0; ordinal < blocks.frames.length; ordinal++) {
        int frame = blocks.frame(ordinal);
        if (frame != NONE) {
          holder[frame] = null;
          vacant[vacantCount++] = frame;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Frees the memory. */
  @Override
  public void close() {
    lock.lock();
    try {
      regions.forEach(MemoryRegion::close);
      regions.clear();
    } finally {
      lock.unlock();
    }
  }

  /** A guess, made without the lock. */
  private boolean mayHaveRoom() {
    return used < maxFrames || vacantCount > 0;
  }

  @GuardedBy("lock")
  private int takeFrame(boolean displace) {
    if (vacantCount > 0) {
      return vacant[--vacantCount];
    }
    if (used == maxFrames) {
      return displace && used > 0 ? victim() : NONE;
    }
    if (used % slabFrames == 0) {
      addSlab();
    }
    return used++;
  }

  @GuardedBy("lock")
  private int victim() {
    // Readers may mark frames as fast as this takes marks away: two rounds are enough.
    for (int looked = 0; looked < 2 * used && isMarked(hand); looked++) {
      mark(hand, false);
      hand = hand + 1 == used ? 0 : hand + 1;
    }
    int frame = hand;
    hand = hand + 1 == used ? 0 : hand + 1;
    return frame;
  }

  @GuardedBy("lock")
  private void addSlab() {
    if (used == 0) {
      states = new int[maxFrames * STATE_INTS];
      slabs = new MemorySegment[maxFrames / slabFrames];
      holder = new Blocks[maxFrames];
      heldOrdinal = new int[maxFrames];
      vacant = new int[maxFrames];
    }
    MemoryRegion region = memory.allocate(OWNER, SLAB_BYTES, SLAB_BYTES);
    regions.add(region);
    slabs[used / slabFrames] = region.segment();
  }

  private boolean isMarked(int frame) {
    return states[frame * STATE_INTS + MARK] != 0;
  }

  private void mark(int frame, boolean mark) {
    states[frame * STATE_INTS + MARK] = mark ? 1 : 0;
  }

  /** Where a frame's block starts in its slab, behind its length. */
  private long offset(int frame) {
    return (long) (frame % slabFrames) * frameBytes + LENGTH_BYTES;
  }
}
