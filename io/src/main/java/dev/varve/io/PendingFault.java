package dev.varve.io;

/**
 * Makes the virtual machine deliver a fault of a mapping.
 *
 * <p>When a page of a mapping cannot be read or written, compiled code goes on, with an arbitrary
 * value in place of what it read, and the {@link InternalError} is thrown at the thread's next
 * safepoint poll, which may lie behind the {@code try} block, in the caller of the caller. So code
 * that reads or writes a mapping passes a poll inside of that block; only then may it trust the
 * bytes read, or count the bytes stored as written.
 */
public final class PendingFault {
  // Not final and not a constant, so that the compiler does not know the number of rounds.
  private static int rounds = 1;

  private PendingFault() {}

  /** Throws the pending fault of this thread's earlier accesses, if there is one. About 1 ns. */
  public static void deliver() {
    // The compiler keeps a safepoint poll in each loop that it cannot prove to be a counted one.
    for (int left = rounds; left != 0; left >>>= 1) {
      // The poll is all there is.
    }
  }
}
