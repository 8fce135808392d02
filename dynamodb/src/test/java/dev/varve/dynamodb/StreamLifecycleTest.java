package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.DeleteTable;
import dev.varve.dynamodb.api.DescribeStream;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GetRecords;
import dev.varve.dynamodb.api.GetRecordsResult;
import dev.varve.dynamodb.api.GetShardIterator;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ListStreams;
import dev.varve.dynamodb.api.ListStreamsResult;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.SequenceNumberRange;
import dev.varve.dynamodb.api.Shard;
import dev.varve.dynamodb.api.ShardFilter;
import dev.varve.dynamodb.api.ShardFilterType;
import dev.varve.dynamodb.api.ShardIteratorType;
import dev.varve.dynamodb.api.Stream;
import dev.varve.dynamodb.api.StreamDescription;
import dev.varve.dynamodb.api.StreamStatus;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.StreamFollower;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Streams that begin, go on in other shards, end, and are let go of. */
class StreamLifecycleTest extends StreamFixture {
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration FOUR_HOURS = Duration.ofHours(4);

  private StreamDescription describe(String arn) throws IOException {
    return varve
        .describeStream(DescribeStream.builder().streamArn(arn).build())
        .streamDescription()
        .orElseThrow();
  }

  private List<String> arns() throws IOException {
    return varve.listStreams(ListStreams.builder().build()).streams().stream()
        .map(stream -> stream.streamArn().orElseThrow())
        .toList();
  }

  private void assertNoStream(String arn) {
    DatabaseFixture.assertRefused(
        ResourceNotFoundException.class,
        "Requested resource not found: Stream: " + arn + " not found",
        () -> describe(arn));
  }

  private TableDescription table() throws IOException {
    return varve.describeTable(new DescribeTable(TABLE)).table();
  }

  private static SequenceNumberRange range(Shard shard) {
    return shard.sequenceNumberRange().orElseThrow();
  }

  private static boolean isOpen(Shard shard) {
    return range(shard).endingSequenceNumber().isEmpty();
  }

  @Test
  void aStreamIsDescribed() throws IOException {
    String arn = create(TABLE, StreamViewType.OLD_IMAGE);
    assertEquals(
        "arn:aws:dynamodb:us-east-1:000000000000:table/people/stream/2025-01-01T00:00:00.000", arn);
    assertEquals(Optional.of("2025-01-01T00:00:00.000"), table().latestStreamLabel());
    StreamDescription stream = describe(arn);
    assertEquals(Optional.of(arn), stream.streamArn());
    assertEquals(Optional.of("2025-01-01T00:00:00.000"), stream.streamLabel());
    assertEquals(Optional.of(StreamStatus.ENABLED), stream.streamStatus());
    assertEquals(Optional.of(StreamViewType.OLD_IMAGE), stream.streamViewType());
    assertEquals(
        Optional.of(Instant.parse("2025-01-01T00:00:00Z")), stream.creationRequestDateTime());
    assertEquals(Optional.of(TABLE), stream.tableName());
    assertEquals(List.of(KeySchemaElement.of("id", KeyType.HASH)), stream.keySchema());
    assertEquals(PARTITIONS, stream.shards().size());
    assertEquals(Optional.empty(), stream.lastEvaluatedShardId());
    for (Shard shard : stream.shards()) {
      assertEquals(Optional.empty(), shard.parentShardId());
      assertTrue(isOpen(shard));
    }
  }

  @Test
  void shardsComeInPages() throws IOException {
    String arn = create(TABLE, StreamViewType.KEYS_ONLY);
    List<Shard> all = describe(arn).shards();
    assertEquals(all, StreamFollower.shards(varve, arn));
    StreamDescription first =
        varve
            .describeStream(DescribeStream.builder().streamArn(arn).limit(1).build())
            .streamDescription()
            .orElseThrow();
    assertEquals(all.subList(0, 1), first.shards());
    assertEquals(all.getFirst().shardId(), first.lastEvaluatedShardId());
    DatabaseFixture.assertRefused(
        ValidationException.class,
        "1 validation error detected: Value '101' at 'limit' failed to satisfy constraint: Member"
            + " must have value less than or equal to 100",
        () -> varve.describeStream(DescribeStream.builder().streamArn(arn).limit(101).build()));
  }

