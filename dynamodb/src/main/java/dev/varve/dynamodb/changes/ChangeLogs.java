package dev.varve.dynamodb.changes;

import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads logs of changes, without a lock and without delaying a writer. Safe for use by many
 * threads.
 *
 * <p>Whoever has been told of a change has been told for good: a read waits until what it shows
 * survives a power loss, also where writes are acknowledged earlier. So a place in a log that a
 * reader has come to never lies before changes that come later.
 *
 * <p>Whoever names a log gets an {@link IllegalArgumentException} if there is none, or not any
 * more.
 */
public final class ChangeLogs {
  private final StorageEngine engine;
  private final Path database;

  /**
   * The logs of a database.
   *
   * @param database the engine's directory, for error messages
   */
  public ChangeLogs(StorageEngine engine, Path database) {
    this.engine = engine;
    this.database = database;
  }

  /** Takes the changes of a log, one after the other. */
  @FunctionalInterface
  public interface Receiver {
    /** Takes a change, or refuses it, which ends the reading before it. */
    boolean take(Change change) throws IOException;
  }

  /**
   * Where a reading has ended.
   *
   * @param next the number from which to read on
   * @param isAtEnd whether the log had no more to read
   */
  public record End(long next, boolean isAtEnd) {}

  /**
   * Reads the changes of a log that have a number of {@code from} or above. What the receiver has
   * taken is as durable as it will ever be when this returns, and is to be shown to nobody before.
   *
   * @param log the engine's number of the partition that holds it
   * @throws dev.varve.io.CorruptionException if it holds wrong bytes
   */
  public End read(int log, long from, Receiver receiver) throws IOException {
    long next = from;
    boolean more;
    try (Cursor cursor = engine.cursor(log, CursorOptions.range(ChangeLayout.key(from), null))) {
      more = cursor.first();
      while (more) {
        Change change = ChangeLayout.decode(cursor.key(), cursor.value(), database);
        if (!receiver.take(change)) {
          break;
        }
        next = change.sequence() + 1;
        more = cursor.next();
      }
    }
    if (next != from) {
      engine.awaitDurable(log);
    }
    return new End(next, !more);
  }

  /**
   * Reads the changes of a queue, as {@link #read(int, long, Receiver)} does those of a log.
   *
   * @param queue as its writer has it
   */
  public End read(ChangeWriter.Queue queue, long from, Receiver receiver) throws IOException {
    byte[] first = queueKey(queue, from);
    byte[] last = queueKey(queue, Long.MAX_VALUE);
    long next = from;
    boolean more;
    try (Cursor cursor = engine.cursor(queue.partition(), CursorOptions.range(first, last))) {
      more = cursor.first();
      while (more) {
        byte[] key = cursor.key();
        byte[] number = Arrays.copyOfRange(key, queue.prefix().length, key.length);
        Change change = ChangeLayout.decode(number, cursor.value(), database);
        if (!receiver.take(change)) {
          break;
        }
        next = change.sequence() + 1;
        more = cursor.next();
      }
    }
    if (next != from) {
      engine.awaitDurable(queue.partition());
    }
    return new End(next, !more);
  }

  /** The key of the change with a number in a queue. */
  public static byte[] queueKey(ChangeWriter.Queue queue, long sequence) {
    return ByteBuffer.allocate(queue.prefix().length + Long.BYTES)
        .put(queue.prefix())
        .putLong(sequence)
        .array();
  }

  /** The newest change of a log, which may still be on its way to storage; null for none. */
  public Change newest(int log) throws IOException {
    try (Cursor cursor = engine.cursor(log, CursorOptions.all())) {
      return cursor.last() ? ChangeLayout.decode(cursor.key(), cursor.value(), database) : null;
    }
  }

  /** The newest number there is, of whatever write: that of each later change is larger. */
  public long newestSequence() {
    return engine.visibleSequence();
  }

  /** Waits until all changes of a log that can be read survive a power loss. */
  public void awaitDurable(int log) throws IOException {
    engine.awaitDurable(log);
  }
}
