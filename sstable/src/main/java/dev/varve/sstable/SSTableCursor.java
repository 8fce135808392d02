package dev.varve.sstable;

import dev.varve.io.CorruptionException;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.block.BlockCursor;
import dev.varve.sstable.block.MalformedBlockException;
import dev.varve.sstable.block.Scratch;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Walks over all entries of a table in both directions, versions and tombstones included. Blocks
 * that are stored raw are read in place and verified once, others in the {@link BlockCache}: if the
 * block that the cursor is in gives way there, it goes on with a copy of its own. A {@link
 * #verifying} cursor works on a verified copy of each block, some 7 ns per entry of 100 bytes.
 *
 * <p>Reuse cursors: {@link #attach} moves one to another table and allocates nothing. Owns its
 * scratch memory until {@link #close}. For one thread at a time; the table must stay open while the
 * cursor is attached and used.
 *
 * <p>Key and value of the current entry are borrowed, valid until the cursor moves or is closed.
 * They and the accessors beside them may be used only while {@link #isValid}. After a {@link
 * CorruptionException} the cursor is at no entry.
 */
public final class SSTableCursor implements AutoCloseable {
  private static final String OWNER = "sstable cursor";

  private static final int NO_BLOCK = BlockFetcher.NO_BLOCK;

  /** A number that is no stored kind. */
  private static final int NO_KIND = Integer.MIN_VALUE;

  /** Blocks that a short scan needs, from the one on that a seek leads to. */
  private static final int KEPT_BLOCKS = 4;

  private enum Move {
    FIRST,
    LAST,
    SEEK
  }

  private enum Part {
    PREFIX,
    KEY,
    COUNT_FORWARD,
    COUNT_BACKWARD
  }

  private final BlockFetcher fetcher;
  private final BlockCursor entries;
  private final boolean copying;
  private final ReadAhead ahead = new ReadAhead();
  private boolean arriving; // from another table, from which a walk may go on
  private SSTableReader table;
  private int ordinal = NO_BLOCK;
  private int blocksToKeep;
  private boolean valid;

  @SuppressWarnings("UnusedVariable") // keeps the compiler from leaving out the load
  private byte touched;

  private EntryKind kind;
  private int kindCode = NO_KIND;

  private SSTableCursor(MemoryLedger memory, boolean copying) {
    this.copying = copying;
    fetcher = new BlockFetcher(memory, OWNER);
    entries = new BlockCursor(memory, OWNER);
  }

  /** Creates a cursor without a table whose scratch memory appears in {@code memory}. */
  public SSTableCursor(MemoryLedger memory) {
    this(memory, false);
  }

  /**
   * Creates a cursor without a table that verifies every block it comes to, whoever did before: for
   * merges, which give what they read a new checksum.
   */
  public static SSTableCursor verifying(MemoryLedger memory) {
    return new SSTableCursor(memory, true);
  }

  /** Goes to a table, at no entry. Borrows the table. */
  public SSTableCursor attach(SSTableReader reader) {
    table = reader;
    valid = false;
    leaveBlock();
    ahead.newTable();
    arriving = true;
    if (copying) {
      fetcher.readFrom(reader == null ? null : reader.sequentialInput(OWNER));
    }
    return this;
  }

  /** Forgets the table, and does what {@link #trim} does. */
  public void detach() {
    attach(null);
    trim();
  }

  /**
   * Gives back the memory that uncommonly large blocks needed, if there is such: at most three
   * times {@link Scratch#KEPT_BYTES} stay until {@link #close}. The cursor is then at no entry.
   */
  public void trim() {
    if (fetcher.isLarge()) {
      valid = false;
      leaveBlock();
      fetcher.trim();
    }
  }

  /** Whether the cursor is at an entry. */
  public boolean isValid() {
    return valid;
  }

  /**
   * Goes to the first entry.
   *
   * @return true, since every table has an entry
   * @throws CorruptionException if a part of the file that is needed is wrong or unreadable
   */
  public boolean first() throws CorruptionException {
    return move(Move.FIRST, null, 0);
  }

  /**
   * Goes to the last entry.
   *
   * @return true, since every table has an entry
   * @throws CorruptionException as {@link #first}
   */
  public boolean last() throws CorruptionException {
    return move(Move.LAST, null, 0);
  }

  /**
   * Goes to the first entry whose internal key is at or behind {@code (userKey, sequence)}: for a
   * snapshot, the newest entry of that key it sees, or else an entry of a larger key.
   *
   * @return whether there is one; else the cursor is at no entry
   * @throws CorruptionException as {@link #first}
   */
  public boolean seek(byte[] userKey, long sequence) throws CorruptionException {
    return move(Move.SEEK, userKey, sequence);
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
    return entries.slideForward() || step(true);
  }

  /**
   * Goes to the previous entry.
   *
   * @return whether there is one; else the cursor is at no entry
   * @throws CorruptionException as {@link #first}
   * @throws IllegalStateException if the cursor is at no entry
   */
  public boolean previous() throws CorruptionException {
    requireValid();
    return entries.slideBack() || step(false);
  }

  /**
   * The first 8 bytes of the current user key, as {@link dev.varve.io.Bytes#prefix} gives them.
   *
   * @throws CorruptionException if the mapping cannot be read
   * @throws IllegalStateException if the cursor is at no entry
   */
  public long prefix() throws CorruptionException {
    return read(Part.PREFIX, 0);
  }

  /**
   * Counts the entries of the same block that come next, forward or backward, until one has a
   * {@link #prefix} at or beyond another.
   *
   * @throws CorruptionException if the mapping cannot be read
   * @throws IllegalStateException if the cursor is at no entry
   */
  public int countTo(long prefix, boolean forward) throws CorruptionException {
    return (int) read(forward ? Part.COUNT_FORWARD : Part.COUNT_BACKWARD, prefix);
  }

  /**
   * Copies the current user key to the start of an array with room for {@link #keyLength} bytes.
   *
   * @throws CorruptionException if the mapping cannot be read
   * @throws IllegalStateException if the cursor is at no entry
   */
  public void copyKey(byte[] target) throws CorruptionException {
    copy(target, null);
  }

  /**
   * Memory that holds the current user key, from {@link #keyOffset} on.
   *
   * @throws CorruptionException if the mapping cannot be read
   * @throws IllegalStateException if the cursor is at no entry
   */
  public MemorySegment keySegment() throws CorruptionException {
    if (!entries.isKeyAssembled()) {
      read(Part.KEY, 0);
    }
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

  /**
   * Memory that holds the current value, from {@link #valueOffset} on. It may be the mapping of the
   * file: see {@link Lookup#valueSegment}; {@link #copyValue} is safe, and copies less.
   *
   * @throws CorruptionException if a part of the file that is needed is wrong or unreadable
   */
  public MemorySegment valueSegment() throws CorruptionException {
    requireValid();
    if (fetcher.isShared()) {
      // Where no other block can be written over it.
      int block = ordinal;
      int entry = entries.entry();
      try {
        goBack(block, entry);
        confirm();
      } catch (InternalError | RuntimeException | CorruptionException wrong) {
        throw fault(wrong);
      }
    }
    return fetcher.segment();
  }

  /** Where the current value starts in {@link #valueSegment}, once that was called. */
  public long valueOffset() {
    return entries.valueAt();
  }

  /** Length of the current value in bytes. */
  public int valueLength() {
    return entries.valueLength();
  }

  /**
   * Copies the current value to the start of an array with room for {@link #valueLength} bytes.
   *
   * @throws CorruptionException if the mapping cannot be read
   * @throws IllegalStateException if the cursor is at no entry
   */
  public void copyValue(byte[] target) throws CorruptionException {
    copy(null, target);
  }

  /**
   * Copies the current user key and value to the starts of arrays with room for them, as {@link
   * #copyKey} and {@link #copyValue}; what proves that a read was good is paid for once.
   *
   * @throws CorruptionException if the mapping cannot be read
   * @throws IllegalStateException if the cursor is at no entry
   */
  public void copyEntry(byte[] key, byte[] value) throws CorruptionException {
    copy(key, value);
  }

  @Override
  public void close() {
    detach();
    entries.close();
    fetcher.close();
  }

  private void requireValid() {
    if (!valid) {
      throw new IllegalStateException("the cursor is at no entry");
    }
  }

  /** A piece of work that reads blocks. */
  private interface Attempt<T> {
    T run() throws CorruptionException;
  }

  // Only the four methods that follow read blocks. Each reads the blocks wherever they lie; if one
  // was
  // displaced in the cache meanwhile, the method tries once more on copies of its own, which
  // nothing
  // displaces. They are not one method, so that the compiler can put each into its callers' loops.

  private boolean move(Move move, byte[] userKey, long atSequence) throws CorruptionException {
    valid = false;
    blocksToKeep = 0;
    if (table == null) {
      throw new IllegalStateException("the cursor has no table");
    }
    try {
      return go(move, userKey, atSequence, true);
    } catch (InternalError | RuntimeException | CorruptionException wrong) {
      return again(wrong, () -> go(move, userKey, atSequence, false));
    }
  }

  /** Moves to a neighbour. */
  private boolean step(boolean forward) throws CorruptionException {
    int block = ordinal;
    int entry = entries.entry();
    valid = false;
    try {
      return go(forward, true);
    } catch (InternalError | RuntimeException | CorruptionException wrong) {
      return again(
          wrong,
          () -> {
            goBack(block, entry);
            return go(forward, false);
          });
    }
  }

  /** Reads a part of the current entry where it lies. */
  private long read(Part part, long prefix) throws CorruptionException {
    requireValid();
    try {
      return take(part, prefix);
    } catch (InternalError | RuntimeException | CorruptionException wrong) {
      int block = ordinal;
      int entry = entries.entry();
      return again(
          wrong,
          () -> {
            goBack(block, entry);
            return take(part, prefix);
          });
    }
  }

  /** Copies key and value of the current entry, or the one whose target is not {@code null}. */
  private void copy(byte[] key, byte[] value) throws CorruptionException {
    requireValid();
    if (key != null) {
      Objects.checkFromIndexSize(0, entries.keyLength(), key.length);
    }
    if (value != null) {
      Objects.checkFromIndexSize(0, entries.valueLength(), value.length);
    }
    try {
      take(key, value);
    } catch (InternalError | RuntimeException | CorruptionException wrong) {
      int block = ordinal;
      int entry = entries.entry();
      again(
          wrong,
          () -> {
            goBack(block, entry);
            take(key, value);
            return null;
          });
    }
  }

  /** Tries once more after a failure that came from a displaced block. */
  private <T> T again(Throwable wrong, Attempt<T> attempt) throws CorruptionException {
    requireDisplaced(wrong);
    try {
      return attempt.run();
    } catch (InternalError | RuntimeException | CorruptionException ofTheFile) {
      throw fault(ofTheFile);
    }
  }

  private boolean go(Move move, byte[] userKey, long atSequence, boolean sharing)
      throws CorruptionException {
    return arrive(
        switch (move) {
          case FIRST -> toFirst(0, sharing);
          case LAST -> toLast(table.properties().dataBlockCount() - 1, sharing);
          case SEEK -> toKey(userKey, atSequence, sharing);
        });
  }

  private boolean go(boolean forward, boolean sharing) throws CorruptionException {
    return arrive(
        forward
            ? entries.next() || toFirst(ordinal + 1, sharing)
            : entries.previous() || toLast(ordinal - 1, sharing));
  }

  private long take(Part part, long prefix) throws CorruptionException {
    long answer = 0;
    switch (part) {
      case PREFIX -> answer = entries.prefix();
      case KEY -> entries.assembleKey();
      case COUNT_FORWARD -> answer = entries.countBelow(prefix);
      case COUNT_BACKWARD -> answer = entries.countAbove(prefix);
    }
    confirm();
    return answer;
  }

  private void take(byte[] key, byte[] value) throws CorruptionException {
    if (key != null) {
      entries.copyKey(key);
    }
    if (value != null) {
      copyValueInto(value);
    }
    confirm();
  }

  private boolean arrive(boolean moved) throws CorruptionException {
    // The answer that there is no entry needs the confirmation too.
    confirm();
    if (moved && entries.kind() != kindCode) {
      kind = table.kind(entries.kind(), ordinal);
      kindCode = entries.kind();
    }
    valid = moved;
    return moved;
  }

  /** Called after reads of a block, before their results are trusted. */
  private void confirm() throws CorruptionException {
    if (fetcher.isInPlace() || table.isIndexInPlace()) {
      table.confirmReads();
    }
    if (fetcher.isDisplaced()) {
      throw new MalformedBlockException("displaced in the cache");
    }
  }

  /**
   * Leaves the block of a failed read if another block displaced it in the cache, which says
   * nothing about the file. Every other failure is the file's and is thrown.
   */
  private void requireDisplaced(Throwable wrong) throws CorruptionException {
    if (!fetcher.isDisplaced()) {
      throw fault(wrong);
    }
    // A fault of the mapping may belong to a block that was read before that one.
    if (MappingFaults.settle(wrong) instanceof InternalError fault) {
      throw fault(fault);
    }
    leaveBlock();
  }

  /** The error of a read that went wrong in the file; the cursor is at no entry then. */
  private CorruptionException fault(Throwable wrong) {
    int block = fetcher.ordinal();
    valid = false;
    leaveBlock();
    return table.report(block, wrong);
  }

  /** Comes back to an entry that was read before, in a copy that no other block can replace. */
  private void goBack(int block, int entry) throws CorruptionException {
    leaveBlock();
    load(block, entry, false);
    entries.goTo(entry);
    valid = true;
  }

  /** A cursor that leaves no block behind comes to one end of the table, or has jumped. */
  private void readAhead(int left, int target) throws CorruptionException {
    int last = table.properties().dataBlockCount() - 1;
    boolean fromEnd = left == NO_BLOCK && (target == 0 || target == last);
    boolean beside = left != NO_BLOCK && Math.abs(target - left) == 1;
    if (!beside && !(fromEnd && arriving)) {
      ahead.jumped();
    }
    arriving = false;
    if (beside || fromEnd) {
      IndexAndFilter index = table.indexAndFilter();
      long start = BlockHandle.offset(index.handle(target));
      boolean forward = beside ? target > left : target == 0;
      ahead.walks(table, start, table.endOf(index, target), forward);
    }
  }

  /** The cursor's way to fetch blocks, for what is done ahead of it. */
  BlockFetcher fetcher() {
    return fetcher;
  }

  private void leaveBlock() {
    ordinal = NO_BLOCK;
    fetcher.forget();
    entries.forgetKey();
  }

  /**
   * The last byte is read before the rest: so the lines of a backward scan are touched in one
   * direction, in which the processor loads ahead.
   */
  private void copyValueInto(byte[] target) {
    MemorySegment segment = fetcher.segment();
    long at = entries.valueAt();
    int length = entries.valueLength();
    if (length > 0) {
      touched = segment.get(ValueLayout.JAVA_BYTE, at + length - 1);
    }
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, at, target, 0, length);
  }

  private boolean toFirst(int block, boolean sharing) throws CorruptionException {
    if (block == table.properties().dataBlockCount()) {
      leaveBlock();
      return false;
    }
    load(block, 0, sharing);
    entries.first();
    return true;
  }

  private boolean toLast(int block, boolean sharing) throws CorruptionException {
    if (block < 0) {
      leaveBlock();
      return false;
    }
    load(block, table.blockShape().lastEntry(), sharing);
    entries.last();
    return true;
  }

  private boolean toKey(byte[] userKey, long atSequence, boolean sharing)
      throws CorruptionException {
    int target = table.indexAndFilter().blockOf(userKey, atSequence, fetcher);
    if (target == table.properties().dataBlockCount()) {
      leaveBlock();
      return false;
    }
    blocksToKeep = KEPT_BLOCKS;
    load(target, Lookup.ANY_ENTRY, sharing);
    if (entries.seek(userKey, atSequence)) {
      return true;
    }
    // The key lies between the block's last entry and its separator.
    confirm();
    return toFirst(target + 1, sharing);
  }

  /**
   * Goes to a block, of which an entry of about that number is needed first. Long scans displace
   * nothing in the cache of decompressed ones.
   *
   * @param sharing whether the block may be read in the cache, where it can be displaced
   */
  private void load(int target, int entry, boolean sharing) throws CorruptionException {
    if (target == ordinal) {
      return;
    }
    int left = ordinal;
    ordinal = NO_BLOCK;
    if (!fetcher.readsBeside() && !table.isInMemory()) {
      readAhead(left, target);
    }
    if (copying) {
      fetcher.copy(table, table.indexAndFilter(), target);
    } else if (sharing) {
      fetcher.view(table, table.indexAndFilter(), target, entry, blocksToKeep > 0);
      blocksToKeep = Math.max(0, blocksToKeep - 1);
    } else {
      fetcher.viewEntry(table, table.indexAndFilter(), target, entry);
    }
    entries.reset(fetcher.block());
    ordinal = target;
  }
}
