package dev.varve.engine.pin;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something that is freed when its last holder lets go. Created with one reference, its creator's.
 * Thread-safe.
 */
public abstract class RefCounted {
  private final AtomicInteger references = new AtomicInteger(1);

  /** For subclasses. */
  protected RefCounted() {}

  /** Adds a reference; the caller must know that one is held meanwhile. */
  public final void retain() {
    if (references.getAndIncrement() <= 0) {
      throw new AssertionError("retained after it was freed: " + this);
    }
  }

  /** Drops a reference; the last one frees. */
  public final void release() {
    int left = references.decrementAndGet();
    if (left == 0) {
      free();
    } else if (left < 0) {
      throw new AssertionError("released too often: " + this);
    }
  }

  /** Called once, by whoever releases last. Must not throw. */
  protected abstract void free();
}
