package dev.varve.dynamodb.changes;

import dev.varve.dynamodb.codec.HistoryKey;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The keys of a history, and its time; the page is {@code docs/formats/change.md}. The values of
 * changes are those of {@link ChangeLayout}, without a key.
 *
 * <pre>
 *  key   0                              n                      n+8
 *        +------------------------------+----------------------+
 *        | item's engine key, delimited | sequence number, u64 |  big-endian; the engine writes it
 *        +------------------------------+----------------------+
 * </pre>
 */
final class HistoryLayout {
  /** The format version of the time that this release writes, and the only one it reads. */
  private static final int VERSION = 1;

  /** Key of the time of the newest change. Smaller than those of changes. */
  static final byte[] NEWEST_KEY = {0};

  /** Not larger than the key of any change: a zero byte in one is followed by 1 or 255. */
  static final byte[] FIRST_KEY = {0, 1};

  /** How many bytes the time of the newest change takes, with its key. */
  private static final int NEWEST_BYTES = 2 + Long.BYTES;

  /** More than the engine adds to a second entry. */
  private static final int ENTRY_BYTES = 32;

  private HistoryLayout() {}

  /** How many bytes a change and its time take in a batch at most. */
  static int maxBytes(byte[] key, byte[] before) {
    return HistoryKey.maxPrefixBytes(key.length)
        + ChangeLayout.maxBytes(new byte[0], before, null)
        + NEWEST_BYTES
        + ENTRY_BYTES;
  }

  /** The value that tells of the time of the newest change. */
  static byte[] newest(long millis) {
    return new ByteWriter(1 + Long.BYTES).putByte(VERSION).putLong(millis).toByteArray();
  }

  /**
   * Reads what {@link #newest} wrote.
   *
   * @param database where it is, for error messages
   * @throws UnsupportedFormatException if a newer release wrote it
   * @throws CorruptionException if the bytes are no such value
   */
  static long newest(byte[] value, Path database) throws IOException {
    ByteReader in = new ByteReader("time of a history", value, database, 0);
    int version = in.getByte();
    if (version == 0) {
      throw in.corrupt("a format version", "0");
    }
    if (version > VERSION) {
      throw new UnsupportedFormatException(
          database, "time of a history of format version " + version);
    }
    long millis = in.getLong();
    if (in.remaining() > 0) {
      throw in.corrupt("the end of the time", in.remaining() + " more bytes");
    }
    return millis;
  }

  /**
   * Reads a change.
   *
   * @param database where it is, for error messages
   * @throws UnsupportedFormatException if a newer release wrote it
   * @throws CorruptionException if the bytes are no change of a history
   */
  static Change decode(byte[] key, byte[] value, Path database) throws IOException {
    long sequence;
    byte[] itemKey;
    try {
      sequence = HistoryKey.sequence(key);
      itemKey = HistoryKey.itemKey(key);
    } catch (IllegalArgumentException | IndexOutOfBoundsException notSuchAKey) {
      throw new CorruptionException(
          "key of a change",
          database,
          0,
          "an item's key and a number",
          HexFormat.of().formatHex(key));
    }
    Change change = ChangeLayout.decode(sequence, value, database);
    if (change.key().length > 0 || change.after() != null) {
      throw new CorruptionException(
          "change of a history", database, 0, "neither a key nor an item after", "one of both");
    }
    return new Change(
        sequence,
        change.kind(),
        change.byService(),
        change.createdMillis(),
        itemKey,
        change.before(),
        null);
  }
}
