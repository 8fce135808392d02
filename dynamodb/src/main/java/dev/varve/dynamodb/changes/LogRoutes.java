package dev.varve.dynamodb.changes;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.partition.HashStarts;
import java.util.List;

/** Which of some logs, that share all hashes, takes the changes of an item. Immutable. */
final class LogRoutes {
  private final HashStarts starts;
  private final int[] partitions;

  /** Routes to logs in the order of their hashes, of which all are in one of them. */
  LogRoutes(List<ChangeWriter.Log> logs) {
    this.starts = new HashStarts(logs.stream().map(ChangeWriter.Log::hashes).toList());
    this.partitions = logs.stream().mapToInt(ChangeWriter.Log::partition).toArray();
  }

  /** The engine's number of the partition that holds the log for the item of an engine key. */
  int of(byte[] itemKey) {
    return partitions[starts.indexOf(KeyCodec.hashOf(itemKey))];
  }
}
