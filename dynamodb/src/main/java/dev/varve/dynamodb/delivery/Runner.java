package dev.varve.dynamodb.delivery;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.catalog.ChangeLogRecord;
import dev.varve.dynamodb.catalog.ChangeLogRecord.Shard;
import dev.varve.dynamodb.catalog.ChangeLogRecord.ShardName;
import dev.varve.dynamodb.filter.EventPattern;
import dev.varve.dynamodb.stream.ShardIds;
import dev.varve.dynamodb.stream.StreamReads;
import dev.varve.dynamodb.stream.StreamRecords;
import dev.varve.dynamodb.stream.Streams;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.trigger.DeadLetter;
import dev.varve.dynamodb.trigger.Trigger;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A trigger that delivers, with the settings that it has, until it is stopped. Safe for use by many
 * threads.
 */
final class Runner {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");

  private final RunnerContext context;
  private final TriggerRecord record;
  private final Tally tally;
  private final Target target;
  private final List<EventPattern> filters;
  private final Pause pause = new Pause();

  /** The feeds whose threads run. */
  @GuardedBy("this")
  private final Map<Lane, Feed> feeds = new HashMap<>();

  /** Who delivered before and may still do so; null for nobody. */
  @GuardedBy("this")
  private Runner predecessor;

  /** The shards that there were when somebody looked last. */
  @GuardedBy("this")
  private List<Shard> reviewed = List.of();

  /** Null until the predecessor has ended. Written under the monitor. */
  private volatile Places places;

  /**
   * A trigger that delivers from {@link #review} on.
   *
   * @param target is closed with this
   * @param predecessor who delivers for the trigger and has been stopped, or null
   */
  Runner(
      RunnerContext context, TriggerRecord record, Tally tally, Target target, Runner predecessor) {
    this.context = context;
    this.record = record;
    this.tally = tally;
    this.target = target;
    this.predecessor = predecessor;
    this.filters = record.trigger().filters().stream().map(EventPattern::parse).toList();
  }

  Trigger trigger() {
    return record.trigger();
  }

  Tally tally() {
    return tally;
  }

  Target target() {
    return target;
  }

  List<EventPattern> filters() {
    return filters;
  }

  /** Over when the trigger has been stopped. */
  Pause pause() {
    return pause;
  }

  StreamReads reads() {
    return context.reads();
  }

  long nowMillis() {
    return context.clock().epochMillis();
  }

  String arn(Streams.Found found) {
    return TableArns.ofStream(
        context.place().tableArn(found.logs().tableName()), found.name().label());
  }

  StreamRecords view(Streams.Found found, Shard shard) {
    return new StreamRecords(
        context.reads().items(found.logs()),
        found.stream().viewType(),
        shard.name(),
        context.place().region());
  }

  /** The stream that has a shard, as it is now; empty if the shard has been dropped. */
  Optional<Streams.Found> find(ShardName shard) {
    return logs().stream()
        .flatMap(logs -> logs.streams().stream().map(stream -> new Streams.Found(logs, stream)))
        .filter(found -> found.shard(shard).isPresent())
        .findFirst();
  }

  private Optional<ChangeLogRecord> logs() {
    return context.reads().streams().of(record.table());
  }

  private List<Shard> shards() {
    List<Shard> shards = new ArrayList<>();
    logs().ifPresent(logs -> logs.streams().forEach(stream -> shards.addAll(stream.shards())));
    return shards;
  }

  /**
   * Begins to follow the lanes that can be followed now, and lets all look that wait for something
   * new. To be called from time to time.
   *
   * @param newest the newest number of all changes
   */
  synchronized void review(long newest) throws IOException {
    if (pause.isOver()) {
      return;
    }
    pause.announce(newest);
    if (predecessor != null) {
      if (!predecessor.isEnded()) {
        return;
      }
      predecessor = null;
    }
    if (places == null) {
      places = Places.open(context.store(), record);
    }
    List<Shard> shards = shards();
    for (Shard shard : shards) {
      for (int number = 0; number < trigger().parallelism(); number++) {
        Lane lane = new Lane(shard.name(), number);
        if (!feeds.containsKey(lane) && places.isDue(shard, number, shards)) {
          start(lane);
        }
      }
    }
    places.retain(shards);
    if (!shards.equals(reviewed)) {
      reviewed = shards;
      pause.wake(); // one that has been closed has an end now
    }
  }

  @GuardedBy("this")
  private void start(Lane lane) {
    Feed feed = new Feed(this, lane, places.next(lane));
    feeds.put(lane, feed);
    Thread.ofVirtual()
        .name("varve-trigger-" + trigger().name())
        .start(() -> {
          context.threads().add(Thread.currentThread());
          try {
            feed.run();
          } finally {
            context.threads().remove(Thread.currentThread());
          }
        });
  }

  /** A lane is followed no more. */
  synchronized void ended(Lane lane) {
    feeds.remove(lane);
    notifyAll();
  }

  /** Lets no further batch begin. */
  void stop() {
    pause.end();
    target.close();
  }

  /** Whether no thread delivers any more. */
  synchronized boolean isEnded() {
    return pause.isOver() && feeds.isEmpty() && (predecessor == null || predecessor.isEnded());
  }

  /** Waits until no thread delivers any more, of one that has been stopped. */
  void join() {
    Runner before;
    boolean interrupted = false;
    synchronized (this) {
      while (!feeds.isEmpty()) {
        try {
          wait();
        } catch (InterruptedException _) {
          interrupted = true; // a delivery must not outlive its trigger
        }
      }
      before = predecessor;
    }
    if (before != null) {
      before.join();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether all changes up to a number are done with. */
  synchronized boolean isPast(long sequence) {
    if (places == null) {
      return false;
    }
    for (Shard shard : shards()) {
      if (shard.firstSequence() <= sequence && !places.isDone(shard)) {
        for (int number = 0; number < trigger().parallelism(); number++) {
          Lane lane = new Lane(shard.name(), number);
          Feed feed = feeds.get(lane);
          if (!places.isDone(lane) && (feed == null || !feed.isPast(sequence))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Where a lane goes on. */
  long place(Lane lane) {
    return places.next(lane);
  }

  /** Moves a lane on. */
  void advance(Lane lane, long next) throws IOException {
    places.put(lane, next);
  }

  /** Makes records dead letters. Durable on return. */
  void giveUp(List<DeadLetter> letters) throws IOException {
    context.store().putLetters(record.number(), letters);
    tally.givenUp(letters.size());
    tally.problem(
        letters.size()
            + " records given up: "
            + letters.getLast().reason()
            + letters.getLast().lastFailure().map(failure -> ", " + failure).orElse(""));
  }

  /** The shard of a lane was dropped, and what had not been delivered of it. */
  void lost(Lane lane) {
    String what =
        "the stream has dropped shard "
            + ShardIds.of(lane.shard())
            + " before it was followed to its end";
    LOG.log(Level.WARNING, "trigger " + trigger().name() + ": " + what);
    tally.problem(what);
  }

  /** Something was wrong that is not the target's fault. */
  void problem(Lane lane, Throwable failure) {
    if (!pause.isOver()) {
      LOG.log(
          Level.ERROR,
          "trigger "
              + trigger().name()
              + " does not get on in shard "
              + ShardIds.of(lane.shard())
              + " for now",
          failure);
      tally.problem(failure.toString());
    }
  }
}
