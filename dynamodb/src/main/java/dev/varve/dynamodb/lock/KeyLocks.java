package dev.varve.dynamodb.lock;

import dev.varve.io.NeverWaits;
import dev.varve.io.WouldWait;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A fixed number of locks for any number of keys: two keys may share one, which only makes them
 * wait for each other.
 *
 * <p>A thread takes all locks that it needs at once, in the order of their numbers, and must not
 * ask for another while it holds some. So no threads wait for each other in a circle. Readers take
 * no locks.
 */
public final class KeyLocks {
  /**
   * A power of two; far more than threads that write, so that two of them seldom meet by chance.
   */
  private static final int STRIPES = 1024;

  private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];

  public KeyLocks() {
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new ReentrantLock();
    }
  }

  /**
   * The number of the lock of an item. It depends on the table and the key, and not on the
   * partition that holds the item, which may change.
   *
   * @param table a number of the table
   */
  public static int stripe(int table, byte[] key) {
    int hash = (31 * table + Arrays.hashCode(key)) * 0x9E3779B9;
    return (hash >>> 16) & (STRIPES - 1);
  }

  /**
   * Waits for locks and holds them until the answer is closed, by the same thread.
   *
   * @param numbers of {@link #stripe}, in any order, also more than once; the array is sorted
   * @throws WouldWait in a thread that {@link NeverWaits}, if others hold one: they may wait for
   *     storage. Nothing is held then
   */
  public Held hold(int... numbers) {
    Arrays.sort(numbers);
    for (int i = 0; i < numbers.length; i++) {
      if (isFirst(numbers, i) && !stripes[numbers[i]].tryLock()) {
        if (NeverWaits.here()) {
          release(numbers, i);
          throw new WouldWait();
        }
        stripes[numbers[i]].lock();
      }
    }
    return () -> release(numbers, numbers.length);
  }

  private void release(int[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      if (isFirst(numbers, i)) {
        stripes[numbers[i]].unlock();
      }
    }
  }

  private static boolean isFirst(int[] sorted, int i) {
    return i == 0 || sorted[i] != sorted[i - 1];
  }

  /** Locks that are held until this is closed. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }

  /** Waits until no key is locked and keeps it so, until {@link #unlockAll}. */
  public void lockAll() {
    for (ReentrantLock stripe : stripes) {
      stripe.lock();
    }
  }

  /** Ends {@link #lockAll}. By the same thread. */
  public void unlockAll() {
    for (ReentrantLock stripe : stripes) {
      stripe.unlock();
    }
  }
}
