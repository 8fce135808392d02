package dev.varve.dynamodb.changes;

import dev.varve.engine.Cursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Goes through the items that have changed since a time, in the order of their keys: a merge of all
 * logs that may know of them. For one thread at a time; close it.
 */
public final class HistoryCursor implements AutoCloseable {
  private final List<Cursor> cursors;
  private final Path database;
  private final long afterMillis;
  private final long untilMillis;

  /** The logs that are not at their ends, by their keys. */
  private final PriorityQueue<Source> sources =
      new PriorityQueue<>((a, b) -> Arrays.compareUnsigned(a.key, b.key));

  /** A log, at a change. */
  private static final class Source {
    private final Cursor cursor;
    private byte[] key;

    private Source(Cursor cursor) {
      this.cursor = cursor;
    }
  }

  /** A cursor over logs, whose cursors it closes once it is made. */
  HistoryCursor(List<Cursor> cursors, Path database, long afterMillis, long untilMillis)
      throws IOException {
    this.cursors = cursors;
    this.database = database;
    this.afterMillis = afterMillis;
    this.untilMillis = untilMillis;
    for (Cursor cursor : cursors) {
      add(new Source(cursor), cursor.first());
    }
  }

  private void add(Source source, boolean isValid) throws IOException {
    if (isValid) {
      source.key = source.cursor.key();
      sources.add(source);
    }
  }

  /** The next item that has changed, or null at the end. */
  public ItemPast next() throws IOException {
    while (!sources.isEmpty()) {
      ItemPast past = past(sources.peek().key);
      if (past.hasChanged() || past.hasChangedLater()) {
        return past;
      }
    }
    return null;
  }

  /** Takes all changes of the item of a key, which is the first there is. */
  private ItemPast past(byte[] start) throws IOException {
    byte[] itemKey = null;
    Change first = null;
    Change last = null;
    Change later = null;
    while (!sources.isEmpty() && isOfSameItem(start, sources.peek().key)) {
      Source source = sources.poll();
      if (later == null) { // whatever comes behind it is later, too
        Change change = HistoryLayout.decode(source.key, source.cursor.value(), database);
        itemKey = change.key();
        if (change.createdMillis() > untilMillis) {
          later = change;
        } else if (change.createdMillis() > afterMillis) {
          first = first == null ? change : first;
          last = change;
        }
      }
      add(source, source.cursor.next());
    }
    return new ItemPast(itemKey, first, last, later);
  }

  /** Whether two keys differ in the numbers of their changes alone. */
  private static boolean isOfSameItem(byte[] key, byte[] other) {
    int length = key.length - Long.BYTES;
    return key.length == other.length && Arrays.equals(key, 0, length, other, 0, length);
  }

  @Override
  public void close() {
    cursors.forEach(Cursor::close);
  }
}
