package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.api.TrimmedDataAccessException;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Shard;
import dev.varve.dynamodb.stream.ShardIds;
import dev.varve.dynamodb.stream.StreamReads;
import dev.varve.dynamodb.stream.StreamRecords;
import dev.varve.dynamodb.stream.StreamRefusals;
import dev.varve.dynamodb.stream.Streams;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;

/** Follows one lane of a shard until the shard's end, or until its trigger is stopped. */
final class Feed implements Runnable {
  /** How long a feed whose batch waits for more records waits before it looks again. */
  private static final Duration POLL = Duration.ofMillis(20);

  /** How long one that has come to the end waits, unless it hears of something new before. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  /** How long it waits when something is wrong with the database. */
  private static final Duration RECOVERY = Duration.ofSeconds(1);

  private final Runner runner;
  private final Lane lane;
  private final StreamReads reads;
  private final Gathering gathering;

  /** The number of the change to read next. */
  private long next;

  /** All changes up to this number have been delivered, passed over or given up. */
  private volatile long caughtUp = -1;

  /**
   * A feed.
   *
   * @param place the lane's place
   */
  Feed(Runner runner, Lane lane, long place) {
    this.runner = runner;
    this.lane = lane;
    this.reads = runner.reads();
    this.gathering =
        new Gathering(runner.trigger(), runner.filters(), lane.number(), runner.tally());
    this.next = place;
  }

  /** Whether all changes up to a number are done with. */
  boolean isPast(long sequence) {
    return caughtUp >= sequence;
  }

  @Override
  public void run() {
    try {
      boolean isDone = false;
      while (!isDone && !runner.pause().isOver()) {
        isDone = step();
      }
    } finally {
      runner.ended(lane);
    }
  }

  private boolean step() {
    try {
      return goOn();
    } catch (TrimmedDataAccessException gone) {
      runner.lost(lane);
      return true;
    } catch (IOException | RuntimeException | Error failure) {
      runner.problem(lane, failure);
      gathering.clear();
      next = runner.place(lane);
      runner.pause().await(RECOVERY);
      return false;
    }
  }

  /** Reads on, and delivers what is due. Returns whether the end of the shard has been reached. */
  private boolean goOn() throws IOException {
    long newest = reads.newestSequence();
    Streams.Found found = runner.find(lane.shard()).orElseThrow(StreamRefusals::trimmed);
    Shard shard = found.shard(lane.shard()).orElseThrow(StreamRefusals::trimmed);
    // One that has been closed is read once more, to find out that there is nothing else.
    if (gathering.isEmpty() && newest == caughtUp && shard.isOpen()) {
      runner.pause().awaitAbove(newest, IDLE);
      return false;
    }
    StreamRecords view = runner.view(found, shard);
    gathering.resume();
    OptionalLong end = reads.read(shard, next, change -> gathering.take(change, view));
    long behind = end.orElse(LanePlace.DONE);
    if (gathering.isEmpty()) {
      return passOver(behind, newest);
    }
    long nanosLeft = gathering.nanosLeft();
    if (nanosLeft > 0 && end.isPresent()) {
      next = behind;
      if (gathering.isAtEnd()) {
        runner.pause().await(Duration.ofNanos(Math.min(nanosLeft, POLL.toNanos())));
      }
      return false;
    }
    Delivery delivery = new Delivery(runner, lane, runner.arn(found), ShardIds.of(shard.name()));
    boolean isDone = delivery.run(gathering.drain(), behind);
    next = behind;
    return isDone && end.isEmpty();
  }

  private boolean passOver(long behind, long newest) throws IOException {
    if (behind != next) {
      runner.advance(lane, behind);
      next = behind;
    }
    if (behind == LanePlace.DONE) {
      return true;
    }
    if (gathering.isAtEnd()) {
      caughtUp = newest;
    }
    return false;
  }
}
