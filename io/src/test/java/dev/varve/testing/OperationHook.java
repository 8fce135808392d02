package dev.varve.testing;

import java.io.IOException;
import java.util.function.Predicate;

/**
 * Sees every mutating operation of a {@link MemoryFileSystem} before it is done, and may throw in
 * its place. Called by the thread that operates, without any lock: it may block, and it may use the
 * file system.
 */
@FunctionalInterface
public interface OperationHook {
  /**
   * Called before the operation is done.
   *
   * @throws IOException to fail the operation, which then has no effect
   */
  void before(Operation operation) throws IOException;

  /** Fails every operation that {@code matches}, as a broken disk would. */
  static OperationHook failing(Predicate<Operation> matches) {
    return operation -> {
      if (matches.test(operation)) {
        throw new IOException("injected failure of " + operation);
      }
    };
  }

  /** Fails the operation of that number and no other. */
  static OperationHook failingAt(int number) {
    return failing(operation -> operation.number() == number);
  }

  /** Fails the operation of that number and all later ones. */
  static OperationHook failingFrom(int number) {
    return failing(operation -> operation.number() >= number);
  }
}
