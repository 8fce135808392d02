package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.ExpiredIteratorException;
import dev.varve.dynamodb.api.GetRecords;
import dev.varve.dynamodb.api.GetRecordsResult;
import dev.varve.dynamodb.api.GetShardIterator;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.Shard;
import dev.varve.dynamodb.api.ShardIteratorType;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TrimmedDataAccessException;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.StreamFollower;
import dev.varve.dynamodb.stream.ShardIterator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Places in shards: the four types, how long they can be used, and what is refused. */
class StreamIteratorsTest extends StreamFixture {
  private static final String TRIMMED =
      "The operation attempted to read past the oldest stream record in a shard";

  private String arn;
  private String shard;

  @BeforeEach
  void createWithOneShard() throws IOException {
    databases.close();
    databases =
        new Databases(
            VarveOptions.defaults().withEngine(Databases.SMALL).withPartitionsPerTable(1), clock);
    varve = databases.varve();
    arn = create(TABLE, StreamViewType.NEW_IMAGE);
    shard = onlyShard().shardId().orElseThrow();
  }

  private Shard onlyShard() throws IOException {
    List<Shard> shards = StreamFollower.shards(varve, arn);
    assertEquals(1, shards.size());
    return shards.getFirst();
  }

  private String iterator(ShardIteratorType type, String sequenceNumber) throws IOException {
    return varve
        .getShardIterator(
            GetShardIterator.builder()
                .streamArn(arn)
                .shardId(shard)
                .shardIteratorType(type)
                .sequenceNumber(sequenceNumber)
                .build())
        .shardIterator()
        .orElseThrow();
  }

  private GetRecordsResult read(String iterator) throws IOException {
    return varve.getRecords(GetRecords.builder().shardIterator(iterator).build());
  }

