package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.block.BlockCursor;
import dev.varve.sstable.block.MalformedBlockException;
import java.lang.foreign.MemorySegment;

/**
 * Walks over all entries of a table in both directions, versions and tombstones included. Works on
 * a verified copy of one block at a time, so that keys and values stay readable whatever happens to
 * the file: a copy costs some 5 ns per entry of 100 bytes.
 *
 * <p>Reuse cursors: {@link #attach} moves one to another table and allocates nothing. Owns its
 * scratch memory until {@link #close}. For one thread at a time; the table must stay open while the
 * cursor is attached and used.
 *
 * <p>Key and value of the current entry are borrowed, valid until the cursor moves or is closed.
 * They and the accessors beside them may be used only while {@link #isValid}.
 */
public final class SSTableCursor implements AutoCloseable {
  private static final String OWNER = "sstable cursor";

  private static final int NO_BLOCK = -1;

  private final BlockFetcher fetcher;
  private final BlockCursor entries;
  private SSTableReader table;
  private int ordinal = NO_BLOCK;
  private boolean valid;
  private EntryKind kind;

  /** Creates a cursor without a table whose scratch memory appears in {@code memory}. */
  public SSTableCursor(MemoryLedger memory) {
    fetcher = new BlockFetcher(memory, OWNER);
    entries = new BlockCursor(memory, OWNER);
  }

  /** Goes to a table, at no entry. Borrows the table. */
  public SSTableCursor attach(SSTableReader reader) {
    table = reader;
    ordinal = NO_BLOCK;
    valid = false;
    return this;
  }

  /** Forgets the table. */
  public void detach() {
    attach(null);
  }

  /** Whether the cursor is at an entry. */
  public boolean isValid() {
    return valid;
  }

  /**
   * Goes to the first entry.
   *
   * @return true, since every table has an entry
   * @throws CorruptionException if a part of the file that is needed is wrong or unreadable; the
   *     cursor is then at no entry
   */
  public boolean first() throws CorruptionException {
    leave();
    load(0);
    entries.first();
    return atEntry();
  }

  /**
   * Goes to the last entry.
   *
   * @return true, since every table has an entry
   * @throws CorruptionException as {@link #first}
   */
  public boolean last() throws CorruptionException {
    leave();
    load(table.properties().dataBlockCount() - 1);
    entries.last();
    return atEntry();
  }

  /**
   * Goes to the first entry whose internal key is at or behind {@code (userKey, sequence)}: for a
   * snapshot, the newest entry of that key it sees, or else an entry of a larger key.
   *
   * @return whether there is one; else the cursor is at no entry
   * @throws CorruptionException as {@link #first}
   */
  public boolean seek(byte[] userKey, long sequence) throws CorruptionException {
    leave();
    int target = blockOf(userKey, sequence);
    if (target == table.properties().dataBlockCount()) {
      return false;
    }
    load(target);
    if (!entries.seek(userKey, sequence)) {
      // The target lies between the block's last entry and its separator.
      if (target + 1 == table.properties().dataBlockCount()) {
        return false;
      }
      load(target + 1);
      entries.first();
    }
    return atEntry();
  }

  /**
   * Goes to the last entry whose internal key is before {@code (userKey, sequence)}. With {@link
   * InternalKey#MAX_SEQUENCE} that is the oldest entry of the largest smaller user key.
   *
   * @return whether there is one; else the cursor is at no entry
   * @throws CorruptionException as {@link #first}
   */
  public boolean seekBefore(byte[] userKey, long sequence) throws CorruptionException {
    return seek(userKey, sequence) ? previous() : last();
  }

  /**
   * Goes to the next entry.
   *
   * @return whether there is one; else the cursor is at no entry
   * @throws CorruptionException as {@link #first}
   * @throws IllegalStateException if the cursor is at no entry
   */
  public boolean next() throws CorruptionException {
    requireValid();
    valid = false;
    if (!entries.next()) {
      if (ordinal + 1 == table.properties().dataBlockCount()) {
        return false;
      }
      load(ordinal + 1);
      entries.first();
    }
    return atEntry();
  }

  /**
   * Goes to the previous entry. Costs more than {@link #next}: the way from the last restart point.
   *
   * @return whether there is one; else the cursor is at no entry
   * @throws CorruptionException as {@link #first}
   * @throws IllegalStateException if the cursor is at no entry
   */
  public boolean previous() throws CorruptionException {
    requireValid();
    valid = false;
    if (!entries.previous()) {
      if (ordinal == 0) {
        return false;
      }
      load(ordinal - 1);
      entries.last();
    }
    return atEntry();
  }

  /** Memory that holds the current user key, from {@link #keyOffset} on. */
  public MemorySegment keySegment() {
    return entries.keySegment();
  }

  /** Where the current user key starts in {@link #keySegment}. */
  public long keyOffset() {
    return 0;
  }

  /** Length of the current user key in bytes. */
  public int keyLength() {
    return entries.keyLength();
  }

  /** Sequence number of the current entry. */
  public long sequence() {
    return entries.sequence();
  }

  /** Kind of the current entry. */
  public EntryKind kind() {
    return kind;
  }

  /** Memory that holds the current value, from {@link #valueOffset} on. */
  public MemorySegment valueSegment() {
    return fetcher.copySegment();
  }

  /** Where the current value starts in {@link #valueSegment}. */
  public long valueOffset() {
    return entries.valueAt();
  }

  /** Length of the current value in bytes. */
  public int valueLength() {
    return entries.valueLength();
  }

  @Override
  public void close() {
    detach();
    entries.close();
    fetcher.close();
  }

  private void leave() {
    valid = false;
    if (table == null) {
      throw new IllegalStateException("the cursor has no table");
    }
  }

  private void requireValid() {
    if (!valid) {
      throw new IllegalStateException("the cursor is at no entry");
    }
  }

  private boolean atEntry() throws CorruptionException {
    kind = table.kind(entries.kind(), fetcher.offset());
    valid = true;
    return true;
  }

  private int blockOf(byte[] userKey, long sequence) throws CorruptionException {
    try {
      try {
        int target = table.index().restartsBefore(userKey, sequence);
        table.confirmReads();
        return target;
      } finally {
        MappingFaults.deliver();
      }
    } catch (InternalError fault) {
      throw CorruptionException.unreadable(table.path(), table.indexOffset(), fault);
    } catch (MalformedBlockException | IndexOutOfBoundsException malformed) {
      throw table.malformed(table.indexOffset(), malformed);
    }
  }

  private void load(int target) throws CorruptionException {
    if (target == ordinal) {
      return;
    }
    ordinal = NO_BLOCK;
    try {
      try {
        fetcher.copy(table, table.index(), target);
        entries.reset(fetcher.block());
        ordinal = target;
      } finally {
        MappingFaults.deliver();
      }
    } catch (InternalError fault) {
      throw CorruptionException.unreadable(table.path(), fetcher.offset(), fault);
    } catch (MalformedBlockException | IndexOutOfBoundsException malformed) {
      throw table.malformed(fetcher.offset(), malformed);
    }
  }
}