  @Test
  void aTableWithoutAStreamHasNone() throws IOException {
    assertNull(create(TABLE, null));
    put("a", "1");
    assertEquals(List.of(), arns());
    assertNoStream("arn:aws:dynamodb:us-east-1:000000000000:table/people/stream/2025");
  }

  @Test
  void aStreamBeginsAndEndsWithUpdates() throws IOException {
    create(TABLE, null);
    put("a", "before");
    String first = enable(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    put("a", "in the first");
    disable(TABLE);
    assertEquals(Optional.of(first), table().latestStreamArn());
    assertEquals(Optional.empty(), table().streamSpecification());
    put("a", "between");
    String second = enable(TABLE, StreamViewType.KEYS_ONLY);
    assertNotEquals(first, second, "though the clock stands still");
    delete("a");

    assertEquals(Optional.of(second), table().latestStreamArn());
    assertEquals(List.of(first, second), arns());
    assertEquals(Optional.of(StreamStatus.DISABLED), describe(first).streamStatus());
    assertTrue(describe(first).shards().stream().noneMatch(StreamLifecycleTest::isOpen));
    List<Record> records = records(first);
    assertEquals(1, records.size());
    assertEquals(
        Optional.of(item("a", "before")), records.getFirst().dynamodb().orElseThrow().oldImage());
    assertEquals(1, records(second).size());

    varve = databases.reopen();
    assertEquals(List.of(first, second), arns());
    put("b", "after the restart");
    assertEquals(1, records(first).size());
    assertEquals(2, records(second).size());

    clock.advance(DAY);
    assertNoStream(first);
    assertEquals(List.of(second), arns());
  }

  @Test
  void aStreamOutlivesItsTableForADay() throws IOException {
    String first = create(TABLE, StreamViewType.NEW_IMAGE);
    put("a", "1");
    varve.deleteTable(new DeleteTable(TABLE));
    assertEquals(Optional.of(StreamStatus.DISABLED), describe(first).streamStatus());
    String second = create(TABLE, StreamViewType.NEW_IMAGE);
    assertNotEquals(first, second);
    put("a", "2");
    varve = databases.losePower(3);
    assertEquals(1, records(first).size());
    assertEquals(1, records(second).size());
    assertEquals(List.of(first, second), arns());
    clock.advance(DAY.minusMillis(1));
    assertEquals(1, records(first).size());
    clock.advance(Duration.ofMillis(1));
    assertNoStream(first);
    assertEquals(List.of(second), arns());
    varve = databases.reopen();
    assertEquals(List.of(second), arns());
  }

  @Test
  void streamsComeInPagesByTheirTables() throws IOException {
    List<String> all = new ArrayList<>();
    for (String name : List.of("alpha", "beta", "gamma")) {
      all.add(create(name, StreamViewType.KEYS_ONLY));
    }
    disable("beta");
    all.add(2, enable("beta", StreamViewType.NEW_IMAGE));
    List<String> listed = new ArrayList<>();
    String start = null;
    do {
      ListStreamsResult page =
          varve.listStreams(ListStreams.builder().limit(2).exclusiveStartStreamArn(start).build());
      page.streams().forEach(stream -> listed.add(stream.streamArn().orElseThrow()));
      start = page.lastEvaluatedStreamArn().orElse(null);
    } while (start != null);
    assertEquals(all, listed);
    List<Stream> ofBeta =
        varve.listStreams(ListStreams.builder().tableName("beta").build()).streams();
    assertEquals(
        all.subList(1, 3),
        ofBeta.stream().map(stream -> stream.streamArn().orElseThrow()).toList());
    assertEquals(Optional.of("beta"), ofBeta.getFirst().tableName());
    assertEquals(Optional.of("2025-01-01T00:00:00.000"), ofBeta.getFirst().streamLabel());
    // Behind a stream that is gone.
    String gone = all.getFirst() + "9";
    assertEquals(
        all.subList(1, 4),
        varve
            .listStreams(ListStreams.builder().exclusiveStartStreamArn(gone).build())
            .streams()
            .stream()
            .map(stream -> stream.streamArn().orElseThrow())
            .toList());
  }

  @Test
  void aChildGoesOnWithAShardAfterFourHours() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    put("a", "1");
    clock.advance(FOUR_HOURS.minusMillis(1));
    put("a", "2");
    assertEquals(PARTITIONS, describe(arn).shards().size());
    clock.advance(Duration.ofMillis(1));
    put("a", "3"); // after which the shard is closed
    List<Shard> shards = describe(arn).shards();
    assertEquals(PARTITIONS + 1, shards.size(), "shards without a record stay open");
    Shard child = shards.getLast();
    Shard parent =
        shards.stream()
            .filter(shard -> shard.shardId().equals(child.parentShardId()))
            .findFirst()
            .orElseThrow();
    assertEquals(
        new BigInteger(range(parent).endingSequenceNumber().orElseThrow()).add(BigInteger.ONE),
        new BigInteger(range(child).startingSequenceNumber().orElseThrow()));
    assertEquals(
        List.of(child),
        varve
            .describeStream(
                DescribeStream.builder()
                    .streamArn(arn)
                    .shardFilter(
                        new ShardFilter(
                            ShardFilterType.CHILD_SHARDS, parent.shardId().orElseThrow()))
                    .build())
            .streamDescription()
            .orElseThrow()
            .shards());

    put("a", "4");
    GetRecordsResult ofParent = readAll(arn, parent);
    assertEquals(3, ofParent.records().size());
    assertEquals(Optional.empty(), ofParent.nextShardIterator(), "closed, and read to its end");
    GetRecordsResult ofChild = readAll(arn, child);
    assertEquals(1, ofChild.records().size());
    assertTrue(ofChild.nextShardIterator().isPresent());
    assertEquals(4, records(arn).size());

    varve = databases.reopen();
    put("a", "5");
    assertEquals(5, records(arn).size());
    assertEquals(shards.size(), describe(arn).shards().size());
  }

