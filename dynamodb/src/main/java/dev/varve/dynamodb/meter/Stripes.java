package dev.varve.dynamodb.meter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Several copies of something that is for one thread at a time. A thread takes the copy that it
 * mostly takes, or, while somebody has that one, the next: so it waits for nobody unless all are
 * taken, and then only as long as somebody counts. Taking one allocates nothing.
 */
final class Stripes<S> {
  /** So many for each processor, so that two threads seldom meet. */
  private static final int PER_PROCESSOR = 2;

  private static final int MOST = 32;
  private static final int SPREAD = 0x9E3779B9;

  private final List<Stripe<S>> stripes;
  private final int mask;

  /** A copy and whose it is. */
  static final class Stripe<S> {
    private final ReentrantLock lock = new ReentrantLock();
    private final S state;

    private Stripe(S state) {
      this.state = state;
    }

    /** The copy; until {@link #release} the calling thread's. */
    S state() {
      return state;
    }

    /** Gives it back. */
    void release() {
      lock.unlock();
    }
  }

  /** Copies that are made by this. */
  Stripes(Supplier<S> maker) {
    int wanted = Math.min(MOST, PER_PROCESSOR * Runtime.getRuntime().availableProcessors());
    int count = Integer.highestOneBit(wanted);
    this.mask = count - 1;
    this.stripes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      stripes.add(new Stripe<>(maker.get()));
    }
  }

  /** Takes a copy, to be released by the same thread. */
  Stripe<S> take() {
    int home = ((int) Thread.currentThread().threadId() * SPREAD) >>> 16;
    for (int i = 0; ; i++) {
      Stripe<S> stripe = stripes.get((home + i) & mask);
      if (stripe.lock.tryLock()) {
        return stripe;
      }
      if (i >= mask) {
        Thread.onSpinWait();
      }
    }
  }

  /** Does something with each copy, one after the other. */
  void forEach(Consumer<S> action) {
    for (Stripe<S> stripe : stripes) {
      stripe.lock.lock();
      try {
        action.accept(stripe.state);
      } finally {
        stripe.lock.unlock();
      }
    }
  }
}
