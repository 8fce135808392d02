package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.ThrottlingException;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.read.ItemKey;
import dev.varve.dynamodb.throttle.Throttle;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which items of a batch are read, and which are throttled or left by a fault.
 *
 * @param keys of those that are read
 * @param throttled the places of the others among all
 * @param admission to be given with what the reads take
 */
record AdmittedReads(List<ItemKey> keys, BitSet throttled, long admission) {
  /**
   * Asks for the reads of items, of at least one.
   *
   * @param left the places of items that are not read in any case; not all
   * @throws DynamoException if all are throttled: the error of the first
   */
  static AdmittedReads of(Throttle throttle, List<ItemKey> wanted, BitSet left) {
    List<ItemKey> keys = new ArrayList<>(wanted.size());
    BitSet throttled = new BitSet();
    DynamoException refusal = null;
    long admission = 0;
    for (int i = 0; i < wanted.size(); i++) {
      if (left.get(i)) {
        throttled.set(i);
        continue;
      }
      ItemKey key = wanted.get(i);
      try {
        admission = throttle.requireRead(key.table(), key.partition(), key.key());
        keys.add(key);
      } catch (ProvisionedThroughputExceededException | ThrottlingException refused) {
        throttled.set(i);
        refusal = refusal == null ? refused : refusal;
      }
    }
    if (refusal != null && keys.isEmpty()) {
      throw refusal;
    }
    return new AdmittedReads(keys, throttled, admission);
  }
}
