package dev.varve.engine.memtable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.io.MemoryRegion;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ChunkPoolTest {
  private static final long CHUNK = ChunkPool.CHUNK_BYTES;

  private final MemoryLedger ledger = new MemoryLedger();
  private final Queue<Runnable> background = new ArrayDeque<>();

  @Test
  void aChunkThatWasGivenBackIsTakenNext() {
    ChunkPool pool = pool(CHUNK);
    MemoryRegion chunk = take(pool);
    pool.giveBack(chunk);
    assertSame(chunk, take(pool));
    pool.giveBack(chunk);
    pool.close();
    assertEquals(Map.of(), ledger.bytesByOwner());
  }

  @Test
  void takingMakesChunksReadyInTheBackground() {
    ChunkPool pool = pool(8 * CHUNK);
    pool.giveBack(take(pool));
    assertEquals(1, background.size());
    background.remove().run();
    assertEquals(Map.of("memtable.free", 4L * CHUNK), ledger.bytesByOwner());
    pool.giveBack(take(pool));
    assertTrue(background.size() <= 1);
    pool.close();
    background.forEach(Runnable::run);
    assertEquals(Map.of(), ledger.bytesByOwner());
  }

  @Test
  void noMoreIsKeptThanAllowed() {
    ChunkPool pool = pool(2 * CHUNK);
    MemoryRegion first = take(pool);
    MemoryRegion second = take(pool);
    MemoryRegion third = take(pool);
    pool.giveBack(first);
    pool.giveBack(second);
    pool.giveBack(third);
    assertEquals(Map.of("memtable.free", 2L * CHUNK), ledger.bytesByOwner());
    pool.close();
  }

  @Test
  void withoutRoomNothingIsKeptOrMadeReady() {
    ChunkPool pool = pool(CHUNK - 1);
    pool.giveBack(take(pool));
    assertEquals(0, background.size());
    assertEquals(Map.of(), ledger.bytesByOwner());
    pool.close();
  }

  @Test
  void whatIsGivenBackAfterTheEndIsFreed() {
    ChunkPool pool = pool(CHUNK);
    MemoryRegion chunk = take(pool);
    pool.close();
    pool.giveBack(chunk);
    assertEquals(Map.of(), ledger.bytesByOwner());
  }

  private ChunkPool pool(long maxFreeBytes) {
    return new ChunkPool(ledger, "memtable", background::add, maxFreeBytes);
  }

  private static MemoryRegion take(ChunkPool pool) {
    return pool.take(ChunkPool.CHUNK_BYTES, 64);
  }
}
