package dev.varve.sstable;

import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;

/**
 * The properties that are stored in a finished table. Immutable; the key arrays are shared and must
 * not be changed.
 */
public final class SSTableProperties {
  private final long fileLength;
  private final int dataBlockCount;
  private final long entryCount;
  private final long userKeyCount;
  private final long tombstoneCount;
  private final long smallestSequence;
  private final long largestSequence;
  private final byte[] smallestKey;
  private final byte[] largestKey;
  private final long number;
  private final int checksum;

  SSTableProperties(
      long fileLength,
      int dataBlockCount,
      long entryCount,
      long userKeyCount,
      long tombstoneCount,
      long smallestSequence,
      long largestSequence,
      byte[] smallestKey,
      byte[] largestKey,
      long number,
      int checksum) {
    this.fileLength = fileLength;
    this.dataBlockCount = dataBlockCount;
    this.entryCount = entryCount;
    this.userKeyCount = userKeyCount;
    this.tombstoneCount = tombstoneCount;
    this.smallestSequence = smallestSequence;
    this.largestSequence = largestSequence;
    this.smallestKey = smallestKey;
    this.largestKey = largestKey;
    this.number = number;
    this.checksum = checksum;
  }

  void writeTo(ByteWriter out) {
    out.putLong(entryCount)
        .putLong(userKeyCount)
        .putLong(tombstoneCount)
        .putLong(smallestSequence)
        .putLong(largestSequence)
        .putLengthPrefixed(smallestKey)
        .putLengthPrefixed(largestKey)
        .putLong(number)
        .putInt(checksum);
  }

  static SSTableProperties read(ByteReader in, SSTableFooter footer) throws CorruptionException {
    long entryCount = in.getLong();
    long userKeyCount = in.getLong();
    long tombstoneCount = in.getLong();
    long smallestSequence = in.getLong();
    long largestSequence = in.getLong();
    if (footer.version() == 4) {
      in.getLong(); // bytes of all keys
      in.getLong(); // bytes of all values
    }
    SSTableProperties properties =
        new SSTableProperties(
            footer.fileLength(),
            footer.dataBlockCount(),
            entryCount,
            userKeyCount,
            tombstoneCount,
            smallestSequence,
            largestSequence,
            in.getLengthPrefixed(),
            in.getLengthPrefixed(),
            in.getLong(),
            in.getInt());
    if (in.remaining() != 0) {
      throw in.corrupt("the end of the properties", in.remaining() + " more bytes");
    }
    return properties;
  }

  /** Length of the file in bytes. */
  public long fileLength() {
    return fileLength;
  }

  /** Number of data blocks. */
  public int dataBlockCount() {
    return dataBlockCount;
  }

  /** Number of entries, tombstones included. */
  public long entryCount() {
    return entryCount;
  }

  /** Number of distinct user keys. */
  public long userKeyCount() {
    return userKeyCount;
  }

  /** Number of entries of kind {@link EntryKind#DELETE}. */
  public long tombstoneCount() {
    return tombstoneCount;
  }

  /** Smallest sequence number of any entry. */
  public long smallestSequence() {
    return smallestSequence;
  }

  /** Largest sequence number of any entry. */
  public long largestSequence() {
    return largestSequence;
  }

  /** The first entry's user key; shared, not to be changed. */
  public byte[] smallestKey() {
    return smallestKey;
  }

  /** The last entry's user key; shared, not to be changed. */
  public byte[] largestKey() {
    return largestKey;
  }

  /** The number that the table was given when it was created. */
  public long number() {
    return number;
  }

  /**
   * CRC-32C over the checksums of all data blocks, the filter and the index, in this order: it
   * tells tables apart that are otherwise alike.
   */
  public int checksum() {
    return checksum;
  }
}
