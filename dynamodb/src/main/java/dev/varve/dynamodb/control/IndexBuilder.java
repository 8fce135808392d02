package dev.varve.dynamodb.control;

import dev.varve.dynamodb.table.Buildable;
import java.io.IOException;

/**
 * Enters the items that a table has into an index that was added to it, or into its expiry index,
 * in the background.
 */
@FunctionalInterface
public interface IndexBuilder {
  /**
   * Begins to build an index, and returns at once. From now on the table's record has the index, in
   * the catalog and in memory, and each write that begins enters its item there itself. Also called
   * when a database is opened in which the index is not whole, from the beginning.
   *
   * <p>The index may be deleted meanwhile, and so may the table: before each write the builder
   * checks under the locks of its keys that the index still is maintained. The caller holds no
   * lock.
   *
   * @param progress to be told how far it is, by a thread that holds no key's lock
   * @throws IOException if it cannot begin; it will when the database is opened again
   */
  void start(Buildable index, Progress progress) throws IOException;

  /** What becomes of a build. Each call does nothing if the index has been deleted. */
  interface Progress {
    /** The items are being entered: the index is shown as backfilling. Durable on return. */
    void backfilling() throws IOException;

    /** All items have been entered: the index can be read. Durable on return. */
    void filled() throws IOException;
  }
}
