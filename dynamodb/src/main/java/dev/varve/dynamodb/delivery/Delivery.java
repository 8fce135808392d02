package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.trigger.DeadLetter;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.dynamodb.trigger.TriggerBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Delivers the batches of a lane, with all retries. For one thread. */
final class Delivery {
  /** So much of what a failure says is kept. */
  private static final int MAX_FAILURE_CHARS = 1000;

  private final Runner runner;
  private final Lane lane;
  private final String streamArn;
  private final String shardId;

  Delivery(Runner runner, Lane lane, String streamArn, String shardId) {
    this.runner = runner;
    this.lane = lane;
    this.streamArn = streamArn;
    this.shardId = shardId;
  }

  /**
   * Delivers records or gives them up, and writes down how far that has come.
   *
   * @param records at least one
   * @param behind the lane's place when all is done
   * @return whether all is done: the trigger was not stopped meanwhile
   */
  boolean run(List<Pending> records, long behind) throws IOException {
    RetryPolicy policy = runner.trigger().retry();
    List<Pending> left = records;
    Optional<String> lastFailure = Optional.empty();
    int failures = 0;
    while (true) {
      left = withoutOld(left, failures, lastFailure);
      if (left.isEmpty()) {
        runner.advance(lane, behind);
        return true;
      }
      Optional<String> failure = attempt(left);
      if (failure.isEmpty()) {
        runner.tally().delivered(left.size());
        runner.advance(lane, behind);
        return true;
      }
      if (runner.pause().isOver()) {
        return false; // it may have failed for this
      }
      lastFailure = failure;
      failures++;
      runner.tally().failed(failure.get());
      if (policy.bisect() && left.size() > 1) {
        List<Pending> later = left.subList(left.size() / 2, left.size());
        return run(left.subList(0, left.size() / 2), later.getFirst().sequence())
            && run(later, behind);
      }
      OptionalInt retries = policy.retries();
      if (retries.isPresent() && failures > retries.getAsInt()) {
        giveUp(left, DeadLetter.Reason.RETRIES_EXHAUSTED, failures, lastFailure);
        runner.advance(lane, behind);
        return true;
      }
      if (!runner.pause().await(policy.delay(failures))) {
        return false;
      }
    }
  }

  /** What went wrong; empty if the records were taken. */
  private Optional<String> attempt(List<Pending> records) {
    TriggerBatch batch =
        new TriggerBatch(
            runner.trigger().name(),
            streamArn,
            shardId,
            records.stream().map(Pending::record).toList());
    try {
      runner.target().send(batch);
      return Optional.empty();
    } catch (Exception | Error failure) { // whatever a function throws
      return Optional.of(told(failure));
    }
  }

  /** What a failure says, cut where it is too long, and without what has no UTF-8 form. */
  private static String told(Throwable failure) {
    String text = failure.toString();
    String cut = text.substring(0, Math.min(text.length(), MAX_FAILURE_CHARS));
    return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private List<Pending> withoutOld(
      List<Pending> records, int failures, Optional<String> lastFailure) throws IOException {
    Optional<Duration> maximum = runner.trigger().retry().maximumAge();
    if (maximum.isEmpty()) {
      return records;
    }
    long oldest = runner.nowMillis() - maximum.get().toMillis();
    List<Pending> young = new ArrayList<>();
    List<Pending> old = new ArrayList<>();
    for (Pending each : records) {
      (each.createdMillis() < oldest ? old : young).add(each);
    }
    if (!old.isEmpty()) {
      giveUp(old, DeadLetter.Reason.MAXIMUM_AGE_EXCEEDED, failures, lastFailure);
    }
    return young;
  }

  private void giveUp(
      List<Pending> records, DeadLetter.Reason reason, int failures, Optional<String> lastFailure)
      throws IOException {
    Instant now = Instant.ofEpochMilli(runner.nowMillis());
    runner.giveUp(
        records.stream()
            .map(each -> new DeadLetter(each.record(), reason, failures, lastFailure, now))
            .toList());
  }
}