  /** The texts of the new images behind an iterator. */
  private List<String> texts(String iterator) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Record record : read(iterator).records()) {
      texts.add(record.dynamodb().orElseThrow().newImage().orElseThrow().get("text").toString());
    }
    return texts;
  }

  private static List<String> texts(List<Record> records) {
    return records.stream()
        .map(record ->
            record.dynamodb().orElseThrow().newImage().orElseThrow().get("text").toString())
        .toList();
  }

  @Test
  void eachTypeBeginsAtItsPlace() throws IOException {
    put("a", "1");
    put("a", "2");
    put("b", "3");
    List<Record> all = records(arn);
    List<String> texts = texts(all);
    assertEquals(3, texts.size());
    assertEquals(texts, texts(iterator(ShardIteratorType.TRIM_HORIZON, null)));
    String second = all.get(1).dynamodb().orElseThrow().sequenceNumber().orElseThrow();
    assertEquals(
        texts.subList(1, 3), texts(iterator(ShardIteratorType.AT_SEQUENCE_NUMBER, second)));
    assertEquals(
        texts.subList(2, 3), texts(iterator(ShardIteratorType.AFTER_SEQUENCE_NUMBER, second)));
    String latest = iterator(ShardIteratorType.LATEST, null);
    assertEquals(List.of(), read(latest).records());
    put("c", "4");
    assertEquals(1, texts(latest).size());
    assertEquals(
        4,
        texts(
                iterator(
                    ShardIteratorType.AT_SEQUENCE_NUMBER,
                    onlyShard()
                        .sequenceNumberRange()
                        .orElseThrow()
                        .startingSequenceNumber()
                        .orElseThrow()))
            .size());
  }

  @Test
  void theLatestPlaceOfAnEmptyShardIsItsBeginning() throws IOException {
    String latest = iterator(ShardIteratorType.LATEST, null);
    put("a", "1");
    assertEquals(1, texts(latest).size());
    varve = databases.reopen();
    assertEquals(1, texts(latest).size(), "an iterator outlives a restart");
  }

  @Test
  void anIteratorGoesOnBehindWhatItHasRead() throws IOException {
    put("a", "1");
    GetRecordsResult first = read(iterator(ShardIteratorType.TRIM_HORIZON, null));
    assertEquals(1, first.records().size());
    String next = first.nextShardIterator().orElseThrow();
    GetRecordsResult second = read(next);
    assertEquals(List.of(), second.records());
    put("a", "2");
    assertEquals(1, read(second.nextShardIterator().orElseThrow()).records().size());
    assertEquals(1, read(next).records().size());
  }

  @Test
  void anIteratorCanBeUsedForFifteenMinutes() throws IOException {
    put("a", "1");
    String iterator = iterator(ShardIteratorType.TRIM_HORIZON, null);
    clock.advance(Duration.ofMinutes(15));
    String next = read(iterator).nextShardIterator().orElseThrow();
    clock.advance(Duration.ofMillis(1));
    DatabaseFixture.assertRefused(
        ExpiredIteratorException.class,
        "The shard iterator has expired: iterators are valid for 15 minutes",
        () -> read(iterator));
    assertEquals(List.of(), read(next).records());
    clock.setBack(Duration.ofDays(1));
    assertEquals(1, read(iterator).records().size(), "as young as the clock says");
  }

  @Test
  void aNumberOfNoRecordOfTheShardIsRefused() throws IOException {
    put("a", "1");
    for (ShardIteratorType type :
        List.of(ShardIteratorType.AT_SEQUENCE_NUMBER, ShardIteratorType.AFTER_SEQUENCE_NUMBER)) {
      DatabaseFixture.assertRefused(
          ValidationException.class,
          "SequenceNumber must be specified when ShardIteratorType is " + type,
          () -> iterator(type, null));
      for (String wrong :
          List.of("999999999999999999999", "x".repeat(21), "10000000000000000000-")) {
        DatabaseFixture.assertRefused(
            ValidationException.class,
            "Invalid SequenceNumber: " + wrong,
            () -> iterator(type, wrong));
      }
      DatabaseFixture.assertRefused(
          TrimmedDataAccessException.class, TRIMMED, () -> iterator(type, "100000000000000000000"));
    }
    for (ShardIteratorType type :
        List.of(ShardIteratorType.TRIM_HORIZON, ShardIteratorType.LATEST)) {
      DatabaseFixture.assertRefused(
          ValidationException.class,
          "SequenceNumber must not be specified when ShardIteratorType is " + type,
          () -> iterator(type, "100000000000000000001"));
    }
  }

  @Test
  void whatIsNoIteratorIsRefused() throws IOException {
    String iterator = iterator(ShardIteratorType.TRIM_HORIZON, null);
    for (String wrong :
        List.of(
            "x",
            iterator + "A",
            iterator.substring(1),
            iterator.toLowerCase(Locale.ROOT),
            "|1|",
            arn)) {
      DatabaseFixture.assertRefused(
          ValidationException.class, "Invalid ShardIterator", () -> read(wrong));
    }
  }

  @Test
  void anIteratorOfAnotherDatabaseHasNoStreamOrNoShardHere() throws IOException {
    String foreign = iterator(ShardIteratorType.TRIM_HORIZON, null);
    databases.close();
    databases = new Databases(VarveOptions.defaults().withEngine(Databases.SMALL), clock);
    varve = databases.varve();
    DatabaseFixture.assertRefused(
        ResourceNotFoundException.class,
        "Requested resource not found: Stream: " + arn + " not found",
        () -> read(foreign));
  }

  @Test
  void aShardThatIsNotThereIsNotFound() {
    DatabaseFixture.assertRefused(
        ResourceNotFoundException.class,
        "Requested resource not found: Shard does not exist",
        () ->
            varve.getShardIterator(
                GetShardIterator.builder()
                    .streamArn(arn)
                    .shardId("shardId-00000001735689600000-7fffffff")
                    .shardIteratorType(ShardIteratorType.LATEST)
                    .build()));
  }

  @Test
  void whatIsTrimmedBetweenAnIteratorAndItsUseIsTold() throws IOException {
    put("a", "1");
    clock.advance(Duration.ofHours(30));
    // Not by an operation on streams, which would drop what is old.
    String iterator =
        new ShardIterator(
                arn,
                new ShardName(
                    Long.parseLong(shard.substring(8, 28)),
                    Integer.parseInt(shard.substring(29), 16)),
                1,
                clock.epochMillis())
            .text();
    DatabaseFixture.assertRefused(TrimmedDataAccessException.class, TRIMMED, () -> read(iterator));
    assertTrue(
        StreamFollower.shards(varve, arn).stream()
            .noneMatch(left -> left.shardId().orElseThrow().equals(shard)));
  }
}
