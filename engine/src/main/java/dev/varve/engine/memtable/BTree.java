package dev.varve.engine.memtable;

import dev.varve.io.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * The tree over records: see {@link MemTable} for its invariants and {@link NodeLayout} for its
 * nodes.
 *
 * <p>{@link #search} and {@link #root} serve any thread; everything else is for the one writer.
 */
final class BTree {
  /** {@link #search} met a concurrent insert and knows nothing. */
  static final int RETRY = Integer.MIN_VALUE;

  private static final int MAX_HEIGHT = 16;
  private static final int NO_NODE = 0;
  private static final int BELOW_ALL = 0;
  private static final int NO_SKIP = -1;

  private final ChunkMemory memory;
  private volatile int root;

  // The writer's last descent: at each depth the node, where the key belongs in it, and records of
  // the bounds of the node's key range
  // (0 where it is unbounded).
  private final int[] pathNode = new int[MAX_HEIGHT];
  private final int[] pathPosition = new int[MAX_HEIGHT];
  private final int[] pathLow = new int[MAX_HEIGHT];
  private final int[] pathHigh = new int[MAX_HEIGHT];
  private int leafDepth;

  // The entries of a node that is being split, with room for one more.
  private final int[] splitKeys = new int[NodeLayout.CAPACITY + 1];
  private final int[] splitChildren = new int[NodeLayout.CAPACITY + 1];

  // The inline prefixes of these, behind splitSkip bytes: a fresh node with the same skip takes
  // them over, which spares a cache miss per
  // record. NO_SKIP where there are none.
  private final long[] splitPrefixes = new long[NodeLayout.CAPACITY + 1];
  private int splitSkip = NO_SKIP;

  private int lastLeaf;

  BTree(ChunkMemory memory) {
    this.memory = memory;
  }

  /** The root, or 0 while the tree is empty. */
  int root() {
    return root;
  }

  /**
   * Finds a key in a node whose range includes it.
   *
   * @param count the node's count, loaded with acquire
   * @return its position, or {@code -1 - p} where p is the position at which it would stand, or
   *     {@link #RETRY}. Only meaningful if the node is still {@link NodeLayout#unchanged}.
   */
  int search(MemorySegment chunk, long node, int count, byte[] key, int keyOffset, int keyLength) {
    long probe = Bytes.prefix(key, keyOffset, keyLength, NodeLayout.skip(chunk, node));
    long order = NodeLayout.orderOffset(node, count);
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int slot = NodeLayout.slot(chunk, order, middle);
      long prefix = NodeLayout.prefix(chunk, node, slot);
      int difference;
      if (prefix != probe) {
        difference = Long.compareUnsigned(prefix, probe);
      } else {
        // A slot from a torn order list may not be filled yet: check before following its address.
        int record = NodeLayout.keyAcquire(chunk, node, slot);
        if (!NodeLayout.unchanged(chunk, node, count)) {
          return RETRY;
        }
        difference = record == BELOW_ALL ? -1 : -compareKey(key, keyOffset, keyLength, record);
      }
      if (difference < 0) {
        low = middle + 1;
      } else if (difference > 0) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -1 - low;
  }

  /**
   * Finds a key in a leaf whose range includes it, by looking at every slot: the loads do not
   * depend on each other, so their cache misses overlap, while a search by order waits for one
   * after the other. Filled slots never change, so nothing has to be checked afterwards.
   *
   * @param count the leaf's count, loaded with acquire
   * @return the slot, or -1
   */
  int findInLeaf(MemorySegment chunk, long leaf, int count, byte[] key) {
    long probe = Bytes.prefix(key, NodeLayout.skip(chunk, leaf));
    for (int slot = 0; slot < count; slot++) {
      if (NodeLayout.prefix(chunk, leaf, slot) == probe
          && compareKey(key, 0, key.length, NodeLayout.keyAcquire(chunk, leaf, slot)) == 0) {
        return slot;
      }
    }
    return -1;
  }

  /**
   * The position of the child that leads to a key, from the key's {@link #search} in an inner node.
   */
  static int childPosition(int searched) {
    return searched >= 0 ? searched : -searched - 2;
  }

  /**
   * Finds a key's place for {@link #insert}.
   *
   * @return the first record of the key, or 0 if it has none
   */
  int locate(byte[] key, int keyOffset, int keyLength) {
    int node = root;
    int low = BELOW_ALL;
    int high = BELOW_ALL;
    leafDepth = -1;
    if (node == NO_NODE) {
      return MemTable.NONE;
    }
    for (int depth = 0; ; depth++) {
      MemorySegment chunk = memory.segment(node);
      long at = ChunkMemory.offset(node);
      int count = NodeLayout.count(chunk, at);
      int searched = search(chunk, at, count, key, keyOffset, keyLength);
      long order = NodeLayout.orderOffset(at, count);
      pathNode[depth] = node;
      pathLow[depth] = low;
      pathHigh[depth] = high;
      if (NodeLayout.level(chunk, at) == 0) {
        leafDepth = depth;
        pathPosition[depth] = searched >= 0 ? searched : -1 - searched;
        return searched < 0
            ? MemTable.NONE
            : NodeLayout.keyAcquire(chunk, at, NodeLayout.slot(chunk, order, searched));
      }
      int position = childPosition(searched);
      pathPosition[depth] = position;
      int slot = NodeLayout.slot(chunk, order, position);
      int separator = NodeLayout.keyAcquire(chunk, at, slot);
      if (separator != BELOW_ALL) {
        low = separator;
      }
      if (position + 1 < count) {
        high = NodeLayout.keyAcquire(chunk, at, NodeLayout.slot(chunk, order, position + 1));
      }
      node = NodeLayout.childAcquire(chunk, at, slot);
    }
  }

  /**
   * Whether a key is greater than all in the tree and its leaf has room: then {@link #append} takes
   * it without a descent.
   */
  boolean canAppend(byte[] key, int keyOffset, int keyLength) {
    if (lastLeaf == NO_NODE) {
      return false;
    }
    MemorySegment chunk = memory.segment(lastLeaf);
    long at = ChunkMemory.offset(lastLeaf);
    int count = NodeLayout.count(chunk, at);
    if (count == NodeLayout.CAPACITY) {
      return false;
    }
    int greatest = NodeLayout.slot(chunk, NodeLayout.orderOffset(at, count), count - 1);
    return compareKey(key, keyOffset, keyLength, NodeLayout.keyAcquire(chunk, at, greatest)) > 0;
  }

  /** Adds the record of a key for which {@link #canAppend} holds. */
  void append(int record) {
    MemorySegment chunk = memory.segment(lastLeaf);
    addEntry(lastLeaf, NodeLayout.count(chunk, ChunkMemory.offset(lastLeaf)), record, NO_NODE);
  }

  /** Adds the record of a key that {@link #locate} did not find, with the same key. */
  void insert(int record, byte[] key, int keyOffset, int keyLength) {
    if (leafDepth < 0) {
      int leaf = allocateNode(0);
      splitKeys[0] = record;
      splitSkip = NO_SKIP;
      fill(leaf, 0, 1, 0);
      lastLeaf = leaf;
      root = leaf;
      return;
    }
    int leaf = pathNode[leafDepth];
    MemorySegment chunk = memory.segment(leaf);
    long at = ChunkMemory.offset(leaf);
    if (NodeLayout.count(chunk, at) < NodeLayout.CAPACITY) {
      addEntry(leaf, pathPosition[leafDepth], record, NO_NODE);
    } else if (leaf == lastLeaf && pathPosition[leafDepth] == NodeLayout.CAPACITY) {
      splitAtEnd(leaf, record);
    } else {
      splitInHalf(leaf);
      locate(key, keyOffset, keyLength);
      addEntry(pathNode[leafDepth], pathPosition[leafDepth], record, NO_NODE);
    }
  }

  private int compareKey(byte[] key, int keyOffset, int keyLength, int record) {
    MemorySegment chunk = memory.segment(record);
    long at = ChunkMemory.offset(record);
    return Bytes.compare(
        key,
        keyOffset,
        keyLength,
        chunk,
        at + RecordLayout.HEADER_BYTES,
        RecordLayout.keyLength(chunk, at));
  }

  private void addEntry(int node, int position, int key, int child) {
    MemorySegment chunk = memory.segment(node);
    long at = ChunkMemory.offset(node);
    int count = NodeLayout.count(chunk, at);
    NodeLayout.fillSlot(chunk, at, count, prefix(key, NodeLayout.skip(chunk, at)), key, child);
    NodeLayout.publish(chunk, at, count, position);
  }

  /**
   * The full last leaf stays as it is, unless its range, now bounded, allows a longer skip; the new
   * key starts the next leaf.
   */
  private void splitAtEnd(int leaf, int record) {
    MemorySegment chunk = memory.segment(leaf);
    long at = ChunkMemory.offset(leaf);
    int left = leaf;
    int skip = sharedPrefix(pathLow[leafDepth], record);
    if (skip > NodeLayout.skip(chunk, at)) {
      int count = collect(leaf);
      left = allocateNode(0);
      fill(left, 0, count, skip);
    }
    int right = allocateNode(0);
    splitKeys[0] = record;
    splitSkip = NO_SKIP;
    fill(right, 0, 1, 0);
    linkLeaves(leaf, left, right);
    linkParent(leafDepth - 1, left, record, right);
  }

  private void splitInHalf(int leaf) {
    int count = collect(leaf);
    int half = count / 2;
    int left = allocateNode(0);
    int right = allocateNode(0);
    int separator = splitKeys[half];
    fill(left, 0, half, sharedPrefix(pathLow[leafDepth], separator));
    fill(right, half, count, sharedPrefix(separator, pathHigh[leafDepth]));
    linkLeaves(leaf, left, right);
    linkParent(leafDepth - 1, left, separator, right);
  }

  private void linkLeaves(int old, int left, int right) {
    MemorySegment oldChunk = memory.segment(old);
    long oldAt = ChunkMemory.offset(old);
    int previous = NodeLayout.previous(oldChunk, oldAt);
    int next = NodeLayout.nextAcquire(oldChunk, oldAt);
    NodeLayout.setPrevious(memory.segment(right), ChunkMemory.offset(right), left);
    NodeLayout.setNextRelease(memory.segment(right), ChunkMemory.offset(right), next);
    NodeLayout.setPrevious(memory.segment(left), ChunkMemory.offset(left), previous);
    NodeLayout.setNextRelease(memory.segment(left), ChunkMemory.offset(left), right);
    if (next == NO_NODE) {
      lastLeaf = right;
    } else {
      NodeLayout.setPrevious(memory.segment(next), ChunkMemory.offset(next), right);
    }
    if (previous != NO_NODE && left != old) {
      NodeLayout.setNextRelease(memory.segment(previous), ChunkMemory.offset(previous), left);
    }
  }

  /**
   * Replaces the child on the path at {@code depth + 1} by {@code left} and {@code right}. The
   * separator goes in first: until the child is replaced, readers for the left half find the old
   * node, which still has all their keys.
   */
  private void linkParent(int depth, int left, int separator, int right) {
    if (depth < 0) {
      int level = NodeLayout.level(memory.segment(left), ChunkMemory.offset(left)) + 1;
      int newRoot = allocateNode(level);
      splitKeys[0] = BELOW_ALL;
      splitChildren[0] = left;
      splitKeys[1] = separator;
      splitChildren[1] = right;
      splitSkip = NO_SKIP;
      fill(newRoot, 0, 2, 0);
      root = newRoot;
      return;
    }
    int parent = pathNode[depth];
    int position = pathPosition[depth];
    MemorySegment chunk = memory.segment(parent);
    long at = ChunkMemory.offset(parent);
    int count = NodeLayout.count(chunk, at);
    int slot = NodeLayout.slot(chunk, NodeLayout.orderOffset(at, count), position);
    if (count < NodeLayout.CAPACITY) {
      addEntry(parent, position + 1, separator, right);
      NodeLayout.setChildRelease(chunk, at, slot, left);
      return;
    }
    int level = NodeLayout.level(chunk, at);
    if (position == count - 1 && pathHigh[depth] == BELOW_ALL) {
      // Keys arrive in order: leave the full node behind rather than two half-full ones.
      int next = allocateNode(level);
      splitKeys[0] = separator;
      splitChildren[0] = right;
      splitSkip = NO_SKIP;
      fill(next, 0, 1, 0);
      linkParent(depth - 1, parent, separator, next);
      NodeLayout.setChildRelease(chunk, at, slot, left);
      return;
    }
    collect(parent);
    splitChildren[position] = left;
    System.arraycopy(splitKeys, position + 1, splitKeys, position + 2, count - position - 1);
    System.arraycopy(
        splitChildren, position + 1, splitChildren, position + 2, count - position - 1);
    splitKeys[position + 1] = separator;
    splitChildren[position + 1] = right;
    System.arraycopy(
        splitPrefixes, position + 1, splitPrefixes, position + 2, count - position - 1);
    splitPrefixes[position + 1] = prefix(separator, splitSkip);
    int half = (count + 1) / 2;
    int leftInner = allocateNode(level);
    int rightInner = allocateNode(level);
    int innerSeparator = splitKeys[half];
    fill(leftInner, 0, half, sharedPrefix(pathLow[depth], innerSeparator));
    fill(rightInner, half, count + 1, sharedPrefix(innerSeparator, pathHigh[depth]));
    linkParent(depth - 1, leftInner, innerSeparator, rightInner);
  }

  /** Copies a node's entries, in key order, to the split arrays. */
  private int collect(int node) {
    MemorySegment chunk = memory.segment(node);
    long at = ChunkMemory.offset(node);
    int count = NodeLayout.count(chunk, at);
    boolean inner = NodeLayout.level(chunk, at) > 0;
    long order = NodeLayout.orderOffset(at, count);
    for (int position = 0; position < count; position++) {
      int slot = NodeLayout.slot(chunk, order, position);
      splitKeys[position] = NodeLayout.keyAcquire(chunk, at, slot);
      splitChildren[position] = inner ? NodeLayout.childAcquire(chunk, at, slot) : NO_NODE;
      splitPrefixes[position] = NodeLayout.prefix(chunk, at, slot);
    }
    splitSkip = NodeLayout.skip(chunk, at);
    return count;
  }

  private int allocateNode(int level) {
    int node =
        memory.allocate(
            level == 0 ? NodeLayout.LEAF_BYTES : NodeLayout.INNER_BYTES, NodeLayout.ALIGNMENT);
    MemorySegment chunk = memory.segment(node);
    long at = ChunkMemory.offset(node);
    NodeLayout.setLevel(chunk, at, level);
    NodeLayout.setPrevious(chunk, at, NO_NODE);
    NodeLayout.setNextRelease(chunk, at, NO_NODE);
    return node;
  }

  /** Fills a fresh node with a range of the split arrays. */
  private void fill(int node, int from, int to, int skip) {
    MemorySegment chunk = memory.segment(node);
    long at = ChunkMemory.offset(node);
    boolean inner = NodeLayout.level(chunk, at) > 0;
    NodeLayout.setSkip(chunk, at, skip);
    for (int entry = from; entry < to; entry++) {
      int key = splitKeys[entry];
      long prefix = skip == splitSkip ? splitPrefixes[entry] : prefix(key, skip);
      NodeLayout.fillSlot(
          chunk, at, entry - from, prefix, key, inner ? splitChildren[entry] : NO_NODE);
    }
    NodeLayout.publishSorted(chunk, at, to - from);
  }

  private long prefix(int record, int skip) {
    if (record == BELOW_ALL) {
      return 0;
    }
    MemorySegment chunk = memory.segment(record);
    long at = ChunkMemory.offset(record);
    return Bytes.prefix(
        chunk, at + RecordLayout.HEADER_BYTES, RecordLayout.keyLength(chunk, at), skip);
  }

  /** Bytes that all keys from {@code low} up to {@code high} start with. */
  private int sharedPrefix(int low, int high) {
    if (low == BELOW_ALL || high == BELOW_ALL) {
      return 0;
    }
    MemorySegment lowChunk = memory.segment(low);
    long lowAt = ChunkMemory.offset(low);
    MemorySegment highChunk = memory.segment(high);
    long highAt = ChunkMemory.offset(high);
    return Bytes.commonPrefix(
        lowChunk,
        lowAt + RecordLayout.HEADER_BYTES,
        RecordLayout.keyLength(lowChunk, lowAt),
        highChunk,
        highAt + RecordLayout.HEADER_BYTES,
        RecordLayout.keyLength(highChunk, highAt));
  }
}
