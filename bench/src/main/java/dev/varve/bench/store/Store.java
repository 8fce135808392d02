package dev.varve.bench.store;

/**
 * An ordered key-value store under measurement, open in one directory. Keys sort as unsigned bytes.
 *
 * <p>An adapter does for its store what a careful user would do, and no more: it adds no cache and
 * no buffer of its own. What a store throws passes through.
 *
 * <p>For any number of threads, each with a {@link Session} of its own; all sessions are closed
 * before the store.
 */
public interface Store extends Subject {
  /** Opens one thread's way into the store. */
  Session session() throws Exception;
}
