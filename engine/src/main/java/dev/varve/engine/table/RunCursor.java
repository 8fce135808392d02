package dev.varve.engine.table;

import dev.varve.engine.merge.EntryCursor;
import dev.varve.io.Bytes;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.EntryKind;
import dev.varve.sstable.InternalKey;
import dev.varve.sstable.SSTableCursor;
import dev.varve.sstable.SSTableReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * What a snapshot sees of a sorted run, of which one table at a time is read. Moves to another run
 * by {@link #attach}; the run's tables must stay open meanwhile.
 */
public final class RunCursor extends EntryCursor {
  private static final int NO_TABLE = -1;

  private final SSTableCursor entries;
  private SortedRun run;
  private int table = NO_TABLE;
  private long snapshot;
  private boolean uniqueKeys;

  /** Whether the snapshot sees every entry of the table. */
  private boolean seesAll;

  private byte[] key = new byte[64];
  private int keyLength;

  /** Creates a cursor without a run. */
  public RunCursor(MemoryLedger memory) {
    entries = new SSTableCursor(memory);
  }

  /** Goes to a run, which has a table, at no entry. */
  public RunCursor attach(SortedRun itsRun) {
    detach();
    run = itsRun;
    return this;
  }

  /** Goes to a moment, at no entry. */
  public RunCursor see(long atSnapshot) {
    snapshot = atSnapshot;
    seesAll = table != NO_TABLE && seesAll();
    leave();
    return this;
  }

  /** See {@link SSTableCursor#trim}; the cursor is then at no entry. */
  public void trim() {
    entries.trim();
    leave();
  }

  /** Forgets the run, and does what {@link #trim} does. */
  public void detach() {
    entries.detach();
    run = null;
    table = NO_TABLE;
    leave();
  }

  @Override
  public boolean first() throws IOException {
    return enter(0) && settleForward(entries.first());
  }

  @Override
  public boolean last() throws IOException {
    return enter(run.size() - 1) && settleBackward(entries.last());
  }

  @Override
  public boolean seek(byte[] target) throws IOException {
    // The snapshot itself: versions above it sort before the place looked for.
    return enter(run.indexOf(target, Bytes.prefix(target, 0)))
        && settleForward(entries.seek(target, snapshot));
  }

  @Override
  public boolean seekBefore(byte[] target) throws IOException {
    int at = Math.min(run.indexOf(target, Bytes.prefix(target, 0)), run.size() - 1);
    return enter(at) && settleBackward(entries.seekBefore(target, InternalKey.MAX_SEQUENCE));
  }

  @Override
  public boolean isOnDevice() {
    return !run.table(0).reader().isInMemory();
  }

  @Override
  public void prefetch(byte[] target) throws IOException {
    int index = run.indexOf(target, Bytes.prefix(target, 0));
    if (index < run.size()) {
      run.table(index).reader().prefetchSeek(target, snapshot, entries);
    }
  }

  @Override
  public boolean next() throws IOException {
    if (uniqueKeys) {
      boolean more = entries.next();
      return (more && seesAll) || settleForward(more);
    }
    rememberKey();
    boolean more;
    do {
      more = entries.next();
    } while (more && standsOnRememberedKey());
    return settleForward(more);
  }

  @Override
  public boolean previous() throws IOException {
    if (uniqueKeys) {
      boolean more = entries.previous();
      return (more && seesAll) || settleBackward(more);
    }
    rememberKey();
    boolean more;
    do {
      more = entries.previous();
    } while (more && standsOnRememberedKey());
    return settleBackward(more);
  }

  @Override
  public EntryKind kind() {
    return entries.kind();
  }

  @Override
  public long prefix() throws IOException {
    return entries.prefix();
  }

  @Override
  public int countTo(long prefix, boolean forward) throws IOException {
    return uniqueKeys && seesAll ? entries.countTo(prefix, forward) : 0;
  }

  @Override
  public int keyLength() {
    return entries.keyLength();
  }

  @Override
  public void copyKey(byte[] target) throws IOException {
    entries.copyKey(target);
  }

  @Override
  public MemorySegment keySegment() throws IOException {
    return entries.keySegment();
  }

  @Override
  public long keyOffset() {
    return entries.keyOffset();
  }

  @Override
  public int valueLength() {
    return entries.valueLength();
  }

  @Override
  public void copyValue(byte[] target) throws IOException {
    entries.copyValue(target);
  }

  @Override
  public void copyEntry(byte[] targetKey, byte[] value) throws IOException {
    entries.copyEntry(targetKey, value);
  }

  @Override
  public void close() {
    entries.close();
    leave();
  }

  /**
   * From the newest entry of a key on: the first one that the snapshot sees is that key's newest
   * visible version. Behind the table's end, the same from the next table on.
   */
  private boolean settleForward(boolean more) throws IOException {
    boolean at = more;
    while (true) {
      while (at && entries.sequence() > snapshot) {
        at = entries.next();
      }
      if (at) {
        return stand();
      }
      if (!enter(table + 1)) {
        return false;
      }
      at = entries.first();
    }
  }

  /**
   * From the oldest entry of a key on: the newest visible version, or the same for the key before,
   * which may be in the table before.
   */
  private boolean settleBackward(boolean more) throws IOException {
    boolean at = more;
    while (!(at && settleOnKey())) {
      if (!at && !enter(table - 1)) {
        return false;
      }
      at = at ? skipKeyBackward() : entries.last();
    }
    return stand();
  }

  /** From the oldest entry of a key to its newest visible one; false if all are too new. */
  private boolean settleOnKey() throws IOException {
    if (entries.sequence() > snapshot) {
      return false;
    }
    if (!uniqueKeys) {
      rememberKey();
      boolean at;
      do {
        at = entries.previous();
      } while (at && standsOnRememberedKey() && entries.sequence() <= snapshot);
      // One step too far, or over the table's start if there was no entry before.
      if (at) {
        entries.next();
      } else {
        entries.first();
      }
    }
    return true;
  }

  /** To the oldest entry of the key before, in the same table. */
  private boolean skipKeyBackward() throws IOException {
    rememberKey();
    boolean at;
    do {
      at = entries.previous();
    } while (at && standsOnRememberedKey());
    return at;
  }

  /** Goes to a table of the run, if there is one of that number; else the cursor is at no entry. */
  private boolean enter(int index) {
    if (index < 0 || index >= run.size()) {
      return leave();
    }
    if (index != table) {
      SSTableReader reader = run.table(index).reader();
      entries.attach(reader);
      uniqueKeys = reader.properties().userKeyCount() == reader.properties().entryCount();
      table = index;
      seesAll = seesAll();
    }
    return true;
  }

  private boolean seesAll() {
    return run.table(table).reader().properties().largestSequence() <= snapshot;
  }

  private void rememberKey() throws IOException {
    keyLength = entries.keyLength();
    if (key.length < keyLength) {
      key = new byte[Math.max(keyLength, 2 * key.length)];
    }
    entries.copyKey(key);
  }

  private boolean standsOnRememberedKey() throws IOException {
    return Bytes.compare(
            key, 0, keyLength, entries.keySegment(), entries.keyOffset(), entries.keyLength())
        == 0;
  }
}
