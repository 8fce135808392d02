package dev.varve.dynamodb.model;

import dev.varve.dynamodb.api.DescribeStream;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.ExpiredIteratorException;
import dev.varve.dynamodb.api.GetRecords;
import dev.varve.dynamodb.api.GetRecordsResult;
import dev.varve.dynamodb.api.GetShardIterator;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.Shard;
import dev.varve.dynamodb.api.ShardIteratorType;
import dev.varve.dynamodb.api.StreamDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a stream as a consumer does: every shard from its beginning on, a parent before its child,
 * and goes on behind what it has read when it is asked again. It keeps sequence numbers and no
 * iterators. For one thread.
 */
public final class StreamFollower {
  /** So few that there are pages. */
  private static final int SHARDS_AT_ONCE = 2;

  private final String streamArn;
  private final int limit;
  private final Map<String, String> newest = new HashMap<>();
  private final Set<String> done = new HashSet<>();

  /**
   * A reader that has read nothing yet.
   *
   * @param limit how many records it asks for at once
   */
  public StreamFollower(String streamArn, int limit) {
    this.streamArn = streamArn;
    this.limit = limit;
  }

  /** All shards of a stream. */
  public static List<Shard> shards(DynamoDb database, String streamArn) throws IOException {
    List<Shard> shards = new ArrayList<>();
    DescribeStream.Builder request =
        DescribeStream.builder().streamArn(streamArn).limit(SHARDS_AT_ONCE);
    while (true) {
      StreamDescription page =
          database.describeStream(request.build()).streamDescription().orElseThrow();
      shards.addAll(page.shards());
      if (page.lastEvaluatedShardId().isEmpty()) {
        return shards;
      }
      request.exclusiveStartShardId(page.lastEvaluatedShardId().get());
    }
  }

  /** All records of a stream. */
  public static List<Record> all(DynamoDb database, String streamArn) throws IOException {
    return new StreamFollower(streamArn, 1000).poll(database);
  }

  /** What is new, as far as it goes; records of one shard in their order. */
  public List<Record> poll(DynamoDb database) throws IOException {
    List<Record> records = new ArrayList<>();
    List<Shard> shards = shards(database, streamArn);
    Set<String> present = new HashSet<>();
    shards.forEach(shard -> present.add(shard.shardId().orElseThrow()));
    for (Shard shard : shards) {
      String id = shard.shardId().orElseThrow();
      String parent = shard.parentShardId().orElse("");
      boolean parentIsDone = !present.contains(parent) || done.contains(parent);
      if (!done.contains(id) && parentIsDone) {
        read(database, id, records);
      }
    }
    return records;
  }

  /** An iterator behind what has been read of a shard. */
  private String iterator(DynamoDb database, String id) throws IOException {
    GetShardIterator.Builder from = GetShardIterator.builder().streamArn(streamArn).shardId(id);
    if (newest.containsKey(id)) {
      from.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
          .sequenceNumber(newest.get(id));
    } else {
      from.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
    }
    return database.getShardIterator(from.build()).shardIterator().orElseThrow();
  }

  private void read(DynamoDb database, String id, List<Record> records) throws IOException {
    String iterator = iterator(database, id);
    while (true) {
      GetRecordsResult page;
      try {
        page =
            database.getRecords(GetRecords.builder().shardIterator(iterator).limit(limit).build());
      } catch (ExpiredIteratorException lateByTheClock) {
        iterator = iterator(database, id);
        continue;
      }
      records.addAll(page.records());
      if (!page.records().isEmpty()) {
        Record last = page.records().getLast();
        newest.put(id, last.dynamodb().orElseThrow().sequenceNumber().orElseThrow());
      }
      if (page.nextShardIterator().isEmpty()) {
        done.add(id);
        return;
      }
      if (page.records().isEmpty()) {
        return;
      }
      iterator = page.nextShardIterator().get();
    }
  }
}
