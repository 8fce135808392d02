package dev.varve.engine.table;

import dev.varve.engine.merge.EntryCursor;
import dev.varve.io.Bytes;
import java.io.IOException;

/** What a snapshot sees of a sorted run, of which one table at a time is read. */
public final class LevelCursor extends EntryCursor {
  private final SortedRun run;
  private final long snapshot;
  private final TableCursor cursor;
  private int table;

  /**
   * Creates a cursor that stands nowhere yet.
   *
   * @param run its tables stay open meanwhile
   * @param cursor taken over until {@link #close}, which closes it
   */
  public LevelCursor(SortedRun run, long snapshot, TableCursor cursor) {
    this.run = run;
    this.snapshot = snapshot;
    this.cursor = cursor;
  }

  @Override
  public boolean first() throws IOException {
    return stand((enter(0) && cursor.first()) || onward());
  }

  @Override
  public boolean last() throws IOException {
    return stand((enter(run.size() - 1) && cursor.last()) || backward());
  }

  @Override
  public boolean seek(byte[] key) throws IOException {
    return stand((enter(run.indexOf(key, Bytes.prefix(key, 0))) && cursor.seek(key)) || onward());
  }

  @Override
  public boolean seekBefore(byte[] key) throws IOException {
    int at = run.indexOf(key, Bytes.prefix(key, 0));
    return stand((enter(Math.min(at, run.size() - 1)) && cursor.seekBefore(key)) || backward());
  }

  @Override
  public boolean next() throws IOException {
    return stand(cursor.next() || onward());
  }

  @Override
  public boolean previous() throws IOException {
    return stand(cursor.previous() || backward());
  }

  @Override
  public void copyValue(byte[] target) throws IOException {
    cursor.copyValue(target);
  }

  @Override
  public void close() {
    cursor.close();
  }

  private boolean stand(boolean moved) {
    return moved ? follow(cursor) : leave();
  }

  private boolean enter(int index) {
    table = index;
    if (index < 0 || index >= run.size()) {
      cursor.detach();
      return false;
    }
    cursor.attach(run.table(index), snapshot);
    return true;
  }

  private boolean onward() throws IOException {
    while (table + 1 < run.size()) {
      enter(table + 1);
      if (cursor.first()) {
        return true;
      }
    }
    return false;
  }

  private boolean backward() throws IOException {
    while (table > 0) {
      enter(table - 1);
      if (cursor.last()) {
        return true;
      }
    }
    return false;
  }
}
