package dev.varve.dynamodb.token;

import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The keys and values of tokens; the page is {@code docs/formats/token.md}.
 *
 * <pre>
 *  key   0                4         5
 *        +----------------+---------+---------------+
 *        | period, u32 BE | kind u8 | token, UTF-8  |
 *        +----------------+---------+---------------+
 *
 *  value 0            1                   9                   41
 *        +------------+-------------------+-------------------+----------------------------+--
 *        | version u8 | finished, u64     | digest, 32 bytes  | len | table | units, varint| ...
 *        +------------+-------------------+-------------------+----------------------------+--
 * </pre>
 */
final class TokenLayout {
  /** The format version of the values that this release writes. */
  static final int VERSION = 1;

  /** Bytes of a digest. */
  static final int DIGEST_BYTES = 32;

  private TokenLayout() {}

  /**
   * The key of a token.
   *
   * @param period in which its request finished
   * @param space whose token it is
   */
  static byte[] key(long period, TokenSpace space, String token) {
    return begin(period).putByte(space.code()).putBytes(Utf8.encode(token)).toByteArray();
  }

  /** A key that is not larger than any of a period, and larger than all of earlier ones. */
  static byte[] firstKey(long period) {
    return begin(period).toByteArray();
  }

  private static ByteWriter begin(long period) {
    // Of a clock that went mad, too, the keys stand in some order.
    return new ByteWriter(48).putInt(Integer.reverseBytes((int) period));
  }

  static byte[] encode(TokenRecord record) {
    ByteWriter out =
        new ByteWriter(64)
            .putByte(VERSION)
            .putLong(record.finishedMillis())
            .putBytes(record.digest());
    record
        .readUnits()
        .forEach((table, units) -> out.putLengthPrefixed(Utf8.encode(table)).putVarint(units));
    return out.toByteArray();
  }

  /**
   * Reads a value.
   *
   * @param database where it is, for error messages
   * @throws UnsupportedFormatException if a newer release wrote it
   * @throws dev.varve.io.CorruptionException if the bytes are no value
   */
  static TokenRecord decode(byte[] value, Path database) throws IOException {
    ByteReader in = new ByteReader("request token", value, database, 0);
    int version = in.getByte();
    if (version == 0) {
      throw in.corrupt("a format version", "0");
    }
    if (version > VERSION) {
      throw new UnsupportedFormatException(database, "request token of format version " + version);
    }
    long finishedMillis = in.getLong();
    byte[] digest = in.getBytes(DIGEST_BYTES);
    Map<String, Long> readUnits = new LinkedHashMap<>();
    while (in.remaining() > 0) {
      String table = new String(in.getLengthPrefixed(), StandardCharsets.UTF_8);
      long units = in.getVarint();
      if (units < 0 || readUnits.put(table, units) != null) {
        throw in.corrupt("units of each table once", table + ": " + units);
      }
    }
    return new TokenRecord(finishedMillis, digest, readUnits);
  }
}
