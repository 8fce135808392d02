package dev.varve.sstable.block;

import static dev.varve.sstable.block.BlockLayout.INT;

import dev.varve.io.Varints;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The decoded fields in front of an entry's key suffix. Reusable; for one thread. */
final class EntryHeader {
  /** The top bits of the three varints; clear if each is one byte long. */
  private static final int LONG_FORM = 0x0080_8080;

  int sharedLength;
  int suffixLength;
  int valueLength;
  int kind;
  long sequence;

  /**
   * Decodes the header at {@code at}.
   *
   * @return where the key suffix starts
   */
  long read(MemorySegment segment, long at) {
    int word = segment.get(INT, at);
    if ((word & LONG_FORM) == 0) {
      sharedLength = word & 0xff;
      suffixLength = (word >>> 8) & 0xff;
      valueLength = (word >>> 16) & 0xff;
      kind = word >>> 24;
      at += 4;
    } else {
      sharedLength = (int) Varints.get(segment, at);
      at += Varints.length(sharedLength);
      suffixLength = (int) Varints.get(segment, at);
      at += Varints.length(suffixLength);
      valueLength = (int) Varints.get(segment, at);
      at += Varints.length(valueLength);
      kind = segment.get(ValueLayout.JAVA_BYTE, at++);
    }
    sequence = Varints.get(segment, at);
    return at + Varints.length(sequence);
  }
}
