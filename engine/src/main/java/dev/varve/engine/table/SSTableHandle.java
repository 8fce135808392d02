package dev.varve.engine.table;

import dev.varve.engine.pin.RefCounted;
import dev.varve.io.Bytes;
import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.io.FileSystem;
import dev.varve.sstable.Lookup;
import dev.varve.sstable.SSTableReader;
import dev.varve.sstable.TableReading;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An open SSTable, held by every version that lists it. The last holder closes it, and deletes its
 * file if no version lists it any more.
 */
public final class SSTableHandle extends RefCounted {
  private final FileSystem files;
  private final Path path;
  private final FileMetadata metadata;
  private final SSTableReader reader;
  private final long smallestPrefix;
  private final long largestPrefix;
  private final boolean shared;

  /** Set once the table is obsolete. */
  private volatile Removal removal;

  private SSTableHandle(
      FileSystem files, Path path, FileMetadata metadata, SSTableReader reader, KeyRange range) {
    this.files = files;
    this.path = path;
    this.metadata = metadata;
    this.reader = reader;
    smallestPrefix = Bytes.prefix(metadata.smallest(), 0);
    largestPrefix = Bytes.prefix(metadata.largest(), 0);
    shared = !range.covers(metadata.smallest(), metadata.largest());
  }

  /**
   * Opens a table and checks that it is the one that the manifest means.
   *
   * @param reading what the table shares with others
   * @param range the keys of the partition whose table it is: others that it holds are not looked
   *     at
   * @return the table, with one reference, the caller's
   * @throws CorruptionException if the file is missing or is another one
   * @throws dev.varve.io.UnsupportedFormatException if its format is newer than this release
   */
  public static SSTableHandle open(
      Env env, Path path, FileMetadata metadata, TableReading reading, KeyRange range)
      throws IOException {
    return open(env, path, metadata, reading, range, "the manifest");
  }

  /**
   * As {@link #open(Env, Path, FileMetadata, TableReading, KeyRange)}.
   *
   * @param statedBy names the manifest that has the metadata in errors: where it has lost its end,
   *     it states tables that are gone
   */
  public static SSTableHandle open(
      Env env,
      Path path,
      FileMetadata metadata,
      TableReading reading,
      KeyRange range,
      String statedBy)
      throws IOException {
    SSTableReader reader;
    try {
      reader = SSTableReader.open(env, path, metadata.fileBytes(), reading);
    } catch (NoSuchFileException missing) {
      CorruptionException corruption =
          new CorruptionException(
              "directory",
              path,
              0,
              "a table of " + metadata.fileBytes() + " bytes, as " + statedBy + " says",
              "no file");
      corruption.initCause(missing);
      throw corruption;
    }
    FileMetadata found = FileMetadata.of(reader.properties());
    if (!found.isSame(metadata)) {
      reader.close();
      throw new CorruptionException(
          "table", path, 0, "as " + statedBy + " says, " + metadata.describe(), found.describe());
    }
    return new SSTableHandle(env.files(), path, metadata, reader, range);
  }

  /** What the manifest knows of it. */
  public FileMetadata metadata() {
    return metadata;
  }

  /** The open file; usable while a reference is held. */
  public SSTableReader reader() {
    return reader;
  }

  /**
   * Whether it may hold keys that are not its partition's: others hold the same file, under another
   * name, for these.
   */
  public boolean isShared() {
    return shared;
  }

  /**
   * Entries that a merge leaves out once no snapshot needs them and nothing lies below: tombstones,
   * and all but the newest version of each key. Of a {@linkplain #isShared shared} table as many of
   * the entries as make it worth a merge that separates it.
   */
  public long garbageCount() {
    long live = metadata.entryCount() - metadata.tombstoneCount() - oldVersionCount();
    long garbage = metadata.entryCount() - Math.max(0, live);
    return shared ? Math.max(garbage, (metadata.entryCount() + 1) / 2) : garbage;
  }

  /** Entries that are not the newest of their key. */
  public long oldVersionCount() {
    return reader.properties().entryCount() - reader.properties().userKeyCount();
  }

  /** The largest sequence number of an entry. */
  public long largestSequence() {
    return reader.properties().largestSequence();
  }

  /** Whether a key lies between the table's least and greatest. */
  public boolean covers(byte[] key, long prefix) {
    return !endsBefore(key, prefix) && !startsAfter(key, prefix);
  }

  /** Whether all of the table's keys are less than a key, whose {@link Bytes#prefix} is given. */
  public boolean endsBefore(byte[] key, long prefix) {
    return largestPrefix == prefix
        ? Arrays.compareUnsigned(metadata.largest(), key) < 0
        : Long.compareUnsigned(largestPrefix, prefix) < 0;
  }

  private boolean startsAfter(byte[] key, long prefix) {
    return smallestPrefix == prefix
        ? Arrays.compareUnsigned(metadata.smallest(), key) > 0
        : Long.compareUnsigned(smallestPrefix, prefix) > 0;
  }

  /** See {@link SSTableReader#prefetch}. */
  public void prefetch(byte[] key, long hash, Lookup lookup) throws CorruptionException {
    reader.prefetch(key, hash, lookup);
  }

  /** See {@link SSTableReader#get(byte[], long, long, Lookup)}. */
  public boolean get(byte[] key, long hash, long snapshot, Lookup lookup)
      throws CorruptionException {
    return reader.get(key, hash, snapshot, lookup);
  }

  /** Is told what became of the file of an obsolete table. */
  @FunctionalInterface
  public interface Removal {
    /**
     * The file is gone, or could not be deleted.
     *
     * @param bytes the file's length
     * @param failure {@code null} if it is gone
     */
    void done(Path file, long bytes, IOException failure);
  }

  /** Says that no version lists the table any more: its file goes with the last reference. */
  public void markObsolete(Removal told) {
    removal = told;
  }

  @Override
  protected void free() {
    reader.close();
    Removal told = removal;
    if (told != null) {
      IOException failure = null;
      try {
        files.delete(path);
      } catch (IOException cause) {
        // It stays and takes up space until the next open, which deletes what no version lists. The
        // last holder may be a reader, for whom nothing has failed, and in the middle of letting go
        // of other tables.
        failure = cause;
      }
      told.done(path, metadata.fileBytes(), failure);
    }
  }

  @Override
  public String toString() {
    return metadata.toString();
  }
}
