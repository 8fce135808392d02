package dev.varve.dynamodb.lock;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The items of the transactions that are under way. A transaction claims its items before it locks
 * their keys, and gives them up once it is committed or cancelled; whoever meets a claim of another
 * fails at once and does not wait. The locks keep the order of writes; claims only tell of
 * conflicts.
 *
 * <p>Items are claimed in one order, and a transaction that fails gives up what it claimed. So of
 * transactions that meet, one goes on: that which holds the last item of all that they dispute.
 *
 * <p>Safe for use by many threads. While no transaction is under way a question costs one volatile
 * read.
 */
public final class TransactedItems {
  private final Map<ItemId, Claim> claims = new ConcurrentHashMap<>();

  /** How many claims there may be; never less than there are. */
  private final AtomicInteger open = new AtomicInteger();

  /** Whether a transaction under way has claimed the item. */
  public boolean isClaimed(int table, byte[] key) {
    return open.get() != 0 && claims.containsKey(new ItemId(table, key));
  }

  /** The indexes of the items that transactions under way have claimed. */
  public BitSet claimed(List<ItemId> items) {
    BitSet claimed = new BitSet();
    if (open.get() != 0) {
      for (int i = 0; i < items.size(); i++) {
        if (claims.containsKey(items.get(i))) {
          claimed.set(i);
        }
      }
    }
    return claimed;
  }

  /**
   * Claims items, all or none.
   *
   * @param items different ones
   * @return the claim, to be closed; nothing is claimed if it has {@link Claim#conflicts}
   */
  public Claim claim(List<ItemId> items) {
    open.incrementAndGet();
    Claim claim = new Claim(items);
    claim.take();
    return claim;
  }

  /** The items of one transaction. */
  public final class Claim implements AutoCloseable {
    private final List<ItemId> items;
    private final BitSet conflicts = new BitSet();

    private Claim(List<ItemId> items) {
      this.items = items;
    }

    private void take() {
      int[] order =
          IntStream.range(0, items.size())
              .boxed()
              .sorted(Comparator.comparing(items::get))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int index : order) {
        ItemId item = items.get(index);
        boolean taken =
            conflicts.isEmpty() ? claims.putIfAbsent(item, this) != null : claims.containsKey(item);
        if (taken) {
          conflicts.set(index);
        }
      }
      if (!conflicts.isEmpty()) {
        release();
      }
    }

    /** The indexes of the items that other transactions have claimed; empty if none has. */
    public BitSet conflicts() {
      return conflicts;
    }

    private void release() {
      for (ItemId item : items) {
        claims.remove(item, this);
      }
    }

    /** Gives the items up. To be called once. */
    @Override
    public void close() {
      release();
      open.decrementAndGet();
    }
  }
}
