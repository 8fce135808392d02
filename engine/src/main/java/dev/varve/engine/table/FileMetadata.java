package dev.varve.engine.table;

import dev.varve.io.FileNames;
import dev.varve.sstable.SSTableProperties;
import java.util.Arrays;

/**
 * What the manifest knows of one SSTable.
 *
 * @param number names the file; larger is newer; unique in a directory for ever
 * @param fileBytes length of the file
 * @param entryCount entries, tombstones and old versions included
 * @param tombstoneCount entries that are tombstones
 * @param smallestSequence least sequence number of an entry
 * @param largestSequence greatest sequence number of an entry
 * @param checksum {@link SSTableProperties#checksum}
 * @param smallest least user key; not to be changed
 * @param largest greatest user key; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // equality goes by number, and nobody changes the keys
public record FileMetadata(
    long number,
    long fileBytes,
    long entryCount,
    long tombstoneCount,
    long smallestSequence,
    long largestSequence,
    int checksum,
    byte[] smallest,
    byte[] largest) {
  /** What is to be known of a table that says this of itself. */
  public static FileMetadata of(SSTableProperties properties) {
    return new FileMetadata(
        properties.number(),
        properties.fileLength(),
        properties.entryCount(),
        properties.tombstoneCount(),
        properties.smallestSequence(),
        properties.largestSequence(),
        properties.checksum(),
        properties.smallestKey(),
        properties.largestKey());
  }

  /** Whether everything known of two files is the same, and not only their number. */
  boolean isSame(FileMetadata other) {
    return number == other.number
        && fileBytes == other.fileBytes
        && entryCount == other.entryCount
        && tombstoneCount == other.tombstoneCount
        && smallestSequence == other.smallestSequence
        && largestSequence == other.largestSequence
        && checksum == other.checksum
        && Arrays.equals(smallest, other.smallest)
        && Arrays.equals(largest, other.largest);
  }

  /** As text, for the message that a table is not the one that the manifest means. */
  String describe() {
    return "table %d of %d entries, sequence numbers %d to %d, checksum 0x%08x"
        .formatted(number, entryCount, smallestSequence, largestSequence, checksum);
  }

  /** Whether the file may hold keys from {@code from} to {@code to}, both inclusive. */
  public boolean overlaps(byte[] from, byte[] to) {
    return Arrays.compareUnsigned(smallest, to) <= 0 && Arrays.compareUnsigned(from, largest) <= 0;
  }

  /** Equal numbers name equal files. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FileMetadata file && file.number == number;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(number);
  }

  @Override
  public String toString() {
    return FileNames.number(number) + ".sst (" + fileBytes + " bytes)";
  }
}
