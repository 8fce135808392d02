package dev.varve.engine.memtable;

import dev.varve.engine.merge.EntryCursor;
import dev.varve.io.Bytes;
import dev.varve.sstable.EntryKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Walks a memtable. Each leaf's order is copied once on arrival, so that inserts do not move the
 * cursor; going back from the first entry of a leaf costs a new descent, because leaves are only
 * linked forward for readers.
 */
public final class MemTableCursor extends EntryCursor {
  private final MemTable table;
  private final BTree tree;
  private final ChunkMemory memory;
  private long snapshot;
  private final byte[] order = new byte[NodeLayout.CAPACITY];
  private byte[] probe = new byte[64];
  private int leaf;
  private int count;
  private int position;
  private int record;

  /**
   * Creates a cursor that stands nowhere yet.
   *
   * @param table must stay open as long as the cursor is used
   * @param snapshot greatest sequence number to show
   */
  public MemTableCursor(MemTable table, long snapshot) {
    this.table = table;
    this.tree = table.tree();
    this.memory = table.memory();
    this.snapshot = snapshot;
  }

  /** Goes to another moment, at no entry. */
  public void see(long atSnapshot) {
    snapshot = atSnapshot;
    leave();
  }

  @Override
  public boolean first() {
    if (!descendToEdge(true)) {
      return false;
    }
    position = 0;
    return settleForward();
  }

  @Override
  public boolean last() {
    if (!descendToEdge(false)) {
      return false;
    }
    // The descent may have ended in a leaf that was split meanwhile.
    for (int next = nextLeaf(); next != 0; next = nextLeaf()) {
      enter(next);
    }
    position = count - 1;
    return settleBackward();
  }

  @Override
  public boolean seek(byte[] key) {
    int searched = descend(key, key.length, false);
    position = searched >= 0 ? searched : -1 - searched;
    return leaf != 0 && settleForward();
  }

  @Override
  public boolean seekBefore(byte[] key) {
    return enterBefore(key, key.length) && settleBackward();
  }

  @Override
  public boolean next() {
    position++;
    return settleForward();
  }

  @Override
  public boolean previous() {
    position--;
    return settleBackward();
  }

  /** Moves to the next older version of the present key, if there is one; stays otherwise. */
  public boolean nextVersion() {
    int older = table.older(record);
    if (older == MemTable.NONE) {
      return false;
    }
    return standOn(older);
  }

  @Override
  public EntryKind kind() {
    return EntryKind.ofCode(table.kind(record));
  }

  /** The address of the first version of the present key. */
  int firstVersion() {
    return first(position);
  }

  /** The entry's sequence number. */
  public long sequence() {
    return table.sequence(record);
  }

  @Override
  public long prefix() {
    return Bytes.prefix(keySegment(), keyOffset(), keyLength(), 0);
  }

  @Override
  public int keyLength() {
    return table.keyLength(record);
  }

  @Override
  public void copyKey(byte[] target) {
    Bytes.copy(keySegment(), keyOffset(), keyLength(), target, 0);
  }

  @Override
  public MemorySegment keySegment() {
    return table.segment(record);
  }

  @Override
  public long keyOffset() {
    return table.keyOffset(record);
  }

  /** Where the value's bytes are. */
  public MemorySegment valueSegment() {
    return table.segment(record);
  }

  /** Offset of the value in its segment. */
  public long valueOffset() {
    return table.keyOffset(record) + table.keyLength(record);
  }

  @Override
  public int valueLength() {
    return table.valueLength(record);
  }

  @Override
  public void copyValue(byte[] target) {
    MemorySegment.copy(
        valueSegment(), ValueLayout.JAVA_BYTE, valueOffset(), target, 0, valueLength());
  }

  /** Does nothing: the memtable belongs to someone else. */
  @Override
  public void close() {
    leave();
  }

  /**
   * Stands on the greatest key below the given one, whatever its versions; false if there is none.
   */
  private boolean enterBefore(byte[] key, int keyLength) {
    int searched = descend(key, keyLength, true);
    position = (searched >= 0 ? searched : -1 - searched) - 1;
    return leaf != 0 && position >= 0;
  }

