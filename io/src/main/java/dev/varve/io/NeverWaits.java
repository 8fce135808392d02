package dev.varve.io;

import java.io.IOException;

/**
 * Marks threads that serve many callers, all of whom would wait if one did. In such a thread a call
 * that would have to wait for storage, for work in the background, or for a caller that may itself
 * wait for these, throws {@link WouldWait} and has changed nothing; another thread can be asked
 * then. Threads without the mark wait.
 *
 * <p>Also these threads wait for what mostly takes microseconds: a lock under which nobody waits,
 * and memory. Whoever calls in them asks before whether items are in memory ({@link
 * FileSystem#isInMemory}).
 *
 * <p>A write that is to be acknowledged only when it is on storage can be made in such a thread all
 * the same, if the thread takes the wait from it: another thread waits then, and answers.
 */
public interface NeverWaits {
  /** Whether the current thread is one of them. */
  static boolean here() {
    return Thread.currentThread() instanceof NeverWaits;
  }

  /** What is left to be waited for. */
  @FunctionalInterface
  interface Wait {
    /** Returns when it is over; throws what the call that left it would have thrown. */
    void await() throws IOException;
  }

  /** Whether this thread takes what calls in it would have to wait for at their end. */
  default boolean takesWaits() {
    return false;
  }

  /** Takes such a wait; what the call returns counts only when it is over. */
  default void take(Wait wait) {
    throw new IllegalStateException("this thread takes no waits");
  }

  /**
   * Called before anything is changed that has to be waited for at the end.
   *
   * @throws WouldWait if the current thread never waits, and takes no waits
   */
  static void checkEnd() {
    if (Thread.currentThread() instanceof NeverWaits thread && !thread.takesWaits()) {
      throw new WouldWait();
    }
  }

  /** Waits at the end of a call, or leaves that to the current thread if it never waits. */
  static void awaitEnd(Wait wait) throws IOException {
    if (Thread.currentThread() instanceof NeverWaits thread) {
      thread.take(wait);
    } else {
      wait.await();
    }
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
