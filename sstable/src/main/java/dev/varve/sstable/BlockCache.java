package dev.varve.sstable;

import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import dev.varve.sstable.block.BlockLayout;
import dev.varve.sstable.block.Scratch;
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
 * <p>Memory is cut into frames of one size; a block that does not fit into one is not kept. Which
 * block gives way is chosen by the clock algorithm (Corbato, "A Paging Experiment with the Multics
 * System", 1968). A block comes in without its mark, so what is used once goes first, and long
 * scans, which do not put blocks in, leave the cache as it is.
 *
 * <p>Thread-safe. Readers copy a frame and then look at its version, which is odd while the frame
 * is written and changes with its content (Lameter, "Effective Synchronization on Linux/NUMA
 * Systems", 2005, on sequence locks): they take no lock and write nothing but a mark. Close it
 * after the tables.
 */
public final class BlockCache implements AutoCloseable {
  private static final String OWNER = "block cache";
  private static final VarHandle VERSION = MethodHandles.arrayElementVarHandle(int[].class);
  private static final int SLAB_BYTES = (int) MemoryLedger.LARGE_PAGE_BYTES;
  private static final int MOST_SLABS = 1 << 16; // 128 GiB
  private static final int NONE = -1;

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

  private final MemoryLedger memory;
  private final int frameBytes;
  private final int slabFrames;
  private final int maxFrames;
  private final ReentrantLock lock = new ReentrantLock();

  // Per frame or slab; made when the first block comes. A reader has a frame's number from an
  // acquiring load, so it sees them.
  private int[] version;
  private int[] length;
  private boolean[] marked;
  private MemorySegment[] slabs;

  // Guarded by the lock.
  private final List<MemoryRegion> regions = new ArrayList<>();
  private Blocks[] holder;
  private int[] heldOrdinal;
  private int used;
  private int hand;

  /**
   * Creates an empty cache, which holds no memory yet.
   *
   * @param maxBytes memory for blocks; less than 2 MiB for none
   * @param blockBytes {@link SSTableOptions#blockBytes}; greater blocks are not kept
   */
  public BlockCache(MemoryLedger memory, long maxBytes, int blockBytes) {
    this.memory = memory;
    // Blocks are cut by an estimate of their length.
    frameBytes = blockBytes + blockBytes / 16 + BlockLayout.SLACK_BYTES;
    slabFrames = SLAB_BYTES / frameBytes;
    maxFrames = (int) Math.min(maxBytes / SLAB_BYTES, MOST_SLABS) * slabFrames;
  }

  /**
   * Copies a block to the start of scratch memory.
   *
   * @return the block's length, or -1 if it is not here
   */
  int copy(Blocks blocks, int ordinal, Scratch target) {
    int frame = blocks.frame(ordinal);
    if (frame == NONE) {
      return NONE;
    }
    int[] versions = version;
    int before = (int) VERSION.getAcquire(versions, frame);
    if ((before & 1) != 0 || blocks.frame(ordinal) != frame) {
      return NONE;
    }
    // Should the frame be written meanwhile, this is some block's length, and fits.
    int bytes = length[frame];
    MemorySegment.copy(
        slabs[frame / slabFrames],
        offset(frame),
        target.atLeast(bytes + (long) BlockLayout.SLACK_BYTES),
        0,
        bytes);
    VarHandle.loadLoadFence();
    if ((int) VERSION.getOpaque(versions, frame) != before) {
      return NONE;
    }
    if (!marked[frame]) {
      marked[frame] = true;
    }
    return bytes;
  }

  /** Keeps a copy of a block, unless it is too long or another thread is about to do the like. */
  void add(Blocks blocks, int ordinal, MemorySegment content, int contentBytes) {
    if (contentBytes > frameBytes - BlockLayout.SLACK_BYTES || !lock.tryLock()) {
      return;
    }
    try {
      int frame = blocks.frame(ordinal) == NONE ? takeFrame() : NONE;
      if (frame == NONE) {
        return;
      }
      int before = version[frame];
      // A full fence: nobody may see the new content under the old version.
      VERSION.setVolatile(version, frame, before + 1);
      if (holder[frame] != null) {
        holder[frame].set(heldOrdinal[frame], NONE);
      }
      MemorySegment.copy(content, 0, slabs[frame / slabFrames], offset(frame), contentBytes);
      length[frame] = contentBytes;
      marked[frame] = false;
      holder[frame] = blocks;
      heldOrdinal[frame] = ordinal;
      VERSION.setRelease(version, frame, before + 2);
      blocks.set(ordinal, frame);
    } finally {
      lock.unlock();
    }
  }

  /** Gives up the blocks of a table that nobody reads any more. */
  void forget(Blocks blocks) {
    lock.lock();
    try {
      for (int ordinal = 0; ordinal < blocks.frames.length; ordinal++) {
        int frame = blocks.frame(ordinal);
        if (frame != NONE) {
          holder[frame] = null;
          marked[frame] = false;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Frees the memory. */
  @Override
  public void close() {
    regions.forEach(MemoryRegion::close);
    regions.clear();
  }

  private int takeFrame() {
    if (used == maxFrames) {
      return used == 0 ? NONE : victim();
    }
    if (used % slabFrames == 0) {
      addSlab();
    }
    return used++;
  }

  private int victim() {
    // Readers may mark frames as fast as this takes marks away: two rounds are enough.
    for (int looked = 0; looked < 2 * used && marked[hand]; looked++) {
      marked[hand] = false;
      hand = hand + 1 == used ? 0 : hand + 1;
    }
    int frame = hand;
    hand = hand + 1 == used ? 0 : hand + 1;
    return frame;
  }

  private void addSlab() {
    if (used == 0) {
      version = new int[maxFrames];
      length = new int[maxFrames];
      marked = new boolean[maxFrames];
      slabs = new MemorySegment[maxFrames / slabFrames];
      holder = new Blocks[maxFrames];
      heldOrdinal = new int[maxFrames];
    }
    MemoryRegion region = memory.allocate(OWNER, SLAB_BYTES, SLAB_BYTES);
    regions.add(region);
    slabs[used / slabFrames] = region.segment();
  }

  private long offset(int frame) {
    return (long) (frame % slabFrames) * frameBytes;
  }
}
