package dev.varve.dynamodb;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Cursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fills a page with the items under a cursor until it is full: by its limit, or by 1 MB of items as
 * they are stored, counted before the filter. For one request.
 */
final class PageBuilder {
  /** Reading stops with the item that reaches this size. */
  private static final int MAX_PAGE_BYTES = 1024 * 1024;

  private final Table table;
  private final Condition filter;
  private final Projection projection;
  private final int limit;
  private final boolean countOnly;
  private final List<Item> items = new ArrayList<>();

  private int count;
  private int scannedCount;
  private long sizeBytes;
  private byte[] lastKey;

  /**
   * A builder.
   *
   * @param filter null for none
   * @param projection null for whole items
   * @param limit {@link Integer#MAX_VALUE} for none
   */
  PageBuilder(Table table, Condition filter, Projection projection, int limit, boolean countOnly) {
    this.table = table;
    this.filter = filter;
    this.projection = projection;
    this.limit = limit;
    this.countOnly = countOnly;
  }

  /**
   * Adds items from one end of a cursor's range on. Returns whether the page is full; otherwise the
   * range is exhausted.
   */
  boolean addAll(Cursor cursor, boolean forward) throws IOException {
    boolean found = forward ? cursor.first() : cursor.last();
    while (found) {
      add(cursor.key(), cursor.value());
      if (scannedCount >= limit || sizeBytes >= MAX_PAGE_BYTES) {
        return true;
      }
      found = forward ? cursor.next() : cursor.previous();
    }
    return false;
  }

  private void add(byte[] key, byte[] value) throws IOException {
    Item item = table.items().decode(key, value);
    scannedCount++;
    sizeBytes += ItemCodec.sizeBytes(value);
    lastKey = key;
    if (Evaluation.test(filter, item)) {
      count++;
      if (!countOnly) {
        items.add(Evaluation.select(projection, item));
      }
    }
  }

  /**
   * The page.
   *
   * @param full whether it ended before the end of what was asked for
   */
  Page build(boolean full) {
    Optional<Item> last =
        full ? Optional.of(KeyRules.keyItem(table.keys(), lastKey)) : Optional.empty();
    return new Page(items, count, scannedCount, last);
  }
}
