package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import java.util.HexFormat;

/** Names of shards as the service writes them, in the order in which they were opened. */
public final class ShardIds {
  private static final int DIGITS = 20;

  private ShardIds() {}

  /** The id of a shard: {@code shardId-00000001700000000000-0000002a}. */
  public static String of(ShardName name) {
    String millis = Long.toString(name.createdMillis());
    return "shardId-"
        + "0".repeat(DIGITS - millis.length())
        + millis
        + "-"
        + HexFormat.of().toHexDigits(name.partition());
  }
}
