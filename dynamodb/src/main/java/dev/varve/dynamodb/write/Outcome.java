package dev.varve.dynamodb.write;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.value.Item;
import java.util.Arrays;
import java.util.List;

/**
 * What a {@link Mutation} did.
 *
 * @param mutation which one
 * @param existed whether there was an item before; not known, and false, if it needed nothing
 * @param before the item before, if there was one and it was needed; else {@code null}
 * @param storedBefore its stored form
 * @param after the item afterwards, or {@code null} for none and for one that is only checked
 * @param indexChanges the entries of the item that changed, one for each index, by the index's name
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Outcome(
    Mutation mutation,
    boolean existed,
    Item before,
    byte[] storedBefore,
    Mutation.Image after,
    List<IndexChange> indexChanges) {

  /** The outcome with what became of the entries in indexes. */
  Outcome with(List<IndexChange> changes) {
    return new Outcome(mutation, existed, before, storedBefore, after, changes);
  }

  /** Whether it is known if there was an item before. */
  boolean isExact() {
    return mutation.neededNow() != Mutation.Need.NOTHING;
  }

  /** By how many items there are more now: -1, 0 or 1; only if {@link #isExact}. */
  int growth() {
    return mutation.isCheck() ? 0 : (after == null ? 0 : 1) - (existed ? 1 : 0);
  }

  /** Whether anything is to be written. */
  boolean isEffective() {
    return !mutation.isCheck() && (after != null || existed);
  }

  /** Whether the item is known to be afterwards what it was before. */
  boolean isUnchanged() {
    return before != null
        && after != null
        && (Arrays.equals(storedBefore, after.stored())
            || (!ItemCodec.surelyDiffer(storedBefore, after.stored())
                && before.equals(after.item())));
  }

  /** The larger of the item's sizes before and after, as far as they are known; 0 for no item. */
  public int sizeBytes() {
    return Math.max(
        before == null ? 0 : before.sizeBytes(),
        after == null ? 0 : ItemCodec.sizeBytes(after.stored()));
  }
}
