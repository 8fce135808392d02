package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.testing.Leaks;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class MemoryRegionTest {
  private final MemoryLedger memory = new MemoryLedger();

  @AfterEach
  void nothingIsLeft() {
    Leaks.assertNone(memory);
  }

  @Test
  void memoryIsZeroedAlignedAndCounted() {
    try (MemoryRegion region = memory.allocate("memtable", 1_000, 64)) {
      assertEquals(1_000, region.byteSize());
      assertEquals(0, region.segment().address() % 64);
      assertEquals(-1, region.segment().mismatch(MemorySegment.ofArray(new byte[1_000])));
      assertEquals(Map.of("memtable", 1_000L), memory.bytesByOwner());
    }
  }

  @Test
  void ownersAreCountedApart() {
    MemoryRegion one = memory.allocate("memtable", 100, 8);
    MemoryRegion two = memory.allocate("memtable", 200, 8);
    MemoryRegion cache = memory.allocate("cache", 50, 8);
    assertEquals(Map.of("memtable", 300L, "cache", 50L), memory.bytesByOwner());
    one.close();
    cache.close();
    assertEquals(Map.of("memtable", 200L), memory.bytesByOwner());
    two.close();
  }

  @Test
  void useAfterCloseThrows() {
    MemoryRegion region = memory.allocate("memtable", 100, 8);
    MemorySegment slice = region.segment().asSlice(10, 10);
    region.close();
    assertThrows(IllegalStateException.class, () -> slice.get(ValueLayout.JAVA_BYTE, 0));
    assertThrows(
        IllegalStateException.class,
        () -> region.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
  }

  @Test
  void aSecondCloseThrowsAndCountsOnce() {
    MemoryRegion region = memory.allocate("memtable", 100, 8);
    try (MemoryRegion other = memory.allocate("memtable", 10, 8)) {
      region.close();
      assertThrows(IllegalStateException.class, region::close);
      assertEquals(Map.of("memtable", other.byteSize()), memory.bytesByOwner());
    }
  }

  @Test
  void anotherThreadMayUseAndCloseIt() throws Exception {
    MemoryRegion region = memory.allocate("memtable", 100, 8);
    FutureTask<Void> closing =
        new FutureTask<>(() -> {
          region.segment().set(ValueLayout.JAVA_BYTE, 0, (byte) 1);
          region.close();
          return null;
        });
    Thread.ofPlatform().start(closing);
    closing.get();
    assertThrows(IllegalStateException.class, () -> region.segment().get(ValueLayout.JAVA_BYTE, 0));
  }

  @Test
  void anAllocationThatFailsLeavesNothing() {
    assertThrows(IllegalArgumentException.class, () -> memory.allocate("memtable", -1, 8));
    assertThrows(IllegalArgumentException.class, () -> memory.allocate("memtable", 100, 3));
    assertTrue(memory.bytesByOwner().isEmpty());
  }
}
