package dev.varve.engine.batch;

import dev.varve.io.CorruptionException;
import dev.varve.io.Varints;
import dev.varve.sstable.EntryKind;
import java.nio.file.Path;

/**
 * Looks at all bytes of a batch that was read back, before {@link BatchReader}, which trusts them,
 * walks over it: a checksum says that bytes are as they were written, not that a batch was written.
 * For one thread.
 */
public final class BatchCheck {
  private final int nextPartition;

  private Path file;
  private byte[] bytes;
  private int begin;
  private int at;
  private int end;

  /** Creates a check for a directory whose partitions, live and dropped, are below a number. */
  public BatchCheck(int nextPartition) {
    this.nextPartition = nextPartition;
  }

  /**
   * Checks one batch.
   *
   * @param file where {@code source} comes from, for error messages; an index into the one is an
   *     offset in the other
   * @return how many operations it has, at least 1
   * @throws CorruptionException if it is not what {@link Batch} writes
   */
  public int check(Path file, byte[] source, int offset, int length) throws CorruptionException {
    this.file = file;
    bytes = source;
    begin = offset;
    at = offset;
    end = offset + length;
    int operations = 0;
    do {
      checkOperation();
      operations++;
    } while (at < end);
    return operations;
  }

  private void checkOperation() throws CorruptionException {
    requireRemaining(1, "the kind of an operation");
    int kind = bytes[at];
    if (kind != EntryKind.PUT.code() && kind != EntryKind.DELETE.code()) {
      throw corrupt("the kind of an operation, 1 or 2", Integer.toString(kind));
    }
    at++;
    varint("a partition from 1 to " + (nextPartition - 1), 1, nextPartition - 1);
    int keyLength =
        varint("a key's length from 1 to " + Batch.MAX_KEY_BYTES, 1, Batch.MAX_KEY_BYTES);
    int valueLength =
        kind == EntryKind.PUT.code()
            ? varint("a value's length", 0, Integer.MAX_VALUE)
            : varint("no value of a delete", 0, 0);
    requireRemaining(keyLength, "a key");
    at += keyLength;
    requireRemaining(valueLength, "a value");
    at += valueLength;
  }

  /** Reads a number in its shortest form. */
  private int varint(String expected, int least, int most) throws CorruptionException {
    int from = at;
    long value = 0;
    int next;
    do {
      if (at - from == Varints.MAX_INT_LENGTH) {
        throw corrupt(from, expected, "a number of more than " + (at - from) + " bytes");
      }
      requireRemaining(1, expected);
      next = bytes[at];
      value |= (next & 0x7fL) << (7 * (at - from));
      at++;
    } while (next < 0);
    if (value < least || value > most) {
      throw corrupt(from, expected, Long.toString(value));
    }
    if (at - from != Varints.length(value)) {
      throw corrupt(from, expected + ", in its shortest form", (at - from) + " bytes");
    }
    return (int) value;
  }

  private void requireRemaining(int length, String of) throws CorruptionException {
    if (length > end - at) {
      throw corrupt(
          "%d bytes of %s".formatted(length, of),
          "%d bytes to the end of the record".formatted(end - at));
    }
  }

  private CorruptionException corrupt(String expected, String found) {
    return corrupt(at, expected, found);
  }

  private CorruptionException corrupt(int where, String expected, String found) {
    return new CorruptionException(
        "batch in the log record with payload at " + begin, file, where, expected, found);
  }
}
