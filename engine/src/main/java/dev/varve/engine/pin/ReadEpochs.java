package dev.varve.engine.pin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.ThreadSlots;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Tells when the readers of a replaced object have gone (epoch-based reclamation; Fraser,
 * "Practical lock-freedom", 2004, section 5.2.3).
 *
 * <p>A reader occupies a slot of its own, marked with the epoch at its start, loads the shared
 * references it needs, and leaves. Whoever replaces a shared reference retires the old object
 * afterwards: that ends the epoch, and the object is freed once no slot holds that epoch or an
 * earlier one. Slots lie on cache lines of their own and are found by the thread's number, so that
 * readers on different cores share nothing.
 *
 * <p>Readers must not block inside; longer uses take a reference of their own before they leave.
 */
public final class ReadEpochs {
  private static final int SLOT_BITS = 8;
  private static final int SLOTS = 1 << SLOT_BITS;

  /** Longs per slot: 128 bytes, because processors fetch cache lines in pairs. */
  private static final int STRIDE = 16;

  private static final long FREE = 0;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  private record Retired(long epoch, Runnable free) {}

  private final long[] slots = new long[(SLOTS + 1) * STRIDE];
  private final AtomicLong epoch = new AtomicLong(1);

  @GuardedBy("retired")
  private final ArrayDeque<Retired> retired = new ArrayDeque<>();

  /** Threads that free something now. */
  @GuardedBy("retired")
  private int freeing;

  /** Creates the slots. */
  public ReadEpochs() {}

  /** Number of slots; {@link #enter} returns smaller numbers. */
  public static int slotCount() {
    return SLOTS;
  }

  /**
   * Begins a read. What is loaded from shared references between this and {@link #exit} stays
   * usable until then.
   *
   * @return the slot, the caller's alone until {@link #exit}
   */
  public int enter() {
    int slot = ThreadSlots.current(SLOT_BITS);
    while (true) {
      // A full fence: the loads that follow cannot be served before the slot is seen to be taken.
      if (SLOT.compareAndSet(slots, (slot + 1) * STRIDE, FREE, epoch.get())) {
        return slot;
      }
      slot = (slot + 1) & (SLOTS - 1);
      if (slot == 0) {
        BusySpinIdleStrategy.INSTANCE.idle();
      }
    }
  }

  /** Ends a read. */
  public void exit(int slot) {
    SLOT.setRelease(slots, (slot + 1) * STRIDE, FREE);
  }

  /**
   * Hands over something to be freed once all present readers have gone, by a later {@link
   * #reclaim}: freeing is for the background.
   *
   * @param free must not throw; runs on the thread that finds the readers gone
   */
  public void retire(Runnable free) {
    synchronized (retired) {
      retired.add(new Retired(epoch.getAndIncrement(), free));
    }
  }

  /** Frees what no reader can hold any more. */
  public void reclaim() {
    while (true) {
      Runnable free;
      synchronized (retired) {
        Retired oldest = retired.peek();
        if (oldest == null || oldest.epoch >= oldestReader()) {
          return;
        }
        retired.remove();
        free = oldest.free;
        freeing++;
      }
      try {
        free.run();
      } finally {
        synchronized (retired) {
          freeing--;
        }
      }
    }
  }

  /** Waits for all present readers, and until everything that was handed over is freed. */
  public void reclaimAll() {
    retire(() -> {}); // whose turn comes when the present readers are gone
    IdleStrategy waiting = new BackoffIdleStrategy();
    while (true) {
      reclaim();
      synchronized (retired) {
        if (retired.isEmpty() && freeing == 0) {
          return;
        }
      }
      waiting.idle();
    }
  }

  private long oldestReader() {
    long oldest = Long.MAX_VALUE;
    for (int slot = 0; slot < SLOTS; slot++) {
      long started = (long) SLOT.getVolatile(slots, (slot + 1) * STRIDE);
      if (started != FREE) {
        oldest = Math.min(oldest, started);
      }
    }
    return oldest;
  }
}
