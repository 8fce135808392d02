package dev.varve.wal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.MemoryRegion;
import dev.varve.io.PendingFault;
import dev.varve.io.StorageFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One segment file in an incarnation that takes records: owns the open file and its mapping. Stores
 * through the mapping reach the page cache at once, so they survive the process; {@link #sync}
 * makes them survive the machine.
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

  /** Bytes that are brought in at a time, while {@link #close} waits. */
  private static final int TOUCH_BYTES = 256 << 10;

  private final int slot;
  private final boolean pagesResident;
  private SegmentHeader header;
  private final StorageFile file;
  private final MemoryRegion region;
  private final MemorySegment memory;
  private final RecordChecksum checksum;
  private final byte[] control = new byte[WalLayout.CONTROL_LENGTH];
  private int at = WalLayout.FIRST_RECORD_OFFSET;

  @GuardedBy("this")
  private boolean closed;

  /**
   * Takes ownership of the file and its mapping.
   *
   * @param slot number in the file's name
   * @param pagesResident whether the file's pages are in the page cache
   */
  Segment(
      int slot,
      SegmentHeader header,
      StorageFile file,
      MemoryRegion region,
      boolean pagesResident) {
    this.slot = slot;
    this.pagesResident = pagesResident;
    this.header = header;
    this.file = file;
    this.region = region;
    this.memory = region.segment();
    this.checksum = new RecordChecksum(header.salt());
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

  /** Whether a record with a payload of that length fits while the segment is empty. */
  boolean canHold(int payloadLength) {
    return payloadLength <= capacity() - WalLayout.SEGMENT_OVERHEAD;
  }

  /** The position behind the last record. */
  long end() {
    return LogPosition.of(header.segmentId(), at);
  }

  /** {@link #begin} again, before the first record, to publish that segments below are released. */
  void begin(long oldest) throws IOException {
    header = header.releasing(oldest);
    begin();
  }

  /**
   * Writes and syncs both copies of the header, the second after the first is safe. Only them: what
   * an earlier incarnation left in the page cache need never be written.
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
    assert start % Long.BYTES == 0 && bytes <= capacity() - start
        : "a record of " + bytes + " bytes at " + start + " of " + capacity();
    // The padding: all of the last word, before the payload overwrites its share.
    memory.set(LONG, start + bytes - Long.BYTES, 0);
    MemorySegment.copy(
        payload, offset, memory, ValueLayout.JAVA_BYTE, start + WalLayout.FRAME_BYTES, length);
    memory.set(LONG, start + WalLayout.SEQUENCE_OFFSET, sequence);
    memory.set(INT, start + WalLayout.LENGTH_KIND_OFFSET, lengthAndKind);
    memory.set(INT, start + WalLayout.CRC_OFFSET, crc);
    // A page that could not be stored to is told here, where the log is still asked to fail.
    PendingFault.deliver();
    at = start + bytes;
  }

  /** Writes a record of the log's own, which must fit. */
  void appendControl(int kind, long sequence, long first, long second, Witness witness) {
    WalLayout.LONG.set(control, 0, first);
    WalLayout.LONG.set(control, Long.BYTES, second);
    WalLayout.LONG.set(control, WalLayout.WITNESS_MAJOR_OFFSET, witness.major());
    WalLayout.LONG.set(control, WalLayout.WITNESS_MINOR_OFFSET, witness.minor());
    append(kind, sequence, control, 0, control.length);
  }

  /** Makes everything stored before this call durable. */
  void sync() throws IOException {
    file.sync();
  }

  /** Whether the file's pages were in the page cache when the segment began. */
  boolean arePagesResident() {
    return pagesResident;
  }

  /**
   * Brings all pages in, so that the appender finds them. That takes long, so it may run beside
   * everything, also {@link #close}.
   */
  void touch() {
    try {
      for (int at = 0; at < capacity(); at += TOUCH_BYTES) {
        touch(at, Math.min(at + TOUCH_BYTES, capacity()));
      }
    } catch (InternalError _) {
      // A page cannot be had. The appender reports that when it writes there.
      return;
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
