package dev.varve.dynamodb.codec;

import java.util.Arrays;

/**
 * A range of engine keys, all of one partition key.
 *
 * @param lower inclusive; begins with the partition key's hash; borrowed, not to be changed
 * @param upper exclusive; null for no bound; borrowed, not to be changed
 */
@SuppressWarnings(
    "ArrayRecordComponent") // two arrays on their way from the codec to a cursor, never compared
public record KeyBounds(byte[] lower, byte[] upper) {
  /** Whether no key is in the range. */
  public boolean isEmpty() {
    return upper != null && Arrays.compareUnsigned(lower, upper) >= 0;
  }
}
