package dev.varve.dynamodb.stream;

import dev.varve.dynamodb.catalog.ChangeLogRecord;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Shard;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Stream;
import dev.varve.io.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What of streams is old, by the database's clock: which shards are to be closed, which are to be
 * dropped, and when the next one will be.
 *
 * <p>Changes are kept for a day at least. They go with their shard, so that the first of a shard
 * stay some hours longer.
 *
 * <p>{@link #isDue} is for many threads, all else for one at a time.
 */
final class StreamAges {
  /** How long a change can be read at least, and a stream that has been disabled. */
  static final Duration RETENTION = Duration.ofHours(24);

  /** How long a shard takes changes, as in the service. */
  static final Duration OPEN = Duration.ofHours(4);

  private static final Duration POSTPONEMENT = Duration.ofMinutes(1);

  private final Clock clock;

  /** When there will be something to do. */
  private volatile long dueMillis = Long.MAX_VALUE;

  private boolean readOnly;

  StreamAges(Clock clock) {
    this.clock = clock;
  }

  /** Begins with something to do, unless nothing is to be written. */
  void open(boolean isReadOnly) {
    readOnly = isReadOnly;
    setDue(Long.MIN_VALUE);
  }

  boolean isDue() {
    long due = dueMillis;
    return due != Long.MAX_VALUE && clock.epochMillis() >= due;
  }

  void postpone() {
    setDue(clock.epochMillis() + POSTPONEMENT.toMillis());
  }

  private void setDue(long millis) {
    dueMillis = readOnly ? Long.MAX_VALUE : millis;
  }

  /** Finds out when there will be something to do. */
  void plan(Collection<ChangeLogRecord> logs) {
    long now = clock.epochMillis();
    long due = Long.MAX_VALUE;
    for (ChangeLogRecord each : logs) {
      for (Stream stream : each.streams()) {
        if (stream.disabledMillis().isPresent()) {
          due = Math.min(due, stream.disabledMillis().getAsLong() + RETENTION.toMillis());
        }
        for (Shard shard : stream.shards()) {
          due = Math.min(due, due(shard, now));
        }
      }
    }
    setDue(due);
  }

  private static long due(Shard shard, long now) {
    if (shard.end().isPresent()) {
      return shard.end().get().newestMillis() + RETENTION.toMillis();
    }
    // One that is open for longer has no change: it may get its first right now.
    long due = shard.name().createdMillis() + OPEN.toMillis();
    return due > now ? due : now + OPEN.toMillis();
  }

  /** Whether a shard has been open for so long that a child is to go on. */
  boolean isLongOpen(Shard shard) {
    return clock.epochMillis() - shard.name().createdMillis() >= OPEN.toMillis();
  }

  /** The logs without shards whose changes are all old, and without streams that ended long ago. */
  ChangeLogRecord withoutOld(ChangeLogRecord logs) {
    long horizon = clock.epochMillis() - RETENTION.toMillis();
    List<Stream> kept = new ArrayList<>();
    for (Stream stream : logs.streams()) {
      if (stream.disabledMillis().isEmpty() || stream.disabledMillis().getAsLong() > horizon) {
        kept.add(
            stream.withShards(
                stream.shards().stream()
                    .filter(shard -> shard.isOpen() || shard.end().get().newestMillis() > horizon)
                    .toList()));
      }
    }
    return logs.withStreams(kept);
  }
}
