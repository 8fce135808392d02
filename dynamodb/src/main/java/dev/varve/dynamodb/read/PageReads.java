package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Rerouting;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads of pages of tables and indexes, each from one snapshot, without a lock, and as durable as
 * acknowledged writes are. Records how long each partition took. Safe for use by many threads.
 */
public final class PageReads {
  private final StorageEngine engine;
  private final ItemReads items;
  private final Clock clock;
  private final Optional<IndexLag> lag;

  /**
   * Reads of an engine.
   *
   * @param lag how far reads lag that may; empty for not at all
   */
  public PageReads(StorageEngine engine, ItemReads items, Clock clock, Optional<IndexLag> lag) {
    this.engine = engine;
    this.items = items;
    this.clock = clock;
    this.lag = lag;
  }

  /**
   * Reads a page of a Query.
   *
   * @param start when the request came, by the clock's {@code nanoTime}
   */
  public PageContent query(QueryPlan plan, long start) throws IOException {
    ItemPartition partition = plan.partition();
    try {
      return Rerouting.read(plan.target(), () -> query(plan));
    } finally {
      partition.latencies().record(OperationKind.QUERY, clock.nanoTime() - start);
    }
  }

  private PageContent query(QueryPlan plan) throws IOException {
    ItemPartition partition = plan.partition();
    if (lags(plan.mode())) {
      try (IndexLag.View view = lag.orElseThrow().view(plan.mode().mayLag())) {
        return query(plan, partition, view.snapshot());
      }
    }
    return query(plan, partition, null);
  }

  private boolean lags(ReadMode mode) {
    return lag.isPresent() && (mode.mayLag() || IndexLag.isByFault());
  }

  /** Reads at a moment, or now if that is null. */
  private PageContent query(QueryPlan plan, ItemPartition partition, Snapshot moment)
      throws IOException {
    if (moment == null && plan.mode().fetchesItems()) {
      try (Snapshot now = engine.snapshot()) {
        return query(plan, partition, now);
      }
    }
    BaseItems base = base(plan.target(), plan.mode(), moment);
    PageBuilder page = new PageBuilder(plan.target(), plan.selection(), base);
    KeyBounds bounds = plan.bounds();
    if (!bounds.isEmpty()) {
      CursorOptions range = CursorOptions.range(bounds.lower(), bounds.upper());
      try (Cursor cursor =
          engine.cursor(partition.id(), moment == null ? range : range.at(moment))) {
        page.addAll(cursor, plan.forward());
        items.awaitDurable(plan.target(), partition);
        awaitDurable(plan.target(), base);
      }
    }
    plan.target().requirePresent();
    return page.build();
  }

  private BaseItems base(ReadTarget target, ReadMode mode, Snapshot moment) {
    return mode.fetchesItems() ? new BaseItems(engine, moment, target.table()) : null;
  }

  /** Waits for the items of an index's entries. */
  private void awaitDurable(ReadTarget target, BaseItems base) throws IOException {
    if (base != null) {
      for (ItemPartition partition : base.partitions()) {
        items.awaitDurable(target.table(), partition);
      }
    }
  }

  /**
   * Reads a page of a Scan.
   *
   * @param start when the request came, by the clock's {@code nanoTime}
   */
  public PageContent scan(ScanPlan plan, long start) throws IOException {
    return Rerouting.read(
        plan.target(),
        () -> {
          if (lags(plan.mode())) {
            try (IndexLag.View view = lag.orElseThrow().view(plan.mode().mayLag())) {
              if (view.snapshot() != null) {
                return scan(plan, view.snapshot(), start);
              }
            }
          }
          try (Snapshot now = engine.snapshot()) {
            return scan(plan, now, start);
          }
        });
  }

  private PageContent scan(ScanPlan plan, Snapshot moment, long start) throws IOException {
    BaseItems base = base(plan.target(), plan.mode(), moment);
    PageBuilder page = new PageBuilder(plan.target(), plan.selection(), base);
    CursorOptions range = CursorOptions.range(plan.lower(), plan.upper()).at(moment);
    long begin = start;
    for (ItemPartition partition : plan.partitions()) {
      boolean full;
      try {
        try (Cursor cursor = engine.cursor(partition.id(), range)) {
          full = page.addAll(cursor, true);
        }
        items.awaitDurable(plan.target(), partition);
      } finally {
        long end = clock.nanoTime();
        partition.latencies().record(OperationKind.SCAN, end - begin);
        begin = end;
      }
      if (full) {
        break;
      }
    }
    awaitDurable(plan.target(), base);
    plan.target().requirePresent();
    return page.build();
  }
}
