package dev.varve.sstable.block;

import static dev.varve.sstable.block.BlockLayout.KEY_WORD;

import dev.varve.io.Bytes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Point search in a data block, and its result. Keys are compared where they lie; none is
 * assembled. Reusable; for one thread.
 */
public final class BlockSearch {
  private final EntryHeader header = new EntryHeader();
  private long valueAt;

  /** Creates a search without a result. */
  public BlockSearch() {}

  /** Stored kind of the entry found. */
  public int kind() {
    return header.kind;
  }

  /** Sequence number of the entry found. */
  public long sequence() {
    return header.sequence;
  }

  /** Where the value of the entry found starts in the block's memory. */
  public long valueAt() {
    return valueAt;
  }

  /** Length of the value of the entry found. */
  public int valueLength() {
    return header.valueLength;
  }

  /**
   * Finds the first entry of {@code userKey} with a sequence number of at most {@code sequence}.
   *
   * <p>Along the scan, {@code matched} counts the bytes in which the last entry's key, known to
   * sort before the target, agrees with it. An entry that shares more than that with its
   * predecessor differs from the target where the predecessor did, so it sorts before as well; one
   * that shares less is larger than its predecessor in a byte that agreed, so it and all that
   * follow sort behind. Only an entry that shares exactly {@code matched} bytes is compared, from
   * there on.
   *
   * @return whether there is one; only then does this object hold a result
   */
  public boolean find(Block block, byte[] userKey, long sequence) {
    if (block.compareWithCommonPrefix(userKey) != 0) {
      return false;
    }
    int restart = block.restartsBefore(userKey, sequence);
    if (block.restartInterval > 1) {
      restart = Math.max(0, restart - 1);
    } else if (restart == block.restartCount) {
      return false;
    }
    MemorySegment segment = block.segment;
    long at = block.restartKeyAt(restart);
    long value = block.restartValueAt(restart);
    int skip = block.commonPrefixLength;
    int matched = 0;
    for (int untilRestart = 0; at < block.commonPrefixAt; untilRestart--) {
      if (untilRestart == 0) {
        untilRestart = block.restartInterval;
        matched = 0; // a restart entry shares nothing
      }
      long suffixAt = header.read(segment, at);
      if (header.sharedLength < matched) {
        return false;
      }
      if (header.sharedLength == matched) {
        int from = skip + matched;
        int rest = userKey.length - from;
        int agreed = agreement(segment, suffixAt, header.suffixLength, userKey, from);
        if (agreed < header.suffixLength) {
          if (agreed == rest
              || (segment.get(ValueLayout.JAVA_BYTE, suffixAt + agreed) & 0xff)
                  > (userKey[from + agreed] & 0xff)) {
            return false;
          }
        } else if (agreed == rest && header.sequence <= sequence) {
          valueAt = value;
          return true;
        }
        matched += agreed;
      }
      at = suffixAt + header.suffixLength;
      value += header.valueLength;
    }
    return false;
  }

  /** Number of leading bytes in which a suffix and the rest of a key agree. */
  private static int agreement(MemorySegment segment, long at, int length, byte[] key, int from) {
    int common = Math.min(length, key.length - from);
    int done = 0;
    for (; done + Long.BYTES <= common; done += Long.BYTES) {
      long difference = segment.get(KEY_WORD, at + done) ^ Bytes.prefix(key, from + done);
      if (difference != 0) {
        return done + (Long.numberOfLeadingZeros(difference) >>> 3);
      }
    }
    while (done < common && segment.get(ValueLayout.JAVA_BYTE, at + done) == key[from + done]) {
      done++;
    }
    return done;
  }
}
