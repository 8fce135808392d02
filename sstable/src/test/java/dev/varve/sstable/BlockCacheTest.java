package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockCacheTest {
  /** So large that few frames make a slab. */
  private static final int BLOCK_BYTES = 200_000;

  private static final int BLOCKS = 40;

  private final MemoryLedger ledger = new MemoryLedger();

  private BlockCache cache(long maxBytes) {
    return new BlockCache(ledger, maxBytes, BLOCK_BYTES);
  }

  /** A block's content tells whose it is, everywhere. */
  private static byte[] content(int table, int ordinal, int version) {
    byte[] content = new byte[100 + 7 * ordinal + version];
    Arrays.fill(content, (byte) (table * 64 + ordinal + version));
    return content;
  }

  private static void add(BlockCache cache, BlockCache.Blocks blocks, int ordinal, byte[] content) {
    cache.add(blocks, ordinal, MemorySegment.ofArray(content), content.length, true);
  }

  private static byte[] copy(BlockCache cache, BlockCache.Blocks blocks, int ordinal) {
    BlockCache.Frame frame = new BlockCache.Frame();
    if (!cache.find(blocks, ordinal, frame)) {
      return null;
    }
    byte[] copy = new byte[frame.length()];
    MemorySegment.copy(
        frame.segment(), ValueLayout.JAVA_BYTE, frame.offset(), copy, 0, copy.length);
    if (!frame.isUnchanged()) {
      return null;
    }
    frame.mark();
    return copy;
  }

  @Property(tries = 50)
  void whatIsThereIsRight(@ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int slabs) {
    Random random = new Random(seed);
    try (BlockCache cache = cache(slabs * MemoryLedger.LARGE_PAGE_BYTES)) {
      List<BlockCache.Blocks> tables =
          new ArrayList<>(List.of(new BlockCache.Blocks(BLOCKS), new BlockCache.Blocks(BLOCKS)));
      int[] version = new int[tables.size()];
      for (int step = 0; step < 2_000; step++) {
        int table = random.nextInt(tables.size());
        int ordinal = random.nextInt(BLOCKS);
        byte[] right = content(table, ordinal, version[table]);
        byte[] found = copy(cache, tables.get(table), ordinal);
        if (found != null) {
          assertEquals(MemorySegment.ofArray(right).mismatch(MemorySegment.ofArray(found)), -1);
        } else {
          add(cache, tables.get(table), ordinal, right);
          assertEquals(slabs > 0, copy(cache, tables.get(table), ordinal) != null);
        }
        if (random.nextInt(500) == 0) {
          cache.forget(tables.get(table));
          tables.set(table, new BlockCache.Blocks(BLOCKS));
          version[table]++;
        }
      }
      long held = ledger.bytesByOwner().getOrDefault("block cache", 0L);
      assertEquals(slabs * MemoryLedger.LARGE_PAGE_BYTES, held);
    }
    assertEquals(Map.of(), ledger.bytesByOwner());
  }

  @Test
  void blocksThatAreUsedAgainOutliveThoseThatAreNot() {
    try (BlockCache cache = cache(MemoryLedger.LARGE_PAGE_BYTES)) {
      BlockCache.Blocks blocks = new BlockCache.Blocks(1_000);
      for (int ordinal = 0; ordinal < 1_000; ordinal++) {
        add(cache, blocks, ordinal, content(0, ordinal, 0));
        for (int used = 0; used < Math.min(ordinal, 3); used++) {
          assertTrue(copy(cache, blocks, used) != null, "block " + used);
        }
      }
    }
  }

  @Test
  void scansFillEmptyFramesButDisplaceNothing() {
    try (BlockCache cache = cache(MemoryLedger.LARGE_PAGE_BYTES)) {
      BlockCache.Blocks sought = new BlockCache.Blocks(3);
      for (int ordinal = 0; ordinal < 3; ordinal++) {
        add(cache, sought, ordinal, content(0, ordinal, 0));
      }
      BlockCache.Blocks scanned = new BlockCache.Blocks(BLOCKS);
      int kept = scan(cache, scanned);
      assertTrue(kept > 0 && kept < BLOCKS, kept + " blocks kept");
      for (int ordinal = 0; ordinal < 3; ordinal++) {
        assertNotNull(copy(cache, sought, ordinal));
      }
      cache.forget(scanned);
      assertEquals(kept, scan(cache, new BlockCache.Blocks(BLOCKS)));
    }
  }

  /** Returns how many blocks are in the cache after all have come by. */
  private static int scan(BlockCache cache, BlockCache.Blocks blocks) {
    int kept = 0;
    for (int ordinal = 0; ordinal < BLOCKS; ordinal++) {
      byte[] content = content(1, ordinal, 0);
      cache.add(blocks, ordinal, MemorySegment.ofArray(content), content.length, false);
      kept += copy(cache, blocks, ordinal) == null ? 0 : 1;
    }
    return kept;
  }

  @Test
  void aFrameWrittenAnewIsNoLongerWhatWasFound() {
    try (BlockCache cache = cache(MemoryLedger.LARGE_PAGE_BYTES)) {
      BlockCache.Blocks blocks = new BlockCache.Blocks(BLOCKS);
      BlockCache.Frame frame = new BlockCache.Frame();
      add(cache, blocks, 0, content(0, 0, 0));
      assertTrue(cache.find(blocks, 0, frame) && frame.isUnchanged());
      for (int ordinal = 1; ordinal < BLOCKS; ordinal++) {
        add(cache, blocks, ordinal, content(0, ordinal, 0));
      }
      assertFalse(frame.isUnchanged());
    }
  }

  @Test
  void aBlockThatFitsNoFrameIsNotKept() {
    try (BlockCache cache = cache(MemoryLedger.LARGE_PAGE_BYTES)) {
      BlockCache.Blocks blocks = new BlockCache.Blocks(1);
      add(cache, blocks, 0, new byte[2 * BLOCK_BYTES]);
      assertNull(copy(cache, blocks, 0));
      assertEquals(Map.of(), ledger.bytesByOwner());
    }
  }

  @Test
  void blocksLargerThanASlabAreNotKeptAndManySmallOnesCounted() {
    for (int blockBytes : new int[] {64, 4 << 20}) {
      try (BlockCache cache = new BlockCache(ledger, Long.MAX_VALUE, blockBytes)) {
        BlockCache.Blocks blocks = new BlockCache.Blocks(1);
        cache.forget(blocks);
        assertNull(copy(cache, blocks, 0));
      }
    }
    try (BlockCache cache =
        new BlockCache(ledger, 3 * MemoryLedger.LARGE_PAGE_BYTES - 1, 4 << 20)) {
      BlockCache.Blocks blocks = new BlockCache.Blocks(1);
      add(cache, blocks, 0, new byte[100]);
      assertNull(copy(cache, blocks, 0));
      assertEquals(Map.of(), ledger.bytesByOwner());
    }
  }

  @Test
  void readersBesideWritersSeeWholeBlocks() throws Exception {
    try (BlockCache cache = cache(MemoryLedger.LARGE_PAGE_BYTES);
        ExecutorService threads = Executors.newFixedThreadPool(3)) {
      BlockCache.Blocks blocks = new BlockCache.Blocks(BLOCKS);
      Callable<Integer> user =
          () -> {
            int hits = 0;
            Random random = new Random();
            for (int step = 0; step < 100_000; step++) {
              int ordinal = random.nextInt(BLOCKS);
              byte[] found = copy(cache, blocks, ordinal);
              if (found == null) {
                add(cache, blocks, ordinal, content(0, ordinal, 0));
              } else {
                hits++;
                assertEquals(
                    -1,
                    MemorySegment.ofArray(found)
                        .mismatch(MemorySegment.ofArray(content(0, ordinal, 0))));
              }
            }
            return hits;
          };
      List<Future<Integer>> users = new ArrayList<>();
      for (int thread = 0; thread < 3; thread++) {
        users.add(threads.submit(user));
      }
      for (Future<Integer> done : users) {
        assertTrue(done.get() > 0);
      }
    }
    assertEquals(Map.of(), ledger.bytesByOwner());
  }
}
