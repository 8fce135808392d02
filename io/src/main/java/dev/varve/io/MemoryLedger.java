package dev.varve.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts off-heap bytes by owner, mappings and allocations alike. Once all regions are closed,
 * every count is zero again. Thread-safe.
 */
public final class MemoryLedger {
  /** Multiples of this come in large pages, where there are any. */
  public static final long LARGE_PAGE_BYTES = HugePages.PAGE_BYTES;

  private final ConcurrentHashMap<String, LongAdder> bytesByOwner = new ConcurrentHashMap<>();

  /** Creates an empty ledger. */
  public MemoryLedger() {}

  /**
   * Allocates zeroed native memory. Whole multiples of 2 MiB come in huge pages where the system
   * grants them and native access is enabled.
   *
   * @param owner names the holder in reports
   * @param alignmentBytes a power of two, at most 2 MiB
   * @return the memory, owned by the caller
   */
  public MemoryRegion allocate(String owner, long byteSize, long alignmentBytes) {
    Arena arena = Arena.ofShared();
    boolean allocated = false;
    try {
      MemorySegment segment =
          byteSize % HugePages.PAGE_BYTES == 0 ? HugePages.allocate(byteSize, arena) : null;
      if (segment == null) {
        segment = arena.allocate(byteSize, alignmentBytes);
      }
      MemoryRegion region = new MemoryRegion(this, owner, arena, segment);
      allocated = true;
      return region;
    } finally {
      if (!allocated) {
        arena.close();
      }
    }
  }

  /** Bytes held now, by owner, without the owners that hold none. */
  public Map<String, Long> bytesByOwner() {
    Map<String, Long> held = new TreeMap<>();
    bytesByOwner.forEach((owner, bytes) -> {
      if (bytes.sum() != 0) {
        held.put(owner, bytes.sum());
      }
    });
    return held;
  }

  void add(String owner, long bytes) {
    bytesByOwner.computeIfAbsent(owner, _ -> new LongAdder()).add(bytes);
  }

  void subtract(String owner, long bytes) {
    LongAdder held = bytesByOwner.get(owner);
    assert held != null : owner + " gives back what it never held";
    held.add(-bytes);
  }
}
