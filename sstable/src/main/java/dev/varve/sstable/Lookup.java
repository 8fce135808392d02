package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.block.Block;
import java.lang.foreign.MemorySegment;

/**
 * The answer of a point read, and the memory that reads need; reuse it for any number of reads of
 * any tables, so that they allocate nothing. Owns its scratch memory until {@link #close}.
 *
 * <p>For one thread at a time. The value is borrowed: valid until the next read with this lookup,
 * its close, or the close of the table, whichever comes first.
 */
public final class Lookup implements AutoCloseable {
  private static final String OWNER = "sstable lookup";

  final BlockFetcher fetcher;
  private SSTableReader table;
  private MemorySegment valueSegment;
  private EntryKind kind;
  private long sequence;
  private long valueAt;
  private int valueLength;

  /** Creates a lookup whose scratch memory appears in {@code memory}. */
  public Lookup(MemoryLedger memory) {
    fetcher = new BlockFetcher(memory, OWNER);
  }

  void clear() {
    table = null;
    kind = null;
    valueSegment = null;
  }

  /** Looks into the block just fetched and takes what it finds. */
  boolean find(SSTableReader reader, byte[] userKey, long snapshot) throws CorruptionException {
    int entry = fetcher.block().find(userKey, snapshot);
    return entry >= 0 && take(reader, entry, snapshot);
  }

  /** Whether an entry of the block just fetched is of a user key. */
  boolean isAt(byte[] userKey, int entry) {
    return fetcher.block().isOf(userKey, entry);
  }

  /** Takes an entry of the block just fetched, unless a snapshot does not see it. */
  boolean take(SSTableReader reader, int entry, long snapshot) throws CorruptionException {
    Block block = fetcher.block();
    if (block.sequence(entry) > snapshot) {
      return false;
    }
    kind = reader.kind(block.kind(entry), fetcher.offset());
    sequence = block.sequence(entry);
    valueAt = block.valueAt(entry);
    valueLength = block.valueLength(entry);
    valueSegment = fetcher.segment();
    table = reader;
    return true;
  }

  /** Kind of the entry found, or {@code null} if the last read found none. */
  public EntryKind kind() {
    return kind;
  }

  /** Sequence number of the entry found. */
  public long sequence() {
    return sequence;
  }

  /**
   * Memory that holds the value of the entry found, from {@link #valueOffset} on.
   *
   * <p>It may be the mapping of the file. Reading that can fail with an {@link InternalError} if
   * the file is truncated meanwhile; {@link #copyValue} turns this into a {@link
   * CorruptionException}.
   */
  public MemorySegment valueSegment() {
    return valueSegment;
  }

  /** Where the value starts in {@link #valueSegment}. */
  public long valueOffset() {
    return valueAt;
  }

  /** Length of the value in bytes. */
  public int valueLength() {
    return valueLength;
  }

  /**
   * Copies the value to {@code target}, which has room for {@link #valueLength} bytes at {@code
   * offset}.
   *
   * @throws CorruptionException if the mapping cannot be read
   * @throws IllegalStateException if the last read found no entry
   */
  public void copyValue(MemorySegment target, long offset) throws CorruptionException {
    requireFound();
    try {
      try {
        MemorySegment.copy(valueSegment, valueOffset(), target, offset, valueLength());
        if (fetcher.isInPlace()) {
          table.confirmReads();
        }
      } finally {
        MappingFaults.deliver();
      }
    } catch (InternalError fault) {
      throw CorruptionException.unreadable(table.path(), fetcher.offset(), fault);
    }
  }

  /**
   * A fresh copy of the value.
   *
   * @throws CorruptionException if the mapping cannot be read
   * @throws IllegalStateException if the last read found no entry
   */
  public byte[] copyValue() throws CorruptionException {
    requireFound();
    byte[] copy = new byte[valueLength()];
    copyValue(MemorySegment.ofArray(copy), 0);
    return copy;
  }

  @Override
  public void close() {
    clear();
    fetcher.close();
  }

  private void requireFound() {
    if (kind == null) {
      throw new IllegalStateException("the last read found no entry");
    }
  }
}
