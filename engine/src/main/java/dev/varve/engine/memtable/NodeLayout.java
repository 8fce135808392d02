package dev.varve.engine.memtable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One node of the tree: up to 64 entries in slots in order of arrival, and the order of their keys
 * as a list of slot numbers.
 *
 * <pre>
 *  0       4      8      12     16       64        128       192            704         960           1216
 *  +-------+------+------+------+-------+-+---------+---------+--------------+-----------+-------------+
 *  | count | skip | next | prev | level | | order 0 | order 1 | prefix u64[] | key u32[] | child u32[] |
 *  +-------+------+------+------+-------+-+---------+---------+--------------+-----------+-------------+
 * </pre>
 *
 * <ul>
 *   <li>{@code count}: published entries. While it is {@code c}, {@code order[c & 1]} lists the
 *       slots by ascending key. An insert fills slot {@code c} and the other order list, which no
 *       reader of count {@code c} looks at, and then publishes {@code c + 1}. So a reader that
 *       finds the count unchanged after its search has seen a whole list. It loads the child before
 *       it looks at the count again: a split adds an entry first and then replaces the child left
 *       of it, so that under an unchanged count the child still has the whole range.
 *   <li>{@code skip}: a number of leading bytes that all keys of the node's range have in common.
 *   <li>{@code prefix}: the 8 bytes of the key behind {@code skip}, as {@link
 *       dev.varve.io.Bytes#prefix}.
 *   <li>{@code key}: in a leaf the first record of the key; in an inner node any record with the
 *       least key of the child's range, 0 for "below all keys".
 *   <li>{@code next}, {@code prev}: neighbours of a leaf; only the writer uses {@code prev}.
 *   <li>{@code level}: 0 in a leaf, which has no children.
 * </ul>
 */
final class NodeLayout {
  static final int CAPACITY = 64;
  static final int ALIGNMENT = 64;
  static final int LEAF_BYTES = 960;
  static final int INNER_BYTES = 1216;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  // The order list is shifted as eight little-endian words.
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHARED_INT = INT.varHandle();

  private static final int SKIP = 4;
  private static final int NEXT = 8;
  private static final int PREVIOUS = 12;
  private static final int LEVEL = 16;
  private static final int ORDERS = 64;
  private static final int ORDER_SHIFT = 6;
  private static final int PREFIXES = 192;
  private static final int KEYS = 704;
  private static final int CHILDREN = 960;

  private NodeLayout() {}

  static int countAcquire(MemorySegment chunk, long node) {
    return (int) SHARED_INT.getAcquire(chunk, node);
  }

  static int count(MemorySegment chunk, long node) {
    return chunk.get(INT, node);
  }

  /**
   * Whether the node still has the count it had when a search began; the search's loads happen
   * before this one.
   */
  static boolean unchanged(MemorySegment chunk, long node, int count) {
    VarHandle.loadLoadFence();
    return (int) SHARED_INT.getOpaque(chunk, node) == count;
  }

  static int skip(MemorySegment chunk, long node) {
    return chunk.get(INT, node + SKIP);
  }

  static void setSkip(MemorySegment chunk, long node, int skip) {
    chunk.set(INT, node + SKIP, skip);
  }

  static int level(MemorySegment chunk, long node) {
    return chunk.get(INT, node + LEVEL);
  }

  static void setLevel(MemorySegment chunk, long node, int level) {
    chunk.set(INT, node + LEVEL, level);
  }

  static int nextAcquire(MemorySegment chunk, long node) {
    return (int) SHARED_INT.getAcquire(chunk, node + NEXT);
  }

  static void setNextRelease(MemorySegment chunk, long node, int next) {
    SHARED_INT.setRelease(chunk, node + NEXT, next);
  }

  static int previous(MemorySegment chunk, long node) {
    return chunk.get(INT, node + PREVIOUS);
  }

  static void setPrevious(MemorySegment chunk, long node, int previous) {
    chunk.set(INT, node + PREVIOUS, previous);
  }

  static long orderOffset(long node, int count) {
    return node + ORDERS + ((count & 1) << ORDER_SHIFT);
  }

  static int slot(MemorySegment chunk, long order, int position) {
    return chunk.get(ValueLayout.JAVA_BYTE, order + position);
  }

  static long prefix(MemorySegment chunk, long node, int slot) {
    return chunk.get(LONG, node + PREFIXES + 8L * slot);
  }

  static int keyAcquire(MemorySegment chunk, long node, int slot) {
    return (int) SHARED_INT.getAcquire(chunk, node + KEYS + 4L * slot);
  }

  static int childAcquire(MemorySegment chunk, long node, int slot) {
    return (int) SHARED_INT.getAcquire(chunk, node + CHILDREN + 4L * slot);
  }

  static void setChildRelease(MemorySegment chunk, long node, int slot, int child) {
    SHARED_INT.setRelease(chunk, node + CHILDREN + 4L * slot, child);
  }

  /** Fills a slot that is not published yet; {@code child} is 0 in a leaf. */
  static void fillSlot(MemorySegment chunk, long node, int slot, long prefix, int key, int child) {
    chunk.set(LONG, node + PREFIXES + 8L * slot, prefix);
    chunk.set(INT, node + KEYS + 4L * slot, key);
    if (child != 0) {
      chunk.set(INT, node + CHILDREN + 4L * slot, child);
    }
  }

  /** Publishes slot {@code count} at {@code position} of the order. */
  static void publish(MemorySegment chunk, long node, int count, int position) {
    long from = orderOffset(node, count);
    long to = orderOffset(node, count + 1);
    int word = position & -8;
    for (int at = 0; at < word; at += 8) {
      chunk.set(WORD, to + at, chunk.get(WORD, from + at));
    }
    // From the position on, every slot number moves up by one byte.
    int bits = (position & 7) << 3;
    long low = (1L << bits) - 1;
    long carry = count;
    long old = chunk.get(WORD, from + word);
    chunk.set(WORD, to + word, (old & low) | (carry << bits) | ((old & ~low) << 8));
    for (int at = word + 8; at <= count; at += 8) {
      long previous = old;
      old = chunk.get(WORD, from + at);
      chunk.set(WORD, to + at, (old << 8) | (previous >>> 56));
    }
    SHARED_INT.setRelease(chunk, node, count + 1);
  }

  /** Sets count and order of a node whose slots were filled in key order. */
  static void publishSorted(MemorySegment chunk, long node, int count) {
    long order = orderOffset(node, count);
    for (int position = 0; position < count; position++) {
      chunk.set(ValueLayout.JAVA_BYTE, order + position, (byte) position);
    }
    SHARED_INT.setRelease(chunk, node, count);
  }
}
