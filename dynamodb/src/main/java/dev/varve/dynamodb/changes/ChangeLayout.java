package dev.varve.dynamodb.changes;

import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.Bytes;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.io.Varints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The keys and values of a log of changes; the page is {@code docs/formats/change.md}.
 *
 * <pre>
 *  key   0                      8
 *        +----------------------+
 *        | sequence number, u64 |  big-endian; the engine writes it
 *        +----------------------+
 *
 *  value 0            1          2               10
 *        +------------+----------+---------------+--------------------+-----------------------+--
 *        | version u8 | flags u8 | created, u64  | key length, varint | before length, varint | ...
 *        +------------+----------+---------------+--------------------+-----------------------+--
 *          the last only if there is an item before; key, item before and item after follow
 * </pre>
 */
final class ChangeLayout {
  /** The format version that this release writes, and the only one it reads. */
  static final int VERSION = 1;

  /** What all keys begin with, before the number. */
  static final byte[] KEY_PREFIX = {};

  /** Bytes of a value's head, at most. */
  private static final int MAX_HEAD_BYTES = 2 + Long.BYTES + 2 * Varints.MAX_INT_LENGTH;

  // Flags. Stored: never renumber.
  private static final int KIND_MASK = 3;
  private static final int INSERT = 1;
  private static final int MODIFY = 2;
  private static final int REMOVE = 3;
  private static final int BY_SERVICE = 4;
  private static final int HAS_BEFORE = 8;
  private static final int HAS_AFTER = 16;
  private static final int ALL_FLAGS = KIND_MASK | BY_SERVICE | HAS_BEFORE | HAS_AFTER;

  private ChangeLayout() {}

  /** The key of the change with a number. */
  static byte[] key(long sequence) {
    return ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
  }

  /** How many bytes a change takes in a batch at most, beside what the engine adds. */
  static int maxBytes(byte[] key, byte[] before, byte[] after) {
    return Long.BYTES + MAX_HEAD_BYTES + key.length + length(before) + length(after);
  }

  private static int length(byte[] image) {
    return image == null ? 0 : image.length;
  }

  /** The value up to the change's key, which follows with the images. */
  static byte[] head(
      Change.Kind kind,
      boolean byService,
      long createdMillis,
      byte[] key,
      byte[] before,
      byte[] after) {
    int flags =
        kindCode(kind)
            | (byService ? BY_SERVICE : 0)
            | (before != null ? HAS_BEFORE : 0)
            | (after != null ? HAS_AFTER : 0);
    ByteWriter head =
        new ByteWriter(MAX_HEAD_BYTES)
            .putByte(VERSION)
            .putByte(flags)
            .putLong(createdMillis)
            .putVarint(key.length);
    if (before != null) {
      head.putVarint(before.length);
    }
    return head.toByteArray();
  }

  private static int kindCode(Change.Kind kind) {
    return switch (kind) {
      case INSERT -> INSERT;
      case MODIFY -> MODIFY;
      case REMOVE -> REMOVE;
    };
  }

  /**
   * Reads a change.
   *
   * @param database where it is, for error messages
   * @throws UnsupportedFormatException if a newer release wrote it
   * @throws CorruptionException if the bytes are no change
   */
  static Change decode(byte[] logKey, byte[] value, Path database) throws IOException {
    if (logKey.length != Long.BYTES) {
      throw new CorruptionException(
          "key of a change", database, 0, Long.BYTES + " bytes", Integer.toString(logKey.length));
    }
    return decode(Bytes.prefix(logKey, 0), value, database);
  }

  /** Reads the change with a number, as above. */
  static Change decode(long sequence, byte[] value, Path database) throws IOException {
    ByteReader in = new ByteReader("change", value, database, 0);
    int version = in.getByte();
    if (version == 0) {
      throw in.corrupt("a format version", "0");
    }
    if (version > VERSION) {
      throw new UnsupportedFormatException(database, "change of format version " + version);
    }
    int flags = in.getByte();
    if ((flags & ~ALL_FLAGS) != 0) {
      throw in.corrupt("known flags", Integer.toBinaryString(flags));
    }
    Change.Kind kind = kind(in, flags);
    long created = in.getLong();
    int keyLength = in.getVarintInt();
    int beforeLength = (flags & HAS_BEFORE) == 0 ? 0 : in.getVarintInt();
    byte[] key = in.getBytes(keyLength);
    byte[] before = (flags & HAS_BEFORE) == 0 ? null : in.getBytes(beforeLength);
    byte[] after = (flags & HAS_AFTER) == 0 ? null : in.getBytes(in.remaining());
    if ((kind == Change.Kind.INSERT && before != null)
        || (kind == Change.Kind.REMOVE && after != null)) {
      throw in.corrupt("no item before an INSERT and after a REMOVE", "one");
    }
    if (in.remaining() > 0) {
      throw in.corrupt("the end of the change", in.remaining() + " more bytes");
    }
    return new Change(sequence, kind, (flags & BY_SERVICE) != 0, created, key, before, after);
  }

  private static Change.Kind kind(ByteReader in, int flags) throws CorruptionException {
    return switch (flags & KIND_MASK) {
      case INSERT -> Change.Kind.INSERT;
      case MODIFY -> Change.Kind.MODIFY;
      case REMOVE -> Change.Kind.REMOVE;
      default -> throw in.corrupt("a kind of change", "0");
    };
  }
}
