package dev.varve.engine.compaction;

import dev.varve.io.Bytes;
import dev.varve.sstable.EntryKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Decides which versions of a key a merge keeps. Snapshots cut the sequence numbers into stripes;
 * of each key only the newest version of a stripe can be seen by anybody. A tombstone that every
 * snapshot sees goes too when nothing older lies below the output.
 *
 * <p>Fed in internal key order, by one thread.
 */
public final class Retention {
  private static final int NO_STRIPE = -1;

  private final long[] snapshots;
  private final boolean bottommost;
  private byte[] key = new byte[64];
  private int keyLength = -1;
  private int keptStripe = NO_STRIPE;
  private boolean newKey;

  /**
   * Creates a filter.
   *
   * @param snapshots sequence numbers that readers hold, ascending; everything fed in is at most
   *     the newest sequence number at the time they were listed
   * @param bottommost whether no level below the output holds keys of its range
   */
  public Retention(long[] snapshots, boolean bottommost) {
    this.snapshots = snapshots.clone();
    this.bottommost = bottommost;
  }

  /** Takes the next entry; returns whether it stays. */
  public boolean keep(
      MemorySegment keySegment, long keyOffset, int length, long sequence, EntryKind kind) {
    newKey =
        keyLength != length || Bytes.compare(key, 0, keyLength, keySegment, keyOffset, length) != 0;
    if (newKey) {
      remember(keySegment, keyOffset, length);
      keptStripe = NO_STRIPE;
    }
    int stripe = stripe(sequence);
    if (stripe == keptStripe) {
      return false;
    }
    keptStripe = stripe;
    return !(kind == EntryKind.DELETE && bottommost && stripe == 0);
  }

  /** Whether the entry last fed in began a new key. */
  public boolean atNewKey() {
    return newKey;
  }

  /**
   * The sequence number to store for an entry that stays: 0, which is the shortest, where no reader
   * could tell the difference because every snapshot sees the entry and nothing lies below it.
   */
  public long storedSequence(long sequence) {
    return bottommost && stripe(sequence) == 0 ? 0 : sequence;
  }

  /** Number of snapshots that are too old to see a sequence number. */
  private int stripe(long sequence) {
    int found = Arrays.binarySearch(snapshots, sequence);
    return found >= 0 ? found : -1 - found;
  }

  private void remember(MemorySegment keySegment, long keyOffset, int length) {
    if (key.length < length) {
      key = new byte[Math.max(length, 2 * key.length)];
    }
    MemorySegment.copy(keySegment, ValueLayout.JAVA_BYTE, keyOffset, key, 0, length);
    keyLength = length;
  }
}
