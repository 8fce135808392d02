package dev.varve.dynamodb.kinesis;

import dev.varve.dynamodb.api.ApproximateCreationDateTimePrecision;
import dev.varve.dynamodb.changes.ChangeWriter;
import dev.varve.dynamodb.codec.KeyElement;

/**
 * A destination as the database keeps it.
 *
 * @param number names it inside
 * @param table the number of its table
 * @param tableName the table's name
 * @param partitionKey its partition key attribute
 * @param sortKey its sort key attribute, or null
 * @param streamArn the stream that stands for where it delivers
 * @param precision of the times in its records
 * @param change what was done to it last
 * @param changedMillis when, in milliseconds since 1970
 */
public record DestinationRecord(
    int number,
    int table,
    String tableName,
    KeyElement partitionKey,
    KeyElement sortKey,
    String streamArn,
    ApproximateCreationDateTimePrecision precision,
    Change change,
    long changedMillis) {

  /** What is done to a destination. */
  public enum Change {
    ENABLED,
    DISABLED,
    UPDATED
  }

  /** Whether it gets changes. */
  public boolean isActive() {
    return change != Change.DISABLED;
  }

  DestinationRecord changed(
      Change value, ApproximateCreationDateTimePrecision newPrecision, long nowMillis) {
    return new DestinationRecord(
        number, table, tableName, partitionKey, sortKey, streamArn, newPrecision, value, nowMillis);
  }

  /** The name of the stream: the last part of its ARN. */
  String streamName() {
    return streamArn.substring(streamArn.lastIndexOf('/') + 1);
  }

  /** Its queue in a partition. */
  ChangeWriter.Queue queue(int partition) {
    return new ChangeWriter.Queue(partition, DestinationLayout.queuePrefix(number));
  }
}
