package dev.varve.engine.read;

import dev.varve.engine.pin.ReadEpochs;
import dev.varve.io.MemoryLedger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** A {@link PointRead} for each slot of {@link ReadEpochs}, made when it is first needed. */
public final class PointReads implements AutoCloseable {
  private final MemoryLedger memory;
  private final AtomicReferenceArray<PointRead> reads =
      new AtomicReferenceArray<>(ReadEpochs.slotCount());

  public PointReads(MemoryLedger memory) {
    this.memory = memory;
  }

  /** That of a slot, which has to be the caller's. */
  public PointRead at(int slot) {
    PointRead read = reads.getPlain(slot);
    if (read == null) {
      read = new PointRead(memory);
      reads.set(slot, read);
    }
    return read;
  }

  /** After a read in a slot: gives back what exceeds {@link dev.varve.sstable.Lookup#release}. */
  public void release(int slot) {
    PointRead read = reads.getPlain(slot);
    if (read != null) {
      read.release();
    }
  }

  /** Frees their memory; after the last read. */
  @Override
  public void close() {
    for (int slot = 0; slot < reads.length(); slot++) {
      PointRead read = reads.get(slot);
      if (read != null) {
        read.close();
      }
    }
  }
}