  private GetRecordsResult readAll(String arn, Shard shard) throws IOException {
    String iterator =
        varve
            .getShardIterator(
                GetShardIterator.builder()
                    .streamArn(arn)
                    .shardId(shard.shardId().orElseThrow())
                    .shardIteratorType(ShardIteratorType.TRIM_HORIZON)
                    .build())
            .shardIterator()
            .orElseThrow();
    return varve.getRecords(GetRecords.builder().shardIterator(iterator).build());
  }

  @Test
  void aRecordCanBeReadForADayAndNotMuchLonger() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_IMAGE);
    for (int hour = 0; hour < 72; hour++) {
      put("a", "hour " + hour);
      List<Record> records = records(arn);
      assertTrue(records.size() >= Math.min(hour + 1, 24), hour + ": " + records.size());
      assertTrue(records.size() <= 24 + 4 + 1, hour + ": " + records.size());
      clock.advance(Duration.ofHours(1));
    }
    clock.advance(Duration.ofHours(30));
    assertEquals(List.of(), records(arn), "also without a write");
    assertEquals(PARTITIONS, describe(arn).shards().size());
    put("a", "again");
    assertEquals(1, records(arn).size());
  }

  @Test
  void aFilterOfShardsNamesOne() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_IMAGE);
    DatabaseFixture.assertRefused(
        ValidationException.class,
        "ShardId must be specified in a ShardFilter of type CHILD_SHARDS",
        () ->
            varve.describeStream(
                DescribeStream.builder()
                    .streamArn(arn)
                    .shardFilter(new ShardFilter(ShardFilterType.CHILD_SHARDS, null))
                    .build()));
  }

  @Test
  void aClockThatIsSetBackTakesNothingAway() throws IOException {
    String arn = create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
    put("a", "1");
    clock.advance(FOUR_HOURS);
    put("a", "2");
    clock.setBack(Duration.ofHours(50));
    put("a", "3");
    disable(TABLE);
    String second = enable(TABLE, StreamViewType.KEYS_ONLY);
    put("a", "4");
    assertEquals(List.of(arn, second), arns());
    assertEquals(3, records(arn).size());
    assertEquals(1, records(second).size());
    varve = databases.reopen();
    assertEquals(List.of(arn, second), arns());
  }
}
