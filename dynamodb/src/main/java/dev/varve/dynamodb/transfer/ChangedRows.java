package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.changes.HistoryCursor;
import dev.varve.dynamodb.changes.ItemPast;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.formats.ChangeOutput;
import dev.varve.formats.export.LineFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The items of a table that changed in a span of time, each once: as it was before, and at the end.
 * One that was there at neither time is left out.
 */
final class ChangedRows implements ExportRows {
  private static final long MICROS_PER_MILLI = 1000;

  private final StorageEngine engine;
  private final Table table;
  private final Snapshot moment;
  private final HistoryCursor past;
  private final boolean hasOldImages;
  private final LineFormat format;

  private boolean begun;

  /** The next item that has changed, in the span or later; null at the end. */
  private ItemPast next;

  /**
   * Rows.
   *
   * @param past what has changed from the span's beginning to the moment; is closed with this
   * @param hasOldImages whether to show the items before
   */
  ChangedRows(
      StorageEngine engine,
      Table table,
      Snapshot moment,
      HistoryCursor past,
      boolean hasOldImages,
      LineFormat format) {
    this.engine = engine;
    this.table = table;
    this.moment = moment;
    this.past = past;
    this.hasOldImages = hasOldImages;
    this.format = format;
  }

  @Override
  public void write(ItemPartition partition, OutputStream target, ExportTally tally)
      throws IOException {
    try (ChangeOutput lines = format.openChanges(target)) {
      if (!begun) {
        next = past.next();
        begun = true;
      }
      while (next != null && partition.range().contains(KeyCodec.hashOf(next.key()))) {
        if (next.hasChanged()) {
          write(partition, lines, tally);
        }
        next = past.next();
      }
    }
  }

  private void write(ItemPartition partition, ChangeOutput lines, ExportTally tally)
      throws IOException {
    byte[] key = next.key();
    byte[] before = next.before();
    byte[] after = next.hasChangedLater() ? next.after() : engine.get(moment, partition.id(), key);
    if (before == null && after == null) {
      return;
    }
    byte[] shownBefore = hasOldImages ? before : null;
    lines.write(
        next.last().createdMillis() * MICROS_PER_MILLI,
        keys(key),
        item(key, shownBefore),
        item(key, after));
    tally.add(sizeBytes(shownBefore) + sizeBytes(after));
  }

  private Item keys(byte[] key) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    table.items().keys().putAll(key, attributes);
    return Item.of(attributes);
  }

  private Item item(byte[] key, byte[] stored) throws IOException {
    return stored == null ? null : table.items().decode(key, stored);
  }

  private static long sizeBytes(byte[] stored) {
    return stored == null ? 0 : ItemCodec.sizeBytes(stored);
  }

  @Override
  public void close() {
    past.close();
  }
}
