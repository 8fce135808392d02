package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.PendingFault;
import dev.varve.sstable.block.MalformedBlockException;
import java.nio.file.Path;

/**
 * The guard of all reads of mapped tables: turns what a read of a file that was cut or cannot be
 * read throws into a {@link CorruptionException}.
 *
 * <p>When a page of a mapping cannot be read, the {@link InternalError} may come late, as {@link
 * PendingFault} tells. Where a file ends within a page, the rest of the page reads as zeros and
 * nothing is thrown. So every read of a mapping has this form:
 *
 * <pre>{@code
 * try {
 *   // read
 *   table.confirmReads(); // the file is whole, and no fault is pending
 *   return answer;
 * } catch (InternalError | RuntimeException | CorruptionException wrong) {
 *   throw MappingFaults.report(path, offset, wrong);
 * }
 * }</pre>
 *
 * <p>A read that copies out of the mapping and verifies the copy's checksum calls {@link
 * PendingFault#deliver} in place of {@code confirmReads}.
 */
final class MappingFaults {
  private MappingFaults() {}

  /**
   * The cause of a failed read: the fault that is still pending, whose garbage was noticed first,
   * or else what was thrown. Afterwards no fault is pending.
   */
  static Throwable settle(Throwable thrown) {
    try {
      PendingFault.deliver();
    } catch (InternalError fault) {
      return fault;
    }
    return thrown;
  }

  /**
   * The error to throw for a failed read: a page could not be read, or bytes that were verified
   * once make no sense any more.
   *
   * @throws RuntimeException {@code thrown} itself, if it says nothing about the file: the table is
   *     closed
   */
  static CorruptionException report(Path file, long offset, Throwable thrown) {
    Throwable cause = settle(thrown);
    return switch (cause) {
      case CorruptionException corruption -> corruption;
      case InternalError fault -> CorruptionException.unreadable(file, offset, fault);
      case MalformedBlockException malformed -> malformed(file, offset, malformed);
      case IndexOutOfBoundsException outside -> malformed(file, offset, outside);
      case RuntimeException other -> throw other;
      default -> throw new AssertionError(cause);
    };
  }

  private static CorruptionException malformed(Path file, long offset, RuntimeException cause) {
    CorruptionException corruption =
        new CorruptionException(
            "block", file, offset, "the content verified before", String.valueOf(cause));
    corruption.initCause(cause);
    return corruption;
  }
}
