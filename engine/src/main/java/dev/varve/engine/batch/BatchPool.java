package dev.varve.engine.batch;

import dev.varve.io.ThreadSlots;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Idle batches for writes of one operation, so that these allocate nothing. Thread-safe. */
public final class BatchPool {
  private static final int SLOT_BITS = 6;

  /** References between two slots: 64 bytes at least, so that threads do not share lines. */
  private static final int STRIDE = 16;

  /** What a large value has made larger is left to the garbage collector. */
  private static final int MAX_KEPT_BYTES = 64 << 10;

  private final AtomicReferenceArray<Batch> idle =
      new AtomicReferenceArray<>((1 << SLOT_BITS) * STRIDE);

  /** An empty batch, the caller's until it is given back. */
  public Batch take() {
    Batch batch = idle.getAndSet(slot(), null);
    return batch == null ? new Batch() : batch;
  }

  public void giveBack(Batch batch) {
    if (batch.array().length <= MAX_KEPT_BYTES) {
      batch.clear();
      idle.setRelease(slot(), batch);
    }
  }

  /** Mostly the thread's own. */
  private static int slot() {
    return ThreadSlots.current(SLOT_BITS) * STRIDE;
  }
}
