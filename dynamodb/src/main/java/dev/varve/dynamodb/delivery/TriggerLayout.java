package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.api.json.RecordJson;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.catalog.SettingsLayout;
import dev.varve.dynamodb.catalog.TaggedFields;
import dev.varve.dynamodb.trigger.DeadLetter;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.dynamodb.trigger.StartingPosition;
import dev.varve.dynamodb.trigger.Trigger;
import dev.varve.dynamodb.trigger.TriggerTarget;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The keys and values of triggers; the page is {@code docs/formats/trigger.md}. */
final class TriggerLayout {
  /** The format version of the values that this release writes. */
  static final int VERSION = 1;

  /** First byte of the key of a trigger; its number follows. */
  static final byte DEFINITION = 'd';

  /** First byte of the key of a lane's place; the trigger's number, shard and lane follow. */
  static final byte PLACE = 'p';

  /** First byte of the key of a dead letter; the trigger's number and the change's follow. */
  static final byte LETTER = 'x';

  private static final int PLACE_KEY_BYTES = 1 + Integer.BYTES + Long.BYTES + Integer.BYTES + 1;

  // Fields of a trigger. Stored: never renumber.
  private static final int NAME = 1;
  private static final int TABLE_NAME = 2;
  private static final int TABLE = 3;
  private static final int START = 4;
  private static final int FLAGS = 5;
  private static final int FILTERS = 6;
  private static final int BATCH_SIZE = 7;
  private static final int BATCH_WINDOW = 8;
  private static final int PARALLELISM = 9;
  private static final int RETRIES = 10;
  private static final int FIRST_DELAY = 11;
  private static final int LONGEST_DELAY = 12;
  private static final int MAXIMUM_AGE = 13;
  private static final int URL = 14;
  private static final int COMMAND = 15;
  private static final int TIMEOUT = 16;
  private static final Set<Integer> DEFINITION_FIELDS =
      Set.of(
          NAME,
          TABLE_NAME,
          TABLE,
          START,
          FLAGS,
          FILTERS,
          BATCH_SIZE,
          BATCH_WINDOW,
          PARALLELISM,
          RETRIES,
          FIRST_DELAY,
          LONGEST_DELAY,
          MAXIMUM_AGE,
          URL,
          COMMAND,
          TIMEOUT);

  // Flags of a trigger. Stored: never renumber.
  private static final int ENABLED = 1;
  private static final int BISECT = 2;
  private static final int FROM_LATEST = 4;
  private static final int DOOMED = 8;
  private static final int ALL_FLAGS = ENABLED | BISECT | FROM_LATEST | DOOMED;

  // Fields of a dead letter. Stored: never renumber.
  private static final int RECORD = 1;
  private static final int REASON = 2;
  private static final int FAILURES = 3;
  private static final int LAST_FAILURE = 4;
  private static final int TIME = 5;
  private static final Set<Integer> LETTER_FIELDS =
      Set.of(RECORD, REASON, FAILURES, LAST_FAILURE, TIME);

  // Reasons. Stored: never renumber.
  private static final int RETRIES_EXHAUSTED = 1;
  private static final int MAXIMUM_AGE_EXCEEDED = 2;

  private TriggerLayout() {}

  /** What all keys of a kind begin with that belong to the trigger with a number. */
  static byte[] prefix(byte kind, int number) {
    return ByteBuffer.allocate(1 + Integer.BYTES).put(kind).putInt(number).array();
  }

  static byte[] definitionKey(int number) {
    return prefix(DEFINITION, number);
  }

  static byte[] placeKey(int number, Lane lane) {
    return ByteBuffer.allocate(PLACE_KEY_BYTES)
        .put(PLACE)
        .putInt(number)
        .putLong(lane.shard().createdMillis())
        .putInt(lane.shard().partition())
        .put((byte) lane.number())
        .array();
  }

  /** The lane in the key of a place. */
  static Lane lane(byte[] key, Path database) throws CorruptionException {
    if (key.length != PLACE_KEY_BYTES) {
      throw wrongLength("key of a trigger's place", PLACE_KEY_BYTES, key, database);
    }
    ByteBuffer in = ByteBuffer.wrap(key, 1 + Integer.BYTES, key.length - 1 - Integer.BYTES);
    return new Lane(new ShardName(in.getLong(), in.getInt()), in.get() & 0xff);
  }

