package dev.varve.dynamodb.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What streams, shards, changes and places in shards are called. */
class StreamNamesTest {
  private static final String ARN =
      "arn:aws:dynamodb:us-east-1:000000000000:table/notes/stream/2025-01-01T00:00:00.000";
  private static final long MILLIS = 1_735_689_600_000L;

  @Property
  void aLabelIsTheTimeAndSortsAsItDoes(
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long one,
      @ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long two) {
    assertEquals(one, StreamName.createdMillis(StreamName.label(one)));
    assertEquals(
        Integer.signum(Long.compare(one, two)),
        Integer.signum(
            new StreamName("t", StreamName.label(one))
                .compareTo(new StreamName("t", StreamName.label(two)))));
  }

  @Test
  void anArnHasTheTableAndTheLabel() {
    assertEquals("2025-01-01T00:00:00.000", StreamName.label(MILLIS));
    assertEquals(
        Optional.of(new StreamName("notes", "2025-01-01T00:00:00.000")), StreamName.ofArn(ARN));
    assertEquals(Optional.empty(), StreamName.ofArn("2025-01-01T00:00:00.000"));
    assertEquals(
        Optional.empty(),
        StreamName.ofArn("arn:aws:dynamodb:us-east-1:000000000000:table/notes/stream/"));
    assertEquals(
        Optional.empty(),
        StreamName.ofArn("arn:aws:dynamodb:us-east-1:000000000000:table/notes/index/stream"));
    assertEquals(
        Optional.empty(), StreamName.ofArn("arn:aws:dynamodb:us-east-1:000000000000:table/notes"));
  }

  @Property
  void numbersSortAsNumbersAndAsTexts(
      @ForAll @LongRange(min = 0) long one, @ForAll @LongRange(min = 0) long two) {
    String first = SequenceNumbers.text(one);
    String second = SequenceNumbers.text(two);
    assertEquals(21, first.length());
    int order = Long.compare(one, two);
    assertEquals(Integer.signum(order), Integer.signum(first.compareTo(second)));
    assertEquals(order, new BigInteger(first).compareTo(new BigInteger(second)));
    assertEquals(OptionalLong.of(one), SequenceNumbers.parse(first));
    assertEquals(OptionalLong.of(one), SequenceNumbers.parse("0000" + first));
  }

  @Test
  void numbersOutOfRangeAreBeforeOrBehindAll() {
    assertEquals("100000000000000000300", SequenceNumbers.text(300));
    assertEquals(OptionalLong.of(-1), SequenceNumbers.parse("000000000000000000001"));
    assertEquals(OptionalLong.of(-1), SequenceNumbers.parse("099999999999999999999"));
    assertEquals(OptionalLong.of(Long.MAX_VALUE), SequenceNumbers.parse("9".repeat(40)));
    assertEquals(OptionalLong.empty(), SequenceNumbers.parse("-00000000000000000001"));
    assertEquals(OptionalLong.empty(), SequenceNumbers.parse("10000000000000000000x"));
    assertEquals(OptionalLong.empty(), SequenceNumbers.parse(""));
  }

  @Property
  void idsOfShardsSortAsTheirNames(
      @ForAll @LongRange(min = 0) long one,
      @ForAll @LongRange(min = 0) long two,
      @ForAll boolean later) {
    ShardName first = new ShardName(one, 42);
    ShardName second = new ShardName(two, later ? 43 : 41);
    assertEquals(
        Integer.signum(first.compareTo(second)),
        Integer.signum(ShardIds.of(first).compareTo(ShardIds.of(second))));
    assertEquals(37, ShardIds.of(first).length());
  }

  @Test
  void anIdOfAShardHasItsTimeAndPartition() {
    assertEquals("shardId-00000001735689600000-0000002a", ShardIds.of(new ShardName(MILLIS, 42)));
  }

  @Property
  void everyIteratorReadsBack(
      @ForAll @LongRange(min = 0) long next, @ForAll long issued, @ForAll int partition) {
    ShardIterator iterator = new ShardIterator(ARN, new ShardName(MILLIS, partition), next, issued);
    assertTrue(iterator.text().startsWith(ARN + "|1|"), iterator.text());
    assertTrue(iterator.text().length() < 2048);
    assertEquals(Optional.of(iterator), ShardIterator.parse(iterator.text()));
  }

  @Property
  void aTextWithOneOtherCharacterIsNoIterator(@ForAll int seed, @ForAll char other) {
    String text = new ShardIterator(ARN, new ShardName(MILLIS, 42), 300, MILLIS).text();
    int at = Math.floorMod(seed, text.length());
    String wrong = text.substring(0, at) + other + text.substring(at + 1);
    if (!wrong.equals(text)) {
      assertEquals(Optional.empty(), ShardIterator.parse(wrong));
    }
    assertEquals(Optional.empty(), ShardIterator.parse(text.substring(0, at)));
    assertEquals(Optional.empty(), ShardIterator.parse(text + other));
  }
}
