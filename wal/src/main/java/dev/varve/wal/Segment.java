package dev.varve.wal;

import dev.varve.io.MemoryRegion;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One segment file in a life that takes records: owns the open file and its mapping. Stores through
 * the mapping reach the page cache at once, so they survive the process; {@link #sync} makes them
 * survive the machine.
 *
 * <p>Threading: one appender; {@link #sync} from any one thread at a time, together with the
 * appender; {@link #close} after both.
 */
final class Segment implements AutoCloseable {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle SHARED_INT = ValueLayout.JAVA_INT.varHandle();
  private static final int PAGE_BYTES = 4 << 10;

  /** Syncs of one segment from which on a log counts as one that is synced all the time. */
  private static final int MANY_SYNCS = 8;

  /** A sync that writes so much more takes some 50 us longer. */
  private static final int PREWRITE_BYTES = 64 << 10;

  /** Brought in while closing waits. */
  private static final int TOUCH_BYTES = 256 << 10;

  private final int slot;
  private SegmentHeader header;
  private final StorageFile file;
  private final MemoryRegion region;
  private final MemorySegment memory;
  private final RecordChecksum checksum;
  private final byte[] control = new byte[WalLayout.CONTROL_LENGTH];
  private int at = WalLayout.FIRST_RECORD_OFFSET;

  // By whoever syncs, one at a time.
  private int syncs;
  private int syncedTo;
  private int prewrittenTo;

  private boolean closed; // guarded by this

  /**
   * Takes ownership of the file and its mapping.
   *
   * @param prewritten whether all of the file's storage has been written before
   */
  Segment(
      int slot, SegmentHeader header, StorageFile file, MemoryRegion region, boolean prewritten) {
    this.slot = slot;
    this.header = header;
    this.file = file;
    this.region = region;
    this.memory = region.segment();
    this.checksum = new RecordChecksum(header.salt());
    this.prewrittenTo = prewritten ? header.segmentBytes() : 0;
  }

  /** Number in the file's name. */
  int slot() {
    return slot;
  }

  long id() {
    return header.segmentId();
  }

  /** Offset of the next record. */
  int offset() {
    return at;
  }

  int capacity() {
    return header.segmentBytes();
  }

  /** The position behind the last record. */
  long end() {
    return LogPosition.of(header.segmentId(), at);
  }

  /** {@link #begin} again, before the first record, to say that segments below are released. */
  void begin(long oldest) throws IOException {
    header = header.releasing(oldest);
    begin();
  }

  /**
   * Writes and syncs both copies of the header, the second after the first is safe. Only them: what
   * an earlier life left in the page cache need never be written.
   */
  void begin() throws IOException {
    byte[] bytes = header.encode();
    for (int copy : new int[] {0, WalLayout.HEADER_COPY_OFFSET}) {
      MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, copy, bytes.length);
      file.sync(region, 0, WalLayout.FIRST_RECORD_OFFSET);
    }
  }

  /** Writes the next record, which must fit. */
  void append(int kind, long sequence, byte[] payload, int offset, int length) {
    int start = at;
    int lengthAndKind = WalLayout.lengthAndKind(length, kind);
    int crc = checksum.of(end(), lengthAndKind, sequence, payload, offset, length);
    int bytes = WalLayout.recordBytes(length);
    // The padding: all of the last word, before the payload overwrites its share.
    memory.set(LONG, start + bytes - Long.BYTES, 0);
    MemorySegment.copy(
        payload, offset, memory, ValueLayout.JAVA_BYTE, start + WalLayout.FRAME_BYTES, length);
    memory.set(LONG, start + WalLayout.SEQUENCE_OFFSET, sequence);
    memory.set(INT, start + WalLayout.LENGTH_KIND_OFFSET, lengthAndKind);
    memory.set(INT, start + WalLayout.CRC_OFFSET, crc);
    at = start + bytes;
  }

  /** Writes a MARK or START, which must fit. */
  void appendControl(int kind, long sequence, long first, long second) {
    WalLayout.LONG.set(control, 0, first);
    WalLayout.LONG.set(control, Long.BYTES, second);
    append(kind, sequence, control, 0, control.length);
  }

  /** Makes everything stored before this call durable. */
  void sync() throws IOException {
    file.sync();
  }

  /**
   * Makes everything before an offset durable, once of many times maybe.
   *
   * <p>The first sync of a page that is only reserved takes twice as long as others, for the file
   * system has to record that it is written now. Where each sync covers little, one of them does so
   * for the pages of many.
   */
  void syncUpTo(int offset) throws IOException {
    if (++syncs > MANY_SYNCS && offset > prewrittenTo && offset - syncedTo < PREWRITE_BYTES) {
      prewrite(offset);
    }
    syncedTo = offset;
    file.sync();
  }

  /**
   * Dirties the pages behind an offset as they are. Storing what is there already, atomically, may
   * run beside the appender.
   */
  private void prewrite(int offset) {
    int from = (offset + PAGE_BYTES - 1) & -PAGE_BYTES;
    prewrittenTo = Math.min(capacity(), from + PREWRITE_BYTES);
    for (int page = from; page < prewrittenTo; page += PAGE_BYTES) {
      int _ = (int) SHARED_INT.getAndBitwiseOr(memory, (long) page, 0);
    }
  }

  /** Whether all of its storage has been written before. */
  boolean isPrewritten() {
    return prewrittenTo == capacity();
  }

  /**
   * Brings all pages in, so that the appender finds them. That takes long, so it may run beside
   * everything, also {@link #close}.
   */
  void touch() {
    for (int at = 0; at < capacity(); at += TOUCH_BYTES) {
      touch(at, Math.min(at + TOUCH_BYTES, capacity()));
    }
  }

  private synchronized void touch(int from, int to) {
    for (int page = from; page < to && !closed; page += PAGE_BYTES) {
      int _ = (int) SHARED_INT.getOpaque(memory, (long) page);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    region.close();
    file.close();
  }

  @Override
  public String toString() {
    return "segment " + id() + " in " + file.path();
  }
}
