package dev.varve.dynamodb.expiry;

import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.table.Expiry;
import dev.varve.dynamodb.write.Expirations;
import dev.varve.engine.Commit;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * One sweep of one table. It takes the entries of some hundred items from the expiry index without
 * a lock, and deletes the items a few at a time. For one thread.
 */
final class Sweep {
  /** Enough for a cursor to cost little beside them. */
  private static final int ENTRIES_PER_READ = 512;

  /** Few, so that a writer does not wait long for a deletion that has locked its key. */
  private static final int ITEMS_PER_COMMIT = 16;

  /** Sweeps take their time, so that writers have theirs. */
  private static final long ITEMS_PER_SECOND = 64_000;

  private static final long NANOS_PER_ITEM = 1_000_000_000L / ITEMS_PER_SECOND;

  private final StorageEngine engine;
  private final Expirations deletions;
  private final Expiry expiry;
  private final BooleanSupplier isOver;
  private long deleted;

  /** When the next commit is to begin, by the machine's {@code nanoTime}. */
  private long due = System.nanoTime();

  private Commit last;

  /**
   * A sweep.
   *
   * @param isOver asked between commits: whether to go on no more
   */
  Sweep(StorageEngine engine, Expirations deletions, Expiry expiry, BooleanSupplier isOver) {
    this.engine = engine;
    this.deletions = deletions;
    this.expiry = expiry;
    this.isOver = isOver;
  }

  /**
   * Deletes the items that have expired, unless they change meanwhile or their table goes. They are
   * gone as durably as acknowledged deletions are.
   *
   * @return how many it deleted
   */
  long run(Lifetimes expired) throws IOException {
    try {
      byte[] lower = expired.lower();
      while (lower != null) {
        List<byte[]> entries = next(lower, expired.upper());
        if (!delete(entries)) {
          break;
        }
        lower = entries.size() < ENTRIES_PER_READ ? null : KeyCodec.after(entries.getLast());
      }
    } catch (ResourceNotFoundException | IllegalArgumentException gone) {
      // Of a table that was deleted, or of a partition that was dropped.
      if (expiry.isMaintained()) {
        throw gone;
      }
    }
    if (last != null) {
      deletions.await(last);
    }
    return deleted;
  }

  private List<byte[]> next(byte[] lower, byte[] upper) throws IOException {
    List<byte[]> entries = new ArrayList<>(ENTRIES_PER_READ);
    try (Cursor cursor =
        engine.cursor(expiry.partition().id(), CursorOptions.range(lower, upper))) {
      for (boolean found = cursor.first();
          found && entries.size() < ENTRIES_PER_READ;
          found = cursor.next()) {
        entries.add(cursor.key());
      }
    }
    return entries;
  }

  /** Returns whether to go on. */
  private boolean delete(List<byte[]> entries) throws IOException {
    int from = 0;
    while (from < entries.size()) {
      if (isOver.getAsBoolean()) {
        return false;
      }
      int to = Math.min(from + ITEMS_PER_COMMIT, entries.size());
      Expirations.Deleted done = deletions.delete(expiry, entries.subList(from, to));
      from += done.entries();
      deleted += done.items();
      last = done.commit() == null ? last : done.commit();
      pause(done.entries());
    }
    return true;
  }

  /** Waits until the next commit is due, behind one of so many items. */
  private void pause(int items) {
    long now = System.nanoTime();
    due = Math.max(due + items * NANOS_PER_ITEM, now);
    if (due > now) {
      LockSupport.parkNanos(due - now);
    }
  }
}
