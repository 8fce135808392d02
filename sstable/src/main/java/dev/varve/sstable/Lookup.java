package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.block.Block;
import dev.varve.sstable.block.MalformedBlockException;
import dev.varve.sstable.block.Scratch;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * The answer of a point read, and the memory that reads need; reuse it for any number of reads of
 * any tables, so that they allocate nothing. Owns its scratch memory until {@link #close}.
 *
 * <p>For one thread at a time. The value is borrowed: valid until the next read with this lookup,
 * its close, or the close of the table, whichever comes first.
 */
public final class Lookup implements AutoCloseable {
  private static final String OWNER = "sstable lookup";

  /** In place of an entry's number where the entry has to be searched for. */
  static final int ANY_ENTRY = -1;

  /** The result of a search for a key in a block. */
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
    fetcher.forget();
    table = null;
    kind = null;
    valueSegment = null;
  }

  /**
   * Searches a block for a user key. The result counts once the table's reads are confirmed; then
   * {@link #accept} the entry found.
   *
   * @param entry the number of the key's entry if the block has the key, or {@link #ANY_ENTRY}
   */
  Match search(
      SSTableReader reader,
      IndexAndFilter indexAndFilter,
      int ordinal,
      int entry,
      byte[] userKey,
      long snapshot)
      throws CorruptionException {
    if (fetcher.findCached(reader, ordinal, entry)) {
      try {
        fetcher.wrapCached();
        Match match = match(entry, userKey, snapshot);
        if (match == Match.FOUND) {
          fetcher.copyOut(valueAt, valueLength);
          valueAt = 0;
        }
        if (!fetcher.isDisplaced()) {
          return match;
        }
      } catch (MalformedBlockException | IndexOutOfBoundsException wrong) {
        if (!fetcher.isDisplaced()) {
          throw wrong;
        }
      }
      // Another block displaced the one read. The one that is fetched now cannot be displaced.
    }
    fetcher.viewEntry(reader, indexAndFilter, ordinal, entry);
    return match(entry, userKey, snapshot);
  }

  private Match match(int guess, byte[] userKey, long snapshot) {
    Block block = fetcher.block();
    int entry = guess;
    if (entry == ANY_ENTRY) {
      entry = block.find(userKey, snapshot);
      if (entry < 0) {
        return Match.ABSENT;
      }
    } else if (!block.matchesKey(userKey, entry)) {
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

  /** Takes the entry last looked at and found, after its reads were confirmed. */
  void accept(SSTableReader reader) throws CorruptionException {
    assert fetcher.ordinal() != BlockFetcher.NO_BLOCK : "no block was searched";
    kind = reader.kind(kindCode, fetcher.ordinal());
    valueSegment = fetcher.segment();
    table = reader;
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
    MemorySegment source = valueSegment;
    Objects.checkFromIndexSize(offset, valueLength, target.byteSize());
    try {
      MemorySegment.copy(source, valueAt, target, offset, valueLength);
      if (fetcher.isInPlace()) {
        table.confirmReads();
      }
    } catch (InternalError | RuntimeException | CorruptionException wrong) {
      throw table.report(fetcher.ordinal(), wrong);
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

  /**
   * Ends the use of the entry found, and gives back the memory that an uncommonly large block
   * needed: at most twice {@link Scratch#KEPT_BYTES} stay until {@link #close}.
   */
  public void release() {
    if (fetcher.isLarge()) {
      clear();
      fetcher.trim();
    }
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
