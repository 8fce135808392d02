package dev.varve.bench.store;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The subject of a measurement: what is asked of every store, whatever its operations. For any
 * number of threads; what a store throws passes through.
 */
public interface Subject extends AutoCloseable {
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

  /** Closes the store; nobody uses it any more. */
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
