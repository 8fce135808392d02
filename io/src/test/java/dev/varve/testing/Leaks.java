package dev.varve.testing;

import dev.varve.io.MemoryLedger;
import java.util.List;
import java.util.Map;

/** Checks that everything that was opened has been closed. */
public final class Leaks {
  private Leaks() {}

  /** Fails if the ledger still counts bytes of any owner. */
  public static void assertNone(MemoryLedger memory) {
    Map<String, Long> held = memory.bytesByOwner();
    if (!held.isEmpty()) {
      throw new AssertionError("off-heap bytes still held, by owner: " + held);
    }
  }

  /** Fails if the file system has open handles, locks or mappings. */
  public static void assertNone(MemoryFileSystem files) {
    List<String> handles = files.openHandles();
    if (!handles.isEmpty()) {
      throw new AssertionError("still open: " + handles);
    }
    assertNone(files.memory());
  }
}
