package dev.varve.engine.memtable;

import dev.varve.io.Bytes;
import dev.varve.io.MemoryRegion;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the first record of a key by the key's hash, in one cache line where the tree takes three
 * or four, and says in one line that a key is absent. Keys are only added.
 *
 * <pre>
 *  0           12      16             64
 *  +-----------+-------+--------------+
 *  | tag u8[]  | count | record u32[] |    a bucket of 12 slots, one cache line
 *  +-----------+-------+--------------+
 * </pre>
 *
 * A key belongs into the bucket that the upper bits of its hash name, or, where that is full, into
 * the next one that is not; its tag is the hash's lowest byte. Slots are filled in order and
 * published by the count, so that no reader waits. A part whose slots are filled by two thirds gets
 * no more keys, but a larger part beside it does: nothing ever moves, and a memtable that is as
 * large as the one before has one part.
 *
 * <p>One writer adds; any thread may search. A key shows to whoever has seen something that the
 * writer published after adding it.
 */
final class KeyIndex implements AutoCloseable {
  private static final int BUCKET_SHIFT = 6;
  private static final int BUCKET_BYTES = 1 << BUCKET_SHIFT;

  /**
   * For 65,536 keys: smaller parts would soon be several, and an absent key is looked for in each.
   */
  private static final int SMALLEST_BYTES = 512 << 10;

  /** How many keys a part takes for each of its buckets. */
  private static final int KEYS_PER_BUCKET = 8;

  private static final int SLOTS = 12;
  private static final int COUNT = 12;
  private static final int RECORDS = 16;

  /** From the first slot's record to that of the first slot with a tag in {@link #LAST_TAGS}. */
  private static final int LAST_RECORDS = Long.BYTES * Integer.BYTES;

  private static final int GROWTH_SHIFT = 3;

  private static final ValueLayout.OfLong TAGS =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LAST_TAGS =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final VarHandle SHARED_INT = INT.varHandle();
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;

  private final ChunkPool pool;
  private final ChunkMemory memory;
  private volatile Part[] parts; // written by the writer, newest last
  private int room; // the writer's: keys that the newest part still takes

  /**
   * Some of the keys.
   *
   * @param shift leaves of a hash as many bits as number the buckets
   */
  private record Part(MemoryRegion region, MemorySegment buckets, int shift) {
    long bucket(long hash) {
      return (hash >>> shift) << BUCKET_SHIFT;
    }

    long next(long bucket) {
      return (bucket + BUCKET_BYTES) & (buckets.byteSize() - 1);
    }
  }

  /**
   * Creates an empty index.
   *
   * @param memory holds the records
   * @param expectedKeys so many fit into the first part, as far as one chunk of the pool can hold
   *     them
   */
  KeyIndex(ChunkPool pool, ChunkMemory memory, long expectedKeys) {
    this.pool = pool;
    this.memory = memory;
    this.parts = new Part[0];
    int byteSize = SMALLEST_BYTES;
    while (byteSize < ChunkPool.CHUNK_BYTES && keys(byteSize) < expectedKeys) {
      byteSize <<= 1;
    }
    addPart(byteSize);
  }

  /**
   * Finds a key.
   *
   * @param hash the key's {@link dev.varve.sstable.filter.KeyHash}
   * @return the address of its first record, or {@link MemTable#NONE}
   */
  int find(long hash, byte[] key, int keyOffset, int keyLength) {
    Part[] all = parts;
    for (int i = all.length - 1; i >= 0; i--) {
      int found = find(all[i], hash, key, keyOffset, keyLength);
      if (found != MemTable.NONE) {
        return found;
      }
    }
    return MemTable.NONE;
  }

