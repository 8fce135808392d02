package dev.varve.dynamodb.changes;

import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads histories, without a lock and without delaying a writer. Safe for use by many threads.
 *
 * <p>Whoever names a log gets an {@link IllegalArgumentException} if there is none, or not any
 * more.
 */
public final class HistoryLogs {
  private final StorageEngine engine;
  private final Path database;

  /**
   * The histories of a database.
   *
   * @param database the engine's directory, for error messages
   */
  public HistoryLogs(StorageEngine engine, Path database) {
    this.engine = engine;
    this.database = database;
  }

  /**
   * The time of the newest change of a log, or of one that was under way with it; empty if the log
   * has none.
   */
  public OptionalLong newestMillis(int log) throws IOException {
    byte[] value = engine.get(log, HistoryLayout.NEWEST_KEY);
    return value == null
        ? OptionalLong.empty()
        : OptionalLong.of(HistoryLayout.newest(value, database));
  }

  /**
   * The changes in some logs, item by item, as far as they are later than a time.
   *
   * @param logs the engine's numbers of the partitions that hold them
   * @param moment the state of the logs
   * @param afterMillis changes of this time and before are passed over
   * @param untilMillis parts those of the time that is asked for from later ones
   * @throws dev.varve.io.CorruptionException if one holds wrong bytes
   */
  public HistoryCursor cursor(
      List<Integer> logs, Snapshot moment, long afterMillis, long untilMillis) throws IOException {
    List<Cursor> cursors = new ArrayList<>();
    boolean opened = false;
    try {
      for (int log : logs) {
        cursors.add(
            engine.cursor(log, CursorOptions.range(HistoryLayout.FIRST_KEY, null).at(moment)));
      }
      HistoryCursor cursor = new HistoryCursor(cursors, database, afterMillis, untilMillis);
      opened = true;
      return cursor;
    } finally {
      if (!opened) {
        cursors.forEach(Cursor::close);
      }
    }
  }
}
