package dev.varve.dynamodb.partition;

import dev.varve.dynamodb.stats.HashRange;
import java.util.List;

/** Which of some adjoining hash ranges, which begin at hash 0, has a hash in it. Immutable. */
public final class HashStarts {
  /** First hash of each range, in their order. */
  private final long[] firstHashes;

  /**
   * Ranges.
   *
   * @param ranges at least one, in their order
   */
  public HashStarts(List<HashRange> ranges) {
    this.firstHashes = ranges.stream().mapToLong(HashRange::first).toArray();
  }

  /** The index of the range that has a hash with these first 64 bits. */
  public int indexOf(long hash) {
    int low = 0;
    int high = firstHashes.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Long.compareUnsigned(firstHashes[middle], hash) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