  private int find(Part part, long hash, byte[] key, int keyOffset, int keyLength) {
    MemorySegment buckets = part.buckets();
    long tags = (hash & 0xff) * ONES;
    long bucket = part.bucket(hash);
    while (true) {
      int count = (int) SHARED_INT.getAcquire(buckets, bucket + COUNT);
      long alike = alike(buckets.get(TAGS, bucket), tags, count);
      int found = firstOf(key, keyOffset, keyLength, buckets, bucket, alike);
      if (found == MemTable.NONE && count > Long.BYTES) {
        alike = alike(buckets.get(LAST_TAGS, bucket + Long.BYTES), tags, count - Long.BYTES);
        found = firstOf(key, keyOffset, keyLength, buckets, bucket + LAST_RECORDS, alike);
      }
      if (found != MemTable.NONE) {
        return found;
      }
      if (count < SLOTS) {
        return MemTable.NONE;
      }
      bucket = part.next(bucket);
    }
  }

  /** Adds the first record of a key that is not here. Only for the writer. */
  void add(long hash, int record) {
    if (room == 0) {
      Part newest = parts[parts.length - 1];
      long larger = newest.region().byteSize() << GROWTH_SHIFT;
      addPart((int) Math.min(larger, ChunkPool.CHUNK_BYTES));
    }
    room--;
    Part part = parts[parts.length - 1];
    MemorySegment buckets = part.buckets();
    long bucket = part.bucket(hash);
    int count = buckets.get(INT, bucket + COUNT);
    while (count == SLOTS) {
      bucket = part.next(bucket);
      count = buckets.get(INT, bucket + COUNT);
    }
    buckets.set(ValueLayout.JAVA_BYTE, bucket + count, (byte) hash);
    buckets.set(INT, bucket + RECORDS + ((long) count << 2), record);
    SHARED_INT.setRelease(buckets, bucket + COUNT, count + 1);
  }

  /** Memory held, in bytes. */
  long byteSize() {
    long sum = 0;
    for (Part part : parts) {
      sum += part.region().byteSize();
    }
    return sum;
  }

  @Override
  public void close() {
    for (Part part : parts) {
      pool.giveBack(part.region());
    }
    parts = new Part[0];
  }

  private static int keys(int byteSize) {
    return byteSize / BUCKET_BYTES * KEYS_PER_BUCKET;
  }

  private void addPart(int byteSize) {
    MemoryRegion region = pool.take(byteSize, BUCKET_BYTES);
    region.segment().fill((byte) 0); // what comes from the pool may hold anything
    int buckets = byteSize / BUCKET_BYTES;
    int shift = Long.SIZE - Integer.numberOfTrailingZeros(buckets);
    Part[] more = Arrays.copyOf(parts, parts.length + 1);
    more[more.length - 1] = new Part(region, region.segment(), shift);
    room = keys(byteSize);
    parts = more;
  }

  /**
   * The top bit of each of the first {@code count} bytes that equals the wanted one, and perhaps of
   * some behind one that does: whoever looks compares keys.
   */
  private static long alike(long tags, long wanted, int count) {
    long difference = tags ^ wanted;
    long equal = (difference - ONES) & ~difference & TOPS;
    return count >= Long.BYTES ? equal : equal & ((1L << (count << 3)) - 1);
  }

  /** The record of a key among those whose tags are alike, of slots counted from {@code from}. */
  private int firstOf(
      byte[] key, int keyOffset, int keyLength, MemorySegment buckets, long from, long alike) {
    for (long left = alike; left != 0; left &= left - 1) {
      int slot = Long.numberOfTrailingZeros(left) >>> 3;
      int record = buckets.get(INT, from + RECORDS + ((long) slot << 2));
      if (isOf(key, keyOffset, keyLength, record)) {
        return record;
      }
    }
    return MemTable.NONE;
  }

  private boolean isOf(byte[] key, int keyOffset, int keyLength, int record) {
    MemorySegment chunk = memory.segment(record);
    long at = ChunkMemory.offset(record);
    return RecordLayout.keyLength(chunk, at) == keyLength
        && Bytes.compare(
                key, keyOffset, keyLength, chunk, at + RecordLayout.HEADER_BYTES, keyLength)
            == 0;
  }
}
