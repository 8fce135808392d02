package dev.varve.bench.http;

import java.util.zip.CRC32C;

/**
 * Digests of bodies that were compared in full and right: one that comes again is right, too, as
 * long as nobody writes. A wrong body of the right length is missed about once in 2^32, if it is
 * wrong by chance. For one thread.
 */
final class BodyDigest {
  private final long[] known;
  private final CRC32C checksum = new CRC32C();

  /** For answers about so many items. */
  BodyDigest(long count) {
    known = new long[Math.toIntExact(count)];
  }

  /** Of a body; never 0. */
  long of(byte[] body, int from, int length) {
    checksum.reset();
    checksum.update(body, from, length);
    return (long) (length + 1) << Integer.SIZE | checksum.getValue();
  }

  boolean isKnown(long number, long digest) {
    return known[(int) number] == digest;
  }

  void know(long number, long digest) {
    known[(int) number] = digest;
  }
}
