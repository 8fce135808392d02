package dev.varve.bench.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * An ordered key-value store under measurement, open in one directory. Keys sort as unsigned bytes.
 *
 * <p>An adapter does for its store what a careful user would do, and no more: it adds no cache and
 * no buffer of its own. What a store throws passes through.
 *
 * <p>For any number of threads, each with a {@link Session} of its own.
 */
public interface Store extends AutoCloseable {
  /** Opens one thread's way into the store. */
  Session session() throws Exception;

  /**
   * Waits until background work (flushes, compactions, merges) is done and everything written so
   * far is on storage.
   */
  void settle() throws Exception;

  /** What was set, in the words of the store's own documentation, in the order to be shown. */
  Map<String, String> options();

  /** Background work since the store was opened. Cheap: asked ten times a second. */
  default Activity activity() throws Exception {
    return Activity.NONE;
  }

  /** The levels of a log-structured tree, from the newest; empty for other stores. */
  default List<LevelFigures> levels() throws Exception {
    return List.of();
  }

  /** Closes the store; all sessions have been closed before. */
  @Override
  void close() throws IOException;

  /**
   * How often background work was done so far.
   *
   * @param flushes memtables written to tables
   * @param compactions compactions ended
   * @param stallNanos for how long the store itself says that it held writers back
   */
  record Activity(long flushes, long compactions, long stallNanos) {
    /** Nothing, as of a store without background work. */
    public static final Activity NONE = new Activity(0, 0, 0);
  }

  /**
   * One level of a log-structured tree.
   *
   * @param level 0 for the newest
   * @param files number of tables
   * @param bytes their length
   * @param writtenBytes bytes that flushes and compactions wrote to this level since the store was
   *     opened; -1 if the store does not tell
   */
  record LevelFigures(int level, int files, long bytes, long writtenBytes) {}
}