  static byte[] letterKey(int number, long sequence) {
    return ByteBuffer.allocate(1 + Integer.BYTES + Long.BYTES)
        .put(LETTER)
        .putInt(number)
        .putLong(sequence)
        .array();
  }

  private static CorruptionException wrongLength(
      String what, int expected, byte[] found, Path database) {
    return new CorruptionException(
        what, database, 0, expected + " bytes", Integer.toString(found.length));
  }

  static byte[] encode(LanePlace place) {
    return new ByteWriter(16)
        .putByte(VERSION)
        .putByte(place.lanes())
        .putVarint(place.next())
        .toByteArray();
  }

  static LanePlace decodePlace(byte[] value, Path database) throws IOException {
    ByteReader in = new ByteReader("place of a trigger", value, database, 0);
    int version = in.getByte();
    if (version == 0) {
      throw in.corrupt("a format version", "0");
    }
    if (version > VERSION) {
      throw new UnsupportedFormatException(
          database, "place of a trigger of format version " + version);
    }
    int lanes = in.getByte();
    long next = in.getVarint();
    if (lanes < 1 || next < 0 || in.remaining() > 0) {
      throw in.corrupt("a number of lanes and one that is not negative", value.length + " bytes");
    }
    return new LanePlace(lanes, next);
  }

