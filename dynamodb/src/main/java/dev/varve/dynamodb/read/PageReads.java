package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.KeyBounds;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.stats.OperationKind;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import java.io.IOException;

/**
 * Reads of pages, each from one snapshot, without a lock, and as durable as acknowledged writes
 * are. Records how long each partition took. Safe for use by many threads.
 */
public final class PageReads {
  private final StorageEngine engine;
  private final ItemReads items;
  private final Clock clock;

  public PageReads(StorageEngine engine, ItemReads items, Clock clock) {
    this.engine = engine;
    this.items = items;
    this.clock = clock;
  }

  /**
   * Reads a page of a Query.
   *
   * @param start when the request came, by the clock's {@code nanoTime}
   */
  public PageContent query(QueryPlan plan, long start) throws IOException {
    PageBuilder page = new PageBuilder(plan.table(), plan.selection());
    ItemPartition partition = plan.partition();
    KeyBounds bounds = plan.bounds();
    try {
      if (!bounds.isEmpty()) {
        try (Cursor cursor =
            engine.cursor(partition.id(), CursorOptions.range(bounds.lower(), bounds.upper()))) {
          page.addAll(cursor, plan.forward());
          items.awaitDurable(plan.table(), partition);
        }
      }
      return page.build();
    } catch (IllegalArgumentException e) {
      throw plan.table().explain(e);
    } finally {
      partition.latencies().record(OperationKind.QUERY, clock.nanoTime() - start);
    }
  }

  /**
   * Reads a page of a Scan.
   *
   * @param start when the request came, by the clock's {@code nanoTime}
   */
  public PageContent scan(ScanPlan plan, long start) throws IOException {
    PageBuilder page = new PageBuilder(plan.table(), plan.selection());
    long begin = start;
    try (Snapshot snapshot = engine.snapshot()) {
      CursorOptions range = CursorOptions.range(plan.lower(), plan.upper()).at(snapshot);
      for (ItemPartition partition : plan.partitions()) {
        boolean full;
        try {
          try (Cursor cursor = engine.cursor(partition.id(), range)) {
            full = page.addAll(cursor, true);
          }
          items.awaitDurable(plan.table(), partition);
        } finally {
          long end = clock.nanoTime();
          partition.latencies().record(OperationKind.SCAN, end - begin);
          begin = end;
        }
        if (full) {
          break;
        }
      }
      return page.build();
    } catch (IllegalArgumentException e) {
      throw plan.table().explain(e);
    }
  }
}
