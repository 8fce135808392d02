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

  private final int slot;
  private SegmentHeader header;
  private final StorageFile file;
  private final MemoryRegion region;
  private final MemorySegment memory;
  private final RecordChecksum checksum;
  private final byte[] control = new byte[WalLayout.CONTROL_LENGTH];
  private int at = WalLayout.FIRST_RECORD_OFFSET;
  private volatile boolean prewritten;
  private int syncs; // by whoever syncs, one at a time

  /**
   * Takes ownership of the file and its mapping.
   *
   * @param prewritten whether all of the file's storage has been written before
   */
  Segment(
      int slot, SegmentHeader header, StorageFile file, MemoryRegion region, boolean prewritten) {
    this.prewritten = prewritten;
    this.slot = slot;
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
    syncs++;
  }

  /** Whether it has been synced so often that {@link #prewrite} pays. */
  boolean isSyncedOften() {
    return syncs >= MANY_SYNCS;
  }

  boolean isPrewritten() {
    return prewritten;
  }

  /**
   * Begins {@link #prewrite}, which another thread may go on with; false if it has begun before.
   */
  boolean beginPrewriting() {
    boolean begins = !prewritten;
    prewritten = true;
    return begins;
  }

  /**
   * Writes storage that was only reserved, as it is: the first sync of such a page takes twice as
   * long. Storing what is there already, atomically, may run beside the appender.
   *
   * @param from a multiple of the page size
   */
  void prewrite(int from, int length) throws IOException {
    for (int page = from; page < from + length; page += PAGE_BYTES) {
      int _ = (int) SHARED_INT.getAndBitwiseOr(memory, (long) page, 0);
    }
    file.sync(region, from, length);
  }

  /** Brings all pages in, so that the appender finds them. */
  void touch() {
    for (int page = 0; page < capacity(); page += PAGE_BYTES) {
      int _ = (int) SHARED_INT.getOpaque(memory, (long) page);
    }
  }

  @Override
  public void close() throws IOException {
    region.close();
    file.close();
  }

  @Override
  public String toString() {
    return "segment " + id() + " in " + file.path();
  }
}
