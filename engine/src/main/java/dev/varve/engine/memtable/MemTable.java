package dev.varve.engine.memtable;

import dev.varve.sstable.EntryKind;
import dev.varve.sstable.InternalKey;
import dev.varve.sstable.filter.KeyHash;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Versions of keys in ascending key order, for one writer and any number of readers.
 *
 * <p>A B+tree of 64-entry nodes that keep 8 bytes of each key inline, so that a search mostly stays
 * within a node's cache lines, and a {@link KeyIndex} by hash beside it once there are some
 * thousand records. Each user key has one entry in each, its first version, which leads to the
 * newest one; older versions hang behind that. Invariants:
 *
 * <ol>
 *   <li>A record never changes once published, but for a first version's link. A node only gains
 *       entries; a full one is replaced by fresh nodes and then never changes.
 *   <li>A reader that took its snapshot before it started finds every version up to that snapshot,
 *       whatever the writer does meanwhile: a replaced node still holds all that was published
 *       before its replacement. No reader waits for the writer.
 *   <li>Nothing is freed before {@link #close}; whoever closes makes sure that no reader is left.
 * </ol>
 *
 * <p>A node skips the bytes that the bounds of its key range share, so that long common prefixes
 * (all items of one partition key) do not use up the inline bytes; the idea is that of prefix
 * truncation (Bayer and Unterauer, "Prefix B-Trees", 1977).
 */
public final class MemTable implements AutoCloseable {
  /** Longest key, in bytes. */
  public static final int MAX_KEY_BYTES = InternalKey.MAX_USER_KEY_LENGTH;

  /** Longest value, in bytes. */
  public static final int MAX_VALUE_BYTES = 16 << 20;

  /** The record address that stands for "no such version". */
  public static final int NONE = 0;

  private static final int RECORD_ALIGNMENT = 8;

  /** Records from which on a search costs so much that an index pays. */
  private static final int INDEX_FROM = 4096;

  private final ChunkMemory memory;
  private final BTree tree;
  private final ChunkPool pool;
  private final long expectedBytes;
  private volatile KeyIndex index; // null at first; written by the writer

  // The writer's; others may read them once the memtable is sealed.
  private long recordCount;
  private long tombstoneCount;
  private long largestSequence;

  /**
   * Creates an empty memtable, which holds no memory yet.
   *
   * @param pool gives the memory and takes it back
   * @param expectedBytes of memory, as far as that can be told; 0 makes it begin small
   */
  public MemTable(ChunkPool pool, long expectedBytes) {
    this.pool = pool;
    this.expectedBytes = expectedBytes;
    memory = new ChunkMemory(pool, expectedBytes);
    tree = new BTree(memory);
  }

  /**
   * Adds one version of a key. Only for the writer.
   *
   * @param source holds key and value; not retained
   * @param sequence greater than that of any earlier version of this key
   */
  public void put(
      byte[] source,
      int keyOffset,
      int keyLength,
      int valueOffset,
      int valueLength,
      long sequence,
      byte kind) {
    int record = record(source, keyOffset, keyLength, valueOffset, valueLength, sequence, kind);
    KeyIndex known = index;
    long hash = known == null ? 0 : hash(record);
    if (tree.canAppend(source, keyOffset, keyLength)) {
      begin(record, known, hash);
      tree.append(record);
    } else {
      int first = known == null ? NONE : known.find(hash, source, keyOffset, keyLength);
      if (first == NONE) {
        first = tree.locate(source, keyOffset, keyLength);
      }
      if (first == NONE) {
        begin(record, known, hash);
        tree.insert(record, source, keyOffset, keyLength);
      } else {
        succeed(first, record);
      }
    }
    recordCount++;
    if (kind == EntryKind.DELETE.code()) {
      tombstoneCount++;
    }
    largestSequence = sequence;
    if (recordCount == INDEX_FROM) {
      createIndex();
    }
  }

  /**
   * Finds a key's newest version at or below a snapshot, tombstones included.
   *
   * @param hash the key's {@link KeyHash}
   * @return the address of its record, or {@link #NONE}
   */
  public int find(byte[] key, long hash, long snapshot) {
    KeyIndex known = index;
    if (known != null) {
      return visible(known.find(hash, key, 0, key.length), snapshot);
    }
    int node = tree.root();
    if (node == 0) {
      return NONE;
    }
    while (true) {
      MemorySegment chunk = memory.segment(node);
      long at = ChunkMemory.offset(node);
      int count = NodeLayout.countAcquire(chunk, at);
      if (NodeLayout.level(chunk, at) == 0) {
        int slot = tree.findInLeaf(chunk, at, count, key);
        return slot < 0 ? NONE : visible(NodeLayout.keyAcquire(chunk, at, slot), snapshot);
      }
      int searched = tree.search(chunk, at, count, key, 0, key.length);
      if (searched == BTree.RETRY) {
        continue;
      }
      int slot =
          NodeLayout.slot(chunk, NodeLayout.orderOffset(at, count), BTree.childPosition(searched));
      int child = NodeLayout.childAcquire(chunk, at, slot);
      if (NodeLayout.unchanged(chunk, at, count)) {
        node = child;
      }
    }
  }

  /** Number of versions; exact for the writer and once the memtable is sealed. */
  public long recordCount() {
    return recordCount;
  }

  /** How many of the versions are tombstones; exact as {@link #recordCount}. */
  public long tombstoneCount() {
    return tombstoneCount;
  }

  /**
   * The sequence number of the last version added, 0 if there is none; for the writer and once the
   * memtable is sealed.
   */
  public long largestSequence() {
    return largestSequence;
  }

  /** Native memory held, in bytes. */
  public long allocatedBytes() {
    KeyIndex known = index;
    return memory.allocatedBytes() + (known == null ? 0 : known.byteSize());
  }

  /**
   * Memory that records and tree take, in bytes; for the writer. A chunk is held as a whole before
   * it is used, and an index has room for more, so this tells how full the memtable is.
   */
  public long usedBytes() {
    return memory.usedBytes();
  }

  /** The segment that holds a record. */
  public MemorySegment segment(int record) {
    return memory.segment(record);
  }

  /** Offset of a record's key in its segment. */
  public long keyOffset(int record) {
    return ChunkMemory.offset(record) + RecordLayout.HEADER_BYTES;
  }

  /** Length of a record's key in bytes. */
  public int keyLength(int record) {
    return RecordLayout.keyLength(memory.segment(record), ChunkMemory.offset(record));
  }

  /** Offset of a record's value in its segment. */
  public long valueOffset(int record) {
    return keyOffset(record) + keyLength(record);
  }

  /** Length of a record's value in bytes. */
  public int valueLength(int record) {
    return RecordLayout.valueLength(memory.segment(record), ChunkMemory.offset(record));
  }

  /** A record's sequence number. */
  public long sequence(int record) {
    return RecordLayout.sequenceAndKind(memory.segment(record), ChunkMemory.offset(record)) >>> 8;
  }

  /** A record's kind. */
  public byte kind(int record) {
    return (byte) RecordLayout.sequenceAndKind(memory.segment(record), ChunkMemory.offset(record));
  }

  /** The next older version of a record's key, or {@link #NONE}. */
  public int older(int record) {
    MemorySegment chunk = memory.segment(record);
    long at = ChunkMemory.offset(record);
    return RecordLayout.isFirst(chunk, at) ? NONE : RecordLayout.linkAcquire(chunk, at);
  }

  /** Frees the memory. */
  @Override
  public void close() {
    if (index != null) {
      index.close();
    }
    memory.close();
  }

  BTree tree() {
    return tree;
  }

  ChunkMemory memory() {
    return memory;
  }

  /**
   * The newest version that a snapshot sees of the key with a first version, {@link #NONE} if there
   * is none.
   */
  int visible(int first, long snapshot) {
    int record = first == NONE ? NONE : newest(first);
    while (record != NONE && sequence(record) > snapshot) {
      record = older(record);
    }
    return record;
  }

  private int newest(int first) {
    return RecordLayout.linkAcquire(memory.segment(first), ChunkMemory.offset(first));
  }

  /** Makes a record the only version of a key that has none yet. */
  private void begin(int record, KeyIndex known, long hash) {
    MemorySegment chunk = memory.segment(record);
    long at = ChunkMemory.offset(record);
    RecordLayout.setFirst(chunk, at);
    RecordLayout.setLinkRelease(chunk, at, record);
    if (known != null) {
      known.add(hash, record);
    }
  }

  /** Makes a record the newest version of a key. */
  private void succeed(int first, int record) {
    RecordLayout.setLinkRelease(memory.segment(record), ChunkMemory.offset(record), newest(first));
    RecordLayout.setLinkRelease(memory.segment(first), ChunkMemory.offset(first), record);
  }

  private void createIndex() {
    long expectedKeys = recordCount * expectedBytes / usedBytes();
    KeyIndex created = new KeyIndex(pool, memory, Math.max(recordCount, expectedKeys));
    MemTableCursor keys = new MemTableCursor(this, InternalKey.MAX_SEQUENCE);
    for (boolean more = keys.first(); more; more = keys.next()) {
      int first = keys.firstVersion();
      created.add(hash(first), first);
    }
    index = created;
  }

  private long hash(int record) {
    return KeyHash.of(segment(record), keyOffset(record), keyLength(record));
  }

  private int record(
      byte[] source,
      int keyOffset,
      int keyLength,
      int valueOffset,
      int valueLength,
      long sequence,
      byte kind) {
    int record =
        memory.allocate(RecordLayout.HEADER_BYTES + keyLength + valueLength, RECORD_ALIGNMENT);
    MemorySegment chunk = memory.segment(record);
    long at = ChunkMemory.offset(record);
    RecordLayout.write(chunk, at, (sequence << 8) | (kind & 0xff), keyLength, valueLength);
    at += RecordLayout.HEADER_BYTES;
    MemorySegment.copy(source, keyOffset, chunk, ValueLayout.JAVA_BYTE, at, keyLength);
    MemorySegment.copy(
        source, valueOffset, chunk, ValueLayout.JAVA_BYTE, at + keyLength, valueLength);
    return record;
  }
}
