package dev.varve.engine.table;

import dev.varve.engine.merge.EntryCursor;
import dev.varve.io.Bytes;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.InternalKey;
import dev.varve.sstable.SSTableCursor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * What a snapshot sees of one table. Moves to another table by {@link #attach}; the table must stay
 * open meanwhile.
 */
public final class TableCursor extends EntryCursor {
  private final SSTableCursor entries;
  private long snapshot;
  private boolean uniqueKeys;
  private byte[] key = new byte[64];
  private int keyLength;

  /** Creates a cursor without a table. */
  public TableCursor(MemoryLedger memory) {
    entries = new SSTableCursor(memory);
  }

  /** Goes to a table, at no entry. */
  public TableCursor attach(Table table, long atSnapshot) {
    entries.attach(table.reader());
    snapshot = atSnapshot;
    uniqueKeys =
        table.reader().properties().userKeyCount() == table.reader().properties().entryCount();
    leave();
    return this;
  }

  /** Forgets the table. */
  public void detach() {
    entries.detach();
    leave();
  }

  @Override
  public boolean first() throws IOException {
    return settleForward(entries.first());
  }

  @Override
  public boolean last() throws IOException {
    return settleBackward(entries.last());
  }

  @Override
  public boolean seek(byte[] target) throws IOException {
    // The snapshot itself: versions above it sort before the place looked for.
    return settleForward(entries.seek(target, snapshot));
  }

  @Override
  public boolean seekBefore(byte[] target) throws IOException {
    return settleBackward(entries.seekBefore(target, InternalKey.MAX_SEQUENCE));
  }

  @Override
  public boolean next() throws IOException {
    if (uniqueKeys) {
      return settleForward(entries.next());
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
      return settleBackward(entries.previous());
    }
    rememberKey();
    boolean more;
    do {
      more = entries.previous();
    } while (more && standsOnRememberedKey());
    return settleBackward(more);
  }

  @Override
  public void copyValue(byte[] target) throws IOException {
    entries.copyValue(target);
  }

  @Override
  public void close() {
    entries.close();
    leave();
  }

  /**
   * From the newest entry of a key on: the first one that the snapshot sees is that key's newest
   * visible version.
   */
  private boolean settleForward(boolean more) throws IOException {
    boolean at = more;
    while (at && entries.sequence() > snapshot) {
      at = entries.next();
    }
    return at ? standHere() : leave();
  }

  /**
   * From the oldest entry of a key on: the newest visible version, or the same for the key before.
   */
  private boolean settleBackward(boolean more) throws IOException {
    boolean at = more;
    while (at && entries.sequence() > snapshot) {
      // The oldest version of this key is too new, so all are.
      rememberKey();
      do {
        at = entries.previous();
      } while (at && standsOnRememberedKey());
    }
    if (at && !uniqueKeys) {
      rememberKey();
      while (at && standsOnRememberedKey() && entries.sequence() <= snapshot) {
        at = entries.previous();
      }
      // One step too far, and back over the end if there was no entry before.
      at = at ? entries.next() : entries.first();
    }
    return at ? standHere() : leave();
  }

  private boolean standHere() {
    standOnKey(
        entries.keySegment(),
        entries.keyOffset(),
        entries.keyLength(),
        entries.sequence(),
        entries.kind());
    return standOnValue(entries.valueSegment(), entries.valueOffset(), entries.valueLength());
  }

  private void rememberKey() {
    keyLength = entries.keyLength();
    if (key.length < keyLength) {
      key = new byte[Math.max(keyLength, 2 * key.length)];
    }
    MemorySegment.copy(
        entries.keySegment(), ValueLayout.JAVA_BYTE, entries.keyOffset(), key, 0, keyLength);
  }

  private boolean standsOnRememberedKey() {
    return Bytes.compare(
            key, 0, keyLength, entries.keySegment(), entries.keyOffset(), entries.keyLength())
        == 0;
  }
}
