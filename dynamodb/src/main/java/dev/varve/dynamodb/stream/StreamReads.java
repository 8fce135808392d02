package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.api.ExpiredIteratorException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.ShardIteratorType;
import dev.varve.dynamodb.api.TrimmedDataAccessException;
import dev.varve.dynamodb.catalog.ChangeLogRecord;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Shard;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardEnd;
import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.changes.ChangeLogs;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.io.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads streams, without a lock. Safe for use by many threads. */
public final class StreamReads {
  /** How long an iterator can be used. */
  static final Duration ITERATOR_LIFETIME = Duration.ofMinutes(15);

  private final Streams streams;
  private final ChangeLogs logs;
  private final Clock clock;
  private final Path database;

  /**
   * Reads of streams.
   *
   * @param database the engine's directory, for error messages
   */
  public StreamReads(Streams streams, ChangeLogs logs, Clock clock, Path database) {
    this.streams = streams;
    this.logs = logs;
    this.clock = clock;
    this.database = database;
  }

  /** The streams there are. */
  public Streams streams() {
    return streams;
  }

  /** The newest number there is: that of each later change is larger. */
  public long newestSequence() {
    return logs.newestSequence();
  }

  /** The codec of the items in the logs of a table. */
  public ItemCodec items(ChangeLogRecord of) {
    return new ItemCodec(new KeyCodec(of.partitionKey(), of.sortKey()), database);
  }

  /**
   * The stream of an ARN.
   *
   * @throws ValidationException if it is the ARN of no stream
   * @throws ResourceNotFoundException if there is none
   */
  public Streams.Found require(String arn) {
    StreamName name = StreamName.ofArn(arn).orElseThrow(() -> StreamRefusals.invalidArn(arn));
    return streams.find(name).orElseThrow(() -> StreamRefusals.noStream(arn));
  }

  /**
   * A new iterator.
   *
   * @param arn of the shard's stream
   * @param sequenceNumber null for none
   * @throws ValidationException if the number does not fit the type, or is none of the shard
   * @throws TrimmedDataAccessException if the number is older than the shard
   */
  public ShardIterator iterator(
      String arn, Shard shard, ShardIteratorType type, String sequenceNumber) throws IOException {
    boolean needsNumber =
        switch (type) {
          case TRIM_HORIZON, LATEST -> false;
          case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER -> true;
        };
    if (needsNumber && sequenceNumber == null) {
      throw StreamRefusals.sequenceNumberMissing(type);
    }
    if (!needsNumber && sequenceNumber != null) {
      throw StreamRefusals.sequenceNumberUnwanted(type);
    }
    long next =
        switch (type) {
          case TRIM_HORIZON -> shard.firstSequence();
          case LATEST -> latest(shard);
          case AT_SEQUENCE_NUMBER -> required(shard, sequenceNumber, shard.firstSequence());
          case AFTER_SEQUENCE_NUMBER ->
              // The number before the first is where a parent ends, too.
              required(shard, sequenceNumber, shard.firstSequence() - 1) + 1;
        };
    return at(arn, shard, next);
  }

  /**
   * An iterator at a place.
   *
   * @param next the number of the change from which to read on
   */
  public ShardIterator at(String arn, Shard shard, long next) {
    return new ShardIterator(arn, shard.name(), next, clock.epochMillis());
  }

  /**
   * The number behind the newest change, which is on storage then: the place will not be earlier.
   */
  private long latest(Shard shard) throws IOException {
    Optional<ShardEnd> end = shard.end();
    if (end.isPresent()) {
      return end.get().lastSequence() + 1;
    }
    int log = shard.name().partition();
    try {
      Change newest = logs.newest(log);
      logs.awaitDurable(log);
      return newest == null ? shard.firstSequence() : newest.sequence() + 1;
    } catch (IllegalArgumentException gone) {
      throw explain(shard, gone);
    }
  }

  private long required(Shard shard, String text, long least) {
    OptionalLong sequence = SequenceNumbers.parse(text);
    long last = shard.end().map(ShardEnd::lastSequence).orElseGet(logs::newestSequence);
    if (sequence.isEmpty() || sequence.getAsLong() > last) {
      throw StreamRefusals.invalidSequenceNumber(text);
    }
    if (sequence.getAsLong() < least) {
      throw StreamRefusals.trimmed();
    }
    return sequence.getAsLong();
  }

  /**
   * The iterator of a text.
   *
   * @throws ValidationException if it is none
   * @throws ExpiredIteratorException if it is too old
   */
  public ShardIterator parse(String text) {
    ShardIterator iterator = ShardIterator.parse(text).orElseThrow(StreamRefusals::invalidIterator);
    if (clock.epochMillis() - iterator.issuedMillis() > ITERATOR_LIFETIME.toMillis()) {
      throw StreamRefusals.expired();
    }
    return iterator;
  }

  /**
   * Reads changes of a shard.
   *
   * @param from the number to begin with
   * @param receiver shows what it has taken to nobody before this returns
   * @return the number to go on with; empty if the shard is closed and all of it has been read
   * @throws TrimmedDataAccessException if the shard has been dropped meanwhile
   */
  public OptionalLong read(Shard shard, long from, ChangeLogs.Receiver receiver)
      throws IOException {
    // The shard is as it was before the log is looked at: if it was closed then, all is in the log.
    try {
      ChangeLogs.End end = logs.read(shard.name().partition(), from, receiver);
      return end.isAtEnd() && !shard.isOpen() ? OptionalLong.empty() : OptionalLong.of(end.next());
    } catch (IllegalArgumentException gone) {
      throw explain(shard, gone);
    }
  }

  /** Why the log of a shard could not be read: it has been dropped, or else what is thrown. */
  private RuntimeException explain(Shard shard, IllegalArgumentException refusal) {
    boolean isKnown =
        streams.all().stream().anyMatch(found -> found.shard(shard.name()).isPresent());
    return isKnown ? refusal : StreamRefusals.trimmed();
  }
}
