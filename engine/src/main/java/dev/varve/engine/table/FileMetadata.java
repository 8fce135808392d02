package dev.varve.engine.table;

import dev.varve.io.FileNames;
import java.util.Arrays;

/**
 * What the manifest knows of one SSTable.
 *
 * @param number names the file; larger is newer; unique in a directory for ever
 * @param fileBytes length of the file
 * @param entryCount entries, tombstones and old versions included
 * @param tombstoneCount entries that are tombstones
 * @param smallest least user key; not to be changed
 * @param largest greatest user key; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // equality goes by number, and nobody changes the keys
public record FileMetadata(
    long number,
    long fileBytes,
    long entryCount,
    long tombstoneCount,
    byte[] smallest,
    byte[] largest) {
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
