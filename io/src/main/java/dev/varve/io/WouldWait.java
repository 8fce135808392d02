package dev.varve.io;

/**
 * Thrown in a thread that {@link NeverWaits} by a call that would have to wait. Nothing has been
 * changed: another thread can make the call.
 *
 * <p>An error, so that nobody who answers for the failures of a call takes it for one; without a
 * stack trace, since nothing is amiss.
 */
public final class WouldWait extends Error {
  private static final long serialVersionUID = 1L;

  /** A call would have to wait. */
  public WouldWait() {
    super("the call would have to wait", null, false, false);
  }
}
