package dev.varve.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class HugePagesTest {
  private final MemoryLedger ledger = new MemoryLedger();

  @Test
  void wholeHugePagesAreZeroedAlignedAndGoneAfterClosing() {
    long bytes = 2 * HugePages.PAGE_BYTES;
    MemoryRegion region = ledger.allocate("test", bytes, 64);
    MemorySegment segment = region.segment();
    assertEquals(bytes, segment.byteSize());
    assertEquals(0, segment.address() % 64);
    for (long at = 0; at < bytes; at += 4096) {
      assertEquals(0, segment.get(ValueLayout.JAVA_LONG, at));
      segment.set(ValueLayout.JAVA_LONG, at, at);
    }
    assertEquals(bytes - 4096, segment.get(ValueLayout.JAVA_LONG, bytes - 4096));
    assertEquals(bytes, ledger.bytesByOwner().get("test"));
    region.close();
    assertTrue(ledger.bytesByOwner().isEmpty());
    assertThrows(IllegalStateException.class, () -> segment.get(ValueLayout.JAVA_LONG, 0));
  }

  /** The tests run with native access; so on Linux this is the mapped kind. */
  @Test
  void withNativeAccessTheMemoryBeginsAtAHugePage() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return;
    }
    assertTrue(HugePages.class.getModule().isNativeAccessEnabled());
    try (MemoryRegion region = ledger.allocate("test", HugePages.PAGE_BYTES, 64)) {
      assertEquals(0, region.segment().address() % HugePages.PAGE_BYTES);
    }
  }
}