  static byte[] encode(TriggerRecord record) {
    Trigger trigger = record.trigger();
    RetryPolicy retry = trigger.retry();
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, NAME, Utf8.encode(trigger.name()));
    TaggedFields.put(out, TABLE_NAME, Utf8.encode(trigger.table()));
    TaggedFields.put(out, TABLE, record.table());
    TaggedFields.put(out, START, record.start());
    TaggedFields.put(
        out,
        FLAGS,
        (trigger.enabled() ? ENABLED : 0)
            | (retry.bisect() ? BISECT : 0)
            | (trigger.start() == StartingPosition.LATEST ? FROM_LATEST : 0)
            | (record.doomed() ? DOOMED : 0));
    TaggedFields.put(out, FILTERS, texts(trigger.filters()));
    TaggedFields.put(out, BATCH_SIZE, trigger.batchSize());
    TaggedFields.put(out, BATCH_WINDOW, trigger.batchWindow().toMillis());
    TaggedFields.put(out, PARALLELISM, trigger.parallelism());
    if (retry.retries().isPresent()) {
      TaggedFields.put(out, RETRIES, retry.retries().getAsInt());
    }
    TaggedFields.put(out, FIRST_DELAY, retry.firstDelay().toMillis());
    TaggedFields.put(out, LONGEST_DELAY, retry.longestDelay().toMillis());
    retry.maximumAge().ifPresent(age -> TaggedFields.put(out, MAXIMUM_AGE, age.toMillis()));
    switch (trigger.target()) {
      case TriggerTarget.Function() -> {} // neither a URL nor a command
      case TriggerTarget.Http(URI uri, Duration timeout) -> {
        TaggedFields.put(out, URL, Utf8.encode(uri.toString()));
        TaggedFields.put(out, TIMEOUT, timeout.toMillis());
      }
      case TriggerTarget.Command(List<String> words, Duration timeout) -> {
        TaggedFields.put(out, COMMAND, texts(words));
        TaggedFields.put(out, TIMEOUT, timeout.toMillis());
      }
    }
    return out.toByteArray();
  }

  private static byte[] texts(List<String> texts) {
    ByteWriter out = new ByteWriter(64);
    texts.forEach(text -> out.putLengthPrefixed(Utf8.encode(text)));
    return out.toByteArray();
  }

  private static List<String> getTexts(ByteReader in) throws CorruptionException {
    List<String> texts = new ArrayList<>();
    while (in.remaining() > 0) {
      texts.add(new String(in.getLengthPrefixed(), StandardCharsets.UTF_8));
    }
    return texts;
  }

  private static String getText(ByteReader in) throws CorruptionException {
    return new String(in.getBytes(in.remaining()), StandardCharsets.UTF_8);
  }

  private static Duration getMillis(ByteReader in) throws CorruptionException {
    return Duration.ofMillis(in.getVarint());
  }

  static TriggerRecord decode(byte[] key, byte[] value, Path database) throws IOException {
    if (key.length != 1 + Integer.BYTES) {
      throw wrongLength("key of a trigger", 1 + Integer.BYTES, key, database);
    }
    int number = ByteBuffer.wrap(key).getInt(1);
    String what = "trigger " + number;
    TaggedFields fields = TaggedFields.read(what, value, database, VERSION, DEFINITION_FIELDS);
    int flags = fields.require(FLAGS, ByteReader::getVarintInt);
    if ((flags & ~ALL_FLAGS) != 0) {
      throw new UnsupportedFormatException(database, "flags " + flags + " of " + what);
    }
    Optional<Integer> retries = fields.find(RETRIES, ByteReader::getVarintInt);
    try {
      Trigger trigger =
          new Trigger(
              fields.require(NAME, TaggedFields::getName),
              fields.require(TABLE_NAME, TaggedFields::getName),
              target(fields),
              fields.require(FILTERS, TriggerLayout::getTexts),
              (flags & FROM_LATEST) != 0 ? StartingPosition.LATEST : StartingPosition.TRIM_HORIZON,
              fields.require(BATCH_SIZE, ByteReader::getVarintInt),
              fields.require(BATCH_WINDOW, TriggerLayout::getMillis),
              fields.require(PARALLELISM, ByteReader::getVarintInt),
              new RetryPolicy(
                  retries.isPresent() ? OptionalInt.of(retries.get()) : OptionalInt.empty(),
                  fields.require(FIRST_DELAY, TriggerLayout::getMillis),
                  fields.require(LONGEST_DELAY, TriggerLayout::getMillis),
                  (flags & BISECT) != 0,
                  fields.find(MAXIMUM_AGE, TriggerLayout::getMillis)),
              (flags & ENABLED) != 0);
      return new TriggerRecord(
          number,
          trigger,
          fields.require(TABLE, ByteReader::getVarintInt),
          fields.require(START, ByteReader::getVarint),
          (flags & DOOMED) != 0);
    } catch (IllegalArgumentException e) {
      throw new CorruptionException(what, database, 0, "settings that are allowed", e.getMessage());
    }
  }

  private static TriggerTarget target(TaggedFields fields) throws IOException {
    Optional<String> url = fields.find(URL, TriggerLayout::getText);
    if (url.isPresent()) {
      return new TriggerTarget.Http(
          URI.create(url.get()), fields.require(TIMEOUT, TriggerLayout::getMillis));
    }
    Optional<List<String>> command = fields.find(COMMAND, TriggerLayout::getTexts);
    return command.isPresent()
        ? new TriggerTarget.Command(
            command.get(), fields.require(TIMEOUT, TriggerLayout::getMillis))
        : new TriggerTarget.Function();
  }

  static byte[] encode(DeadLetter letter) {
    ByteWriter out = TaggedFields.begin(VERSION);
    TaggedFields.put(out, RECORD, SettingsLayout.encode(letter.record(), RecordJson::write));
    TaggedFields.put(
        out,
        REASON,
        switch (letter.reason()) {
          case RETRIES_EXHAUSTED -> RETRIES_EXHAUSTED;
          case MAXIMUM_AGE_EXCEEDED -> MAXIMUM_AGE_EXCEEDED;
        });
    TaggedFields.put(out, FAILURES, letter.failures());
    letter
        .lastFailure()
        .ifPresent(failure -> TaggedFields.put(out, LAST_FAILURE, Utf8.encode(failure)));
    TaggedFields.put(out, TIME, letter.time().toEpochMilli());
    return out.toByteArray();
  }

  static DeadLetter decodeLetter(byte[] value, Path database) throws IOException {
    TaggedFields fields = TaggedFields.read("dead letter", value, database, VERSION, LETTER_FIELDS);
    int reason = fields.require(REASON, ByteReader::getVarintInt);
    return new DeadLetter(
        fields.require(RECORD, SettingsLayout.decoder("Record", RecordJson::read)),
        switch (reason) {
          case RETRIES_EXHAUSTED -> DeadLetter.Reason.RETRIES_EXHAUSTED;
          case MAXIMUM_AGE_EXCEEDED -> DeadLetter.Reason.MAXIMUM_AGE_EXCEEDED;
          default ->
              throw new UnsupportedFormatException(
                  database, "reason " + reason + " of a dead letter");
        },
        fields.require(FAILURES, ByteReader::getVarintInt),
        fields.find(LAST_FAILURE, TriggerLayout::getText),
        Instant.ofEpochMilli(fields.require(TIME, ByteReader::getVarint)));
  }
}
