package dev.varve.dynamodb.read;

import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.expression.Evaluation;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Cursor;
import dev.varve.io.NeverWaits;
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

  /** Up to here a thread that serves many callers reads for one of them. */
  private static final int SHORT_PAGE_BYTES = 64 * 1024;

  private final ReadTarget target;
  private final Selection selection;
  private final BaseItems base;
  private final List<Item> items = new ArrayList<>();

  private int count;
  private int scannedCount;
  private long sizeBytes;
  private byte[] lastKey;
  private boolean full;

  /**
   * An empty page.
   *
   * @param base where the items of an index's entries are; null to show what is read
   */
  PageBuilder(ReadTarget target, Selection selection, BaseItems base) {
    this.target = target;
    this.selection = selection;
    this.base = base;
  }

  /**
   * Adds items from one end of a cursor's range on. Returns whether the page is full; otherwise the
   * range is exhausted.
   *
   * @throws dev.varve.io.WouldWait in a thread that {@link NeverWaits}, if the page becomes so long
   *     that others would have to wait for it
   */
  boolean addAll(Cursor cursor, boolean forward) throws IOException {
    boolean found = forward ? cursor.first() : cursor.last();
    while (found) {
      add(cursor.key(), cursor.value());
      full = scannedCount >= selection.limit() || sizeBytes >= MAX_PAGE_BYTES;
      if (!full && sizeBytes >= SHORT_PAGE_BYTES) {
        NeverWaits.check();
      }
      found = !full && (forward ? cursor.next() : cursor.previous());
    }
    return full;
  }

  private void add(byte[] key, byte[] value) throws IOException {
    Item stored = target.items().decode(key, value);
    scannedCount++;
    sizeBytes += ItemCodec.sizeBytes(value);
    lastKey = key;
    Item item = base == null ? stored : base.get(stored);
    if (Evaluation.test(selection.filter(), item)) {
      count++;
      if (!selection.countOnly()) {
        items.add(Evaluation.select(selection.projection(), item));
      }
    }
  }

  PageContent build() {
    return new PageContent(
        items,
        count,
        scannedCount,
        sizeBytes,
        full ? Optional.of(target.schema().keyItem(lastKey)) : Optional.empty(),
        base == null ? List.of() : base.sizes());
  }
}
