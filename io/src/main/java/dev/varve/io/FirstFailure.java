package dev.varve.io;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The first failure of something that does not go on after it, kept so that every later refusal
 * names the cause. Failures after the first are dropped here: as a rule they follow from it, and
 * each has reached its own caller. Thread-safe; asking costs one volatile load.
 */
public final class FirstFailure {
  private final AtomicReference<Throwable> first = new AtomicReference<>();

  /** Nothing has failed yet. */
  public FirstFailure() {}

  /**
   * Keeps a failure if it is the first.
   *
   * @return whether it is
   */
  public boolean keep(Throwable failure) {
    return first.compareAndSet(null, failure);
  }

  /** Whether something has failed. */
  public boolean isPresent() {
    return first.get() != null;
  }

  /** The first failure, or {@code null} while there is none. */
  public Throwable get() {
    return first.get();
  }

  /**
   * Refuses what cannot be done after a failure.
   *
   * @param refusal the message, without the cause, which is added to it
   * @throws IOException if something has failed; its cause is the first failure
   */
  public void throwIfPresent(String refusal) throws IOException {
    Throwable cause = first.get();
    if (cause != null) {
      throw new IOException(refusal + ": " + cause, cause);
    }
  }
}
