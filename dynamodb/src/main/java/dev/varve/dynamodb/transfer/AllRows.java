package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.changes.HistoryCursor;
import dev.varve.dynamodb.changes.ItemPast;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.formats.ItemOutput;
import dev.varve.formats.export.LineFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * All items of a table as they are at a moment, or were at a time before: a merge of the items with
 * what has changed since, both in the order of their keys.
 */
final class AllRows implements ExportRows {
  private final StorageEngine engine;
  private final Table table;
  private final Snapshot moment;

  /** What has changed since the time; null if the time is the moment. */
  private final HistoryCursor later;

  private final LineFormat format;

  private boolean begun;

  /** The next item that has changed; null at the end. */
  private ItemPast changed;

  /**
   * Rows.
   *
   * @param later what has changed between the time and the moment, which is closed with this; null
   *     for nothing
   */
  AllRows(
      StorageEngine engine, Table table, Snapshot moment, HistoryCursor later, LineFormat format) {
    this.engine = engine;
    this.table = table;
    this.moment = moment;
    this.later = later;
    this.format = format;
  }

  private void advance() throws IOException {
    changed = later == null ? null : later.next();
  }

  @Override
  public void write(ItemPartition partition, OutputStream target, ExportTally tally)
      throws IOException {
    try (ItemOutput lines = format.open(target);
        Cursor cursor = engine.cursor(partition.id(), CursorOptions.all().at(moment))) {
      if (!begun) {
        advance();
        begun = true;
      }
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        byte[] key = cursor.key();
        int order = writeChanged(key, lines, tally);
        if (order != 0) {
          write(key, cursor.value(), lines, tally);
        }
      }
      while (changed != null && partition.range().contains(KeyCodec.hashOf(changed.key()))) {
        writeChanged(lines, tally);
      }
    }
  }

  /**
   * Writes what changed items were with keys up to one.
   *
   * @return 0 if the item of this key was among them
   */
  private int writeChanged(byte[] key, ItemOutput lines, ExportTally tally) throws IOException {
    int order = -1;
    while (changed != null && order < 0) {
      order = Arrays.compareUnsigned(changed.key(), key);
      if (order <= 0) {
        writeChanged(lines, tally);
      }
    }
    return order;
  }

  private void writeChanged(ItemOutput lines, ExportTally tally) throws IOException {
    if (changed.after() != null) {
      write(changed.key(), changed.after(), lines, tally);
    }
    advance();
  }

  private void write(byte[] key, byte[] stored, ItemOutput lines, ExportTally tally)
      throws IOException {
    lines.write(table.items().decode(key, stored));
    tally.add(ItemCodec.sizeBytes(stored));
  }

  @Override
  public void close() {
    if (later != null) {
      later.close();
    }
  }
}
