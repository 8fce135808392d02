package dev.varve.dynamodb.kinesis;

import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.changes.ChangeLogs;
import dev.varve.dynamodb.changes.ChangeWriter;
import dev.varve.dynamodb.delivery.Pause;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.io.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Delivers what is in the queue of a destination, with a thread of its own, until it is closed. */
final class QueueFeed implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");

  /** As many changes at once, and as large together, as Kinesis takes records. */
  private static final int MAX_CHANGES = 500;

  private static final long MAX_BYTES = 5 << 20;

  /** How long a change may wait, as in the service. */
  private static final Duration RETENTION = Duration.ofHours(24);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final RetryPolicy RETRIES = RetryPolicy.defaults();

  private final DestinationRecord record;
  private final ChangeWriter.Queue queue;
  private final DestinationJson json;
  private final QueueContext context;
  private final BooleanSupplier hasTable;
  private final Pause pause = new Pause();
  private final Thread thread;

  /** The number of the change to read next: those before are gone. */
  private long next;

  /** All changes up to this number are delivered. */
  private long caughtUp = -1;

  /** How often delivery has failed since it succeeded last. */
  private int failures;

  /** Null if nothing was wrong since the last success. */
  private volatile String lastProblem;

  /**
   * What the destinations of a database share.
   *
   * @param store what is kept of them
   * @param logs reads queues
   * @param sink takes lines
   * @param clock the database's
   */
  record QueueContext(DestinationStore store, ChangeLogs logs, Sink sink, Clock clock) {}

  /** Changes that are delivered at once. For one thread. */
  private final class Lines {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final List<Long> sequences = new ArrayList<>();
    private final List<Long> lapsed = new ArrayList<>();

    boolean take(Change change) throws IOException {
      if (sequences.size() + lapsed.size() == MAX_CHANGES || text.size() > MAX_BYTES) {
        return false;
      }
      if (change.createdMillis() < context.clock().epochMillis() - RETENTION.toMillis()) {
        lapsed.add(change.sequence());
      } else {
        sequences.add(change.sequence());
        json.write(change, text);
      }
      return true;
    }
  }

  /**
   * A feed, which {@link #start} begins.
   *
   * @param hasTable whether the destination's table is there, so that more may come
   */
  QueueFeed(
      DestinationRecord record,
      ChangeWriter.Queue queue,
      DestinationJson json,
      QueueContext context,
      BooleanSupplier hasTable) {
    this.record = record;
    this.queue = queue;
    this.json = json;
    this.context = context;
    this.hasTable = hasTable;
    this.thread =
        Thread.ofVirtual().name("varve-kinesis-" + record.streamName()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** What went wrong last; empty if nothing did since the last success. */
  Optional<String> lastProblem() {
    return Optional.ofNullable(lastProblem);
  }

  private void run() {
    boolean isDone = false;
    while (!isDone && !pause.isOver()) {
      try {
        isDone = step();
      } catch (Exception | Error failure) { // whatever a sink throws
        failed(failure);
      }
    }
  }

  private void failed(Throwable failure) {
    if (pause.isOver()) {
      return; // it failed for this
    }
    if (failures == 0) {
      LOG.log(
          Level.WARNING,
          "changes of table "
              + record.tableName()
              + " wait to be delivered to "
              + record.streamArn(),
          failure);
    }
    failures++;
    lastProblem = failure.toString();
    pause.await(RETRIES.delay(failures));
  }

  /** Delivers some changes. Returns whether there will be no others. */
  private boolean step() throws Exception {
    // Before the queue is read: what the table's last writer wrote is in it then.
    boolean mayGetMore = hasTable.getAsBoolean();
    long newest = context.logs().newestSequence();
    if (newest == caughtUp && mayGetMore) {
      pause.await(POLL);
      return false;
    }
    Lines lines = new Lines();
    ChangeLogs.End end = context.logs().read(queue, next, lines::take);
    if (!lines.lapsed.isEmpty()) {
      // Whatever becomes of the others: the queue must not grow for ever.
      context.store().take(record, lines.lapsed);
      LOG.log(
          Level.WARNING,
          lines.lapsed.size()
              + " changes of table "
              + record.tableName()
              + " became too old to be delivered to "
              + record.streamArn());
    }
    if (!lines.sequences.isEmpty()) {
      context.sink().append(record.streamName(), lines.text.toByteArray());
      context.store().take(record, lines.sequences);
      failures = 0;
      lastProblem = null;
    }
    next = end.next();
    boolean isEmpty = lines.sequences.isEmpty() && lines.lapsed.isEmpty();
    if (isEmpty) {
      caughtUp = newest;
    }
    if (isEmpty && !mayGetMore) {
      context.store().remove(record.number());
      return true;
    }
    return false;
  }

  /** Ends the delivery, and waits for it. */
  @Override
  public void close() {
    pause.end();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true; // the engine must not be closed under it
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
