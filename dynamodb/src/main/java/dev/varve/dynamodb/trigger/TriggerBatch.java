package dev.varve.dynamodb.trigger;

import dev.varve.dynamodb.api.Record;
import java.util.List;

/**
 * Records that a trigger delivers at once.
 *
 * @param trigger the trigger's name
 * @param streamArn the stream that the records are of
 * @param shardId the shard that they are of
 * @param records at least one, in the order of the changes
 */
public record TriggerBatch(String trigger, String streamArn, String shardId, List<Record> records) {
  public TriggerBatch {
    records = List.copyOf(records);
  }
}
