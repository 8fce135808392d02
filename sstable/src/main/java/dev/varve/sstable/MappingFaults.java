package dev.varve.sstable;

/**
 * Makes the virtual machine deliver a pending fault of a mapping.
 *
 * <p>When a page of a mapping cannot be read, compiled code goes on with an arbitrary value and the
 * {@link InternalError} is thrown at the thread's next safepoint poll, which may lie behind the
 * {@code try} block, in the caller of the caller. So whoever reads a mapping in place passes a poll
 * before leaving the block that catches the error, and only then trusts what it read.
 */
final class MappingFaults {
  // Not final and not a constant, so that the compiler does not know the number of rounds.
  private static int rounds = 1;

  private MappingFaults() {}

  /** Throws the pending fault of this thread's earlier reads, if there is one. About 1 ns. */
  static void deliver() {
    // The compiler keeps a safepoint poll in each loop that it cannot prove to be a counted one.
    for (int left = rounds; left != 0; left >>>= 1) {
      // The poll is all there is.
    }
  }
}
