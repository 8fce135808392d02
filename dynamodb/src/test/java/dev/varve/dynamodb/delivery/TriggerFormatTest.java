package dev.varve.dynamodb.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.OperationType;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.model.FormatPage;
import dev.varve.dynamodb.trigger.DeadLetter;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.dynamodb.trigger.StartingPosition;
import dev.varve.dynamodb.trigger.Trigger;
import dev.varve.dynamodb.trigger.TriggerTarget;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** docs/formats/trigger.md says what the code writes and reads of triggers. */
class TriggerFormatTest {
  private static final Path DATABASE = Path.of("db");
  private static final long TIME = 1_700_000_000_000L;

  private static final TriggerRecord TRIGGER =
      new TriggerRecord(
          1,
          Trigger.named("mail")
              .table("people")
              .filter("{\"eventName\":[\"INSERT\"]}")
              .http(URI.create("http://localhost/hook"))
              .retry(RetryPolicy.defaults().withRetries(3))
              .build(),
          2,
          43,
          false);

  private static final Lane LANE = new Lane(new ShardName(TIME, 6), 0);

  private static final DeadLetter LETTER =
      new DeadLetter(
          Record.builder()
              .eventName(OperationType.REMOVE)
              .dynamodb(StreamRecord.builder().sequenceNumber("100000000000000000300").build())
              .build(),
          DeadLetter.Reason.RETRIES_EXHAUSTED,
          4,
          Optional.of("HTTP status 503"),
          Instant.ofEpochMilli(TIME));

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("trigger.md");
    byte[] key = TriggerLayout.definitionKey(1);
    byte[] trigger = TriggerLayout.encode(TRIGGER);
    assertEquals(page.example("trigger-key"), FormatPage.spaced(key));
    assertEquals(page.example("trigger"), FormatPage.spaced(trigger));
    assertEquals(TRIGGER, TriggerLayout.decode(key, trigger, DATABASE));

    byte[] placeKey = TriggerLayout.placeKey(1, LANE);
    byte[] place = TriggerLayout.encode(new LanePlace(1, 300));
    assertEquals(page.example("place-key"), FormatPage.spaced(placeKey));
    assertEquals(page.example("place"), FormatPage.spaced(place));
    assertEquals(LANE, TriggerLayout.lane(placeKey, DATABASE));
    assertEquals(new LanePlace(1, 300), TriggerLayout.decodePlace(place, DATABASE));

    byte[] letter = TriggerLayout.encode(LETTER);
    assertEquals(page.example("letter-key"), FormatPage.spaced(TriggerLayout.letterKey(1, 300)));
    assertEquals(page.example("letter"), FormatPage.spaced(letter));
    assertEquals(LETTER, TriggerLayout.decodeLetter(letter, DATABASE));
  }

  @Property
  void everyTriggerReadsBack(
      @ForAll @IntRange(min = 1, max = 10_000) int batch,
      @ForAll @LongRange(min = 0, max = 300_000) long window,
      @ForAll @IntRange(min = 1, max = 10) int lanes,
      @ForAll @IntRange(min = -1, max = 10_000) int retries,
      @ForAll @LongRange(min = 0, max = 1_000_000) long age,
      @ForAll @IntRange(min = 0, max = 2) int target,
      @ForAll boolean bisect,
      @ForAll boolean enabled,
      @ForAll boolean doomed,
      @ForAll StartingPosition start)
      throws IOException {
    RetryPolicy retry = RetryPolicy.defaults().withBisect(bisect);
    retry = retries < 0 ? retry : retry.withRetries(retries);
    retry = age == 0 ? retry : retry.withMaximumAge(Duration.ofMillis(age));
    TriggerTarget delivers =
        switch (target) {
          case 0 -> new TriggerTarget.Function();
          case 1 -> new TriggerTarget.Http(URI.create("https://host/x?y=z"), Duration.ofMillis(7));
          default -> new TriggerTarget.Command(List.of("run", "", "ä b"), Duration.ofHours(1));
        };
    TriggerRecord record =
        new TriggerRecord(
            batch,
            Trigger.named("a.b-c_9")
                .table("t.1")
                .target(delivers)
                .startingPosition(start)
                .batchSize(batch)
                .batchWindow(Duration.ofMillis(window))
                .parallelism(lanes)
                .retry(retry)
                .enabled(enabled)
                .build(),
            lanes,
            Long.MAX_VALUE - batch,
            doomed);
    byte[] value = TriggerLayout.encode(record);
    assertEquals(record, TriggerLayout.decode(TriggerLayout.definitionKey(batch), value, DATABASE));
  }

  /** Reads bytes. */
  private interface Decoding {
    void of(byte[] bytes) throws IOException;
  }

  private static void assertNamed(Decoding decoding, byte[] bytes) {
    try {
      decoding.of(bytes);
    } catch (CorruptionException | UnsupportedFormatException expected) {
      assertTrue(expected.getMessage().contains("db"), expected.getMessage());
    } catch (IOException other) {
      throw new AssertionError(other);
    }
  }

  @Property(tries = 2000)
  void damagedBytesAreReadAsSomethingElseOrRefusedByName(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] key = TriggerLayout.definitionKey(1);
    damage(random, TriggerLayout.encode(TRIGGER), b -> TriggerLayout.decode(key, b, DATABASE));
    damage(
        random,
        TriggerLayout.encode(new LanePlace(3, 1L << 40)),
        b -> TriggerLayout.decodePlace(b, DATABASE));
    damage(random, TriggerLayout.encode(LETTER), b -> TriggerLayout.decodeLetter(b, DATABASE));
    damage(random, TriggerLayout.placeKey(1, LANE), b -> TriggerLayout.lane(b, DATABASE));
  }

  private static void damage(SplittableRandom random, byte[] bytes, Decoding decoding) {
    byte[] damaged = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    if (damaged.length > 0 && random.nextBoolean()) {
      damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    assertNamed(decoding, damaged);
  }

  @Test
  void whatANewerReleaseWroteIsRefused() {
    byte[] trigger = TriggerLayout.encode(TRIGGER);
    trigger[0] = 2;
    byte[] key = TriggerLayout.definitionKey(1);
    assertThrows(
        UnsupportedFormatException.class, () -> TriggerLayout.decode(key, trigger, DATABASE));
    byte[] place = TriggerLayout.encode(new LanePlace(1, 1));
    place[0] = 2;
    assertThrows(
        UnsupportedFormatException.class, () -> TriggerLayout.decodePlace(place, DATABASE));
    place[0] = 0;
    assertThrows(CorruptionException.class, () -> TriggerLayout.decodePlace(place, DATABASE));
    assertThrows(
        CorruptionException.class, () -> TriggerLayout.decode(new byte[3], trigger, DATABASE));
    assertThrows(CorruptionException.class, () -> TriggerLayout.lane(key, DATABASE));
  }
}