  /**
   * Goes to the leaf of a key, or of the keys just below it, and returns the key's search result
   * there.
   */
  private int descend(byte[] key, int keyLength, boolean below) {
    leave();
    leaf = 0;
    int node = tree.root();
    if (node == 0) {
      return -1;
    }
    while (true) {
      MemorySegment chunk = memory.segment(node);
      long at = ChunkMemory.offset(node);
      int nodeCount = NodeLayout.countAcquire(chunk, at);
      int searched = tree.search(chunk, at, nodeCount, key, 0, keyLength);
      if (searched == BTree.RETRY) {
        continue;
      }
      long nodeOrder = NodeLayout.orderOffset(at, nodeCount);
      if (NodeLayout.level(chunk, at) == 0) {
        MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, nodeOrder, order, 0, nodeCount);
        if (NodeLayout.unchanged(chunk, at, nodeCount)) {
          leaf = node;
          count = nodeCount;
          return searched;
        }
        continue;
      }
      // A child whose least key is the searched one holds nothing below it; every child but the
      // leftmost of all holds its least key.
      int child = below && searched > 0 ? searched - 1 : BTree.childPosition(searched);
      int slot = NodeLayout.slot(chunk, nodeOrder, child);
      int next = NodeLayout.childAcquire(chunk, at, slot);
      if (NodeLayout.unchanged(chunk, at, nodeCount)) {
        node = next;
      }
    }
  }

  private boolean descendToEdge(boolean left) {
    leave();
    leaf = 0;
    int node = tree.root();
    if (node == 0) {
      return false;
    }
    while (true) {
      MemorySegment chunk = memory.segment(node);
      long at = ChunkMemory.offset(node);
      if (NodeLayout.level(chunk, at) == 0) {
        enter(node);
        return true;
      }
      int nodeCount = NodeLayout.countAcquire(chunk, at);
      int slot =
          NodeLayout.slot(chunk, NodeLayout.orderOffset(at, nodeCount), left ? 0 : nodeCount - 1);
      int next = NodeLayout.childAcquire(chunk, at, slot);
      if (NodeLayout.unchanged(chunk, at, nodeCount)) {
        node = next;
      }
    }
  }

  private void enter(int node) {
    MemorySegment chunk = memory.segment(node);
    long at = ChunkMemory.offset(node);
    int nodeCount;
    do {
      nodeCount = NodeLayout.countAcquire(chunk, at);
      MemorySegment.copy(
          chunk, ValueLayout.JAVA_BYTE, NodeLayout.orderOffset(at, nodeCount), order, 0, nodeCount);
    } while (!NodeLayout.unchanged(chunk, at, nodeCount));
    leaf = node;
    count = nodeCount;
  }

  private int nextLeaf() {
    return NodeLayout.nextAcquire(memory.segment(leaf), ChunkMemory.offset(leaf));
  }

  private int first(int at) {
    return NodeLayout.keyAcquire(memory.segment(leaf), ChunkMemory.offset(leaf), order[at]);
  }

  private boolean settleForward() {
    while (true) {
      for (; position < count; position++) {
        int visible = table.visible(first(position), snapshot);
        if (visible != MemTable.NONE) {
          return standOn(visible);
        }
      }
      int next = nextLeaf();
      if (next == 0) {
        return leave();
      }
      enter(next);
      position = 0;
    }
  }

  private boolean settleBackward() {
    while (true) {
      for (; position >= 0; position--) {
        int visible = table.visible(first(position), snapshot);
        if (visible != MemTable.NONE) {
          return standOn(visible);
        }
      }
      int least = first(0);
      int keyLength = table.keyLength(least);
      if (probe.length < keyLength) {
        probe = new byte[Math.max(keyLength, 2 * probe.length)];
      }
      MemorySegment.copy(
          table.segment(least), ValueLayout.JAVA_BYTE, table.keyOffset(least), probe, 0, keyLength);
      if (!enterBefore(probe, keyLength)) {
        return leave();
      }
    }
  }

  private boolean standOn(int address) {
    record = address;
    return stand();
  }
}
