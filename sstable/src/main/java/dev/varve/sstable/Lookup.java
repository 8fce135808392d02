package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.block.Block;
import dev.varve.sstable.block.MalformedBlockException;
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

  /** Stands for an entry that has to be searched for. */
  static final int ANY_ENTRY = -1;

  /** What a block says of a key. */
  enum Match {
    FOUND,
    ABSENT,
    TOO_NEW
  }

  final BlockFetcher fetcher;
  private SSTableReader table;
  private MemorySegment valueSegment;
  private EntryKind kind;
  private int kindCode;
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

  /**
   * Looks for a user key in a block and takes its entry.
   *
   * @param entry where it is if it is there, or {@link #ANY_ENTRY}
   */
  Match look(
      SSTableReader reader,
      Sections sections,
      int ordinal,
      int entry,
      byte[] userKey,
      long snapshot)
      throws CorruptionException {
    if (fetcher.findCached(reader, ordinal, entry)) {
      Match match = Match.ABSENT;
      RuntimeException failure = null;
      try {
        fetcher.wrapCached();
        match = match(entry, userKey, snapshot);
        if (match == Match.FOUND) {
          fetcher.copyOut(valueAt, valueLength);
        }
      } catch (MalformedBlockException | IndexOutOfBoundsException malformed) {
        failure = malformed;
      }
      if (fetcher.isWhole()) {
        if (failure != null) {
          fetcher.locate(reader, sections, ordinal);
          throw failure;
        }
        if (match == Match.FOUND && EntryKind.ofCode(kindCode) == null) {
          fetcher.locate(reader, sections, ordinal);
        }
        return match == Match.FOUND ? taken(reader, 0) : match;
      }
      // Another block was written over it meanwhile.
    }
    fetcher.viewEntry(reader, sections, ordinal, entry);
    Match match = match(entry, userKey, snapshot);
    return match == Match.FOUND ? taken(reader, valueAt) : match;
  }

  private Match match(int guess, byte[] userKey, long snapshot) {
    Block block = fetcher.block();
    int entry = guess;
    if (entry == ANY_ENTRY) {
      entry = block.find(userKey, snapshot);
      if (entry < 0) {
        return Match.ABSENT;
      }
    } else if (!block.isOf(userKey, entry)) {
      return Match.ABSENT;
    }
    sequence = block.sequence(entry);
    if (sequence > snapshot) {
      return Match.TOO_NEW;
    }
    kindCode = block.kind(entry);
    valueAt = block.valueAt(entry);
    valueLength = block.valueLength(entry);
    return Match.FOUND;
  }

  private Match taken(SSTableReader reader, long at) throws CorruptionException {
    kind = reader.kind(kindCode, fetcher.offset());
    valueAt = at;
    valueSegment = fetcher.segment();
    table = reader;
    return Match.FOUND;
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
