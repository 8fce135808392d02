package dev.varve.io;

/**
 * Marks threads that serve many callers, all of whom would wait if one did. In such a thread a call
 * that would have to wait for storage, for work in the background, or for a caller that may itself
 * wait for these, throws {@link WouldWait} and has changed nothing; another thread can be asked
 * then. Threads without the mark wait.
 *
 * <p>Also these threads wait for what mostly takes microseconds: a lock under which nobody waits,
 * and memory. Whoever calls in them asks before whether items are in memory ({@link
 * FileSystem#isInMemory}).
 */
public interface NeverWaits {
  /** Whether the current thread is one of them. */
  static boolean here() {
    return Thread.currentThread() instanceof NeverWaits;
  }

  /**
   * Called before a wait, and before anything is changed.
   *
   * @throws WouldWait if the current thread is one of them
   */
  static void check() {
    if (here()) {
      throw new WouldWait();
    }
  }
}
