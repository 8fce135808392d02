package dev.varve.io;

import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * CRC-32C (Castagnoli) of byte ranges, the checksum of all formats: about 12 ns for 128 bytes and
 * 57 ns for 4 KiB with the processor's instruction. One instance serves one thread.
 *
 * <p>Never run it over a mapping: the intrinsic would take the process down if the file were
 * truncated under it. Copy first.
 */
public final class Crc32c {
  private final CRC32C crc = new CRC32C();

  /** Creates a checksum of nothing. */
  public Crc32c() {}

  /** The checksum of one array range. */
  public static int of(byte[] bytes, int offset, int length) {
    return new Crc32c().update(bytes, offset, length).value();
  }

  /** The checksum of a whole segment that is not a mapping. */
  public static int of(MemorySegment segment) {
    return new Crc32c().update(segment).value();
  }

  /** Starts again with nothing. */
  public Crc32c reset() {
    crc.reset();
    return this;
  }

  /** Adds an array range. */
  public Crc32c update(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
    return this;
  }

  /** Adds a whole segment that is not a mapping. */
  public Crc32c update(MemorySegment segment) {
    crc.update(segment.asByteBuffer());
    return this;
  }

  /** The checksum of all bytes added since the last reset. */
  public int value() {
    return (int) crc.getValue();
  }
}
