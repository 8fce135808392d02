package dev.varve.dynamodb.expiry;

import dev.varve.dynamodb.recurring.Recurring;
import dev.varve.dynamodb.table.Expiry;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.write.Expirations;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Deletes items that have expired: those of all tables from time to time, with one thread of its
 * own, and those of one table when it is told to. What has expired is told by the database's clock;
 * how long the thread waits, by the machine's. A sweep that fails is logged, and tried again at the
 * next time.
 *
 * <p>Safe for use by many threads.
 */
public final class Sweeper implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");

  private final StorageEngine engine;
  private final Tables tables;
  private final Expirations deletions;
  private final Clock clock;
  private final Duration delay;

  private final Recurring sweeps;

  /**
   * A sweeper, whose thread begins with {@link #start}.
   *
   * @param interval from the end of a sweep of all tables to the next; empty for none
   * @param delay how long after its time an item stays at least
   */
  public Sweeper(
      StorageEngine engine,
      Tables tables,
      Expirations deletions,
      Clock clock,
      Optional<Duration> interval,
      Duration delay) {
    this.engine = engine;
    this.tables = tables;
    this.deletions = deletions;
    this.clock = clock;
    this.delay = delay;
    this.sweeps = new Recurring("varve-expiry-sweeper", interval, this::sweepAll);
  }

  /** Begins to sweep from time to time, if there is an interval and it has not begun before. */
  public void start() {
    sweeps.start();
  }

  /**
   * Deletes the items of a table that have expired.
   *
   * @return how many it deleted; 0 if the items of the table do not expire
   */
  public long sweep(Table table) throws IOException {
    Expiry expiry = table.expiry();
    if (expiry == null) {
      return 0;
    }
    Instant now = Instant.ofEpochMilli(clock.epochMillis()).minus(delay);
    return new Sweep(engine, deletions, expiry, sweeps::isClosed).run(Lifetimes.over(now));
  }

  private void sweepAll() {
    for (Table table : tables.all()) {
      try {
        sweep(table);
      } catch (IOException | RuntimeException | Error e) {
        if (!sweeps.isClosed()) {
          LOG.log(
              Level.ERROR,
              "expired items of table " + table.name() + " stay for now: " + e.getMessage(),
              e);
        }
      }
    }
  }

  /** Ends the sweeps, those that are under way after their next commit. */
  @Override
  public void close() {
    sweeps.close();
  }
}
