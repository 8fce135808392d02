package dev.varve.dynamodb.catalog;

import dev.varve.io.ByteReader;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A record that later releases may add fields to: a format version, then fields, each a tag, a
 * length and a value; see {@code docs/formats/catalog.md}.
 *
 * <p>Whether a reader may pass over a field that it does not know is the tag's to say: tags from
 * {@value #FIRST_SKIPPABLE} on may be passed over, tags below must be understood. For one thread.
 */
public final class TaggedFields {
  /** Tags from here on may be passed over. */
  public static final int FIRST_SKIPPABLE = 64;

  private static final int MAX_NAME_BYTES = 255;

  private final String record;
  private final Path database;
  private final int length;
  private final Map<Integer, ByteReader> values = new HashMap<>();

  private TaggedFields(String record, Path database, int length) {
    this.record = record;
    this.database = database;
    this.length = length;
  }

  /** Begins a record. */
  public static ByteWriter begin(int version) {
    return new ByteWriter(64).putByte(version);
  }

  /** Appends a field. */
  public static void put(ByteWriter out, int tag, byte[] value) {
    out.putVarint(tag).putLengthPrefixed(value);
  }

  /** Appends a field with one number. */
  public static void put(ByteWriter out, int tag, long value) {
    put(out, tag, new ByteWriter(10).putVarint(value).toByteArray());
  }

  /**
   * Splits a record into its fields.
   *
   * @param record what the record is, for error messages
   * @param database where it is, for error messages
   * @param version the newest format version that is understood
   * @param known the tags that are understood
   * @throws UnsupportedFormatException if the record has a newer version, or a field that must be
   *     understood and is not
   * @throws CorruptionException if it ends within a field, or has a field twice
   */
  public static TaggedFields read(
      String record, byte[] bytes, Path database, int version, Set<Integer> known)
      throws IOException {
    ByteReader in = new ByteReader(record, bytes, database, 0);
    int found = in.getByte();
    if (found == 0) {
      throw in.corrupt("a format version", "0");
    }
    if (found > version) {
      throw new UnsupportedFormatException(database, record + " of format version " + found);
    }
    TaggedFields fields = new TaggedFields(record, database, bytes.length);
    while (in.remaining() > 0) {
      int tag = in.getVarintInt();
      if (tag < FIRST_SKIPPABLE && !known.contains(tag)) {
        throw new UnsupportedFormatException(database, "field " + tag + " in the " + record);
      }
      if (fields.values.put(tag, in.slice(in.getVarintInt())) != null) {
        throw in.corrupt("each field once", "field " + tag + " again");
      }
    }
    return fields;
  }

  /** Decodes the value of a field. */
  public interface Decoder<T> {
    /** The value that the bytes are. */
    T decode(ByteReader in) throws IOException;
  }

  /**
   * Decodes a field, if the record has it.
   *
   * @throws CorruptionException if the decoder leaves bytes of the value unread
   */
  public <T> Optional<T> find(int tag, Decoder<T> decoder) throws IOException {
    ByteReader in = values.get(tag);
    if (in == null) {
      return Optional.empty();
    }
    T value = decoder.decode(in);
    if (in.remaining() > 0) {
      throw in.corrupt("the end of field " + tag, in.remaining() + " more bytes");
    }
    return Optional.of(value);
  }

  /**
   * Decodes a field that the record must have.
   *
   * @throws CorruptionException if it is missing, or the decoder leaves bytes of it unread
   */
  public <T> T require(int tag, Decoder<T> decoder) throws IOException {
    return find(tag, decoder)
        .orElseThrow(
            () -> new CorruptionException(record, database, length, "field " + tag, "none"));
  }

  /** Decodes a name of 1 to 255 bytes of UTF-8. */
  public static String getName(ByteReader in) throws CorruptionException {
    return getName(in, MAX_NAME_BYTES);
  }

  /** Decodes a name of 1 to so many bytes of UTF-8. */
  public static String getName(ByteReader in, int maxBytes) throws CorruptionException {
    byte[] bytes = in.getBytes(in.remaining());
    String name = new String(bytes, StandardCharsets.UTF_8);
    // Bytes that are no UTF-8 become others.
    if (bytes.length < 1
        || bytes.length > maxBytes
        || !Arrays.equals(bytes, name.getBytes(StandardCharsets.UTF_8))) {
      throw in.corrupt(
          "a name of 1 to " + maxBytes + " bytes of UTF-8", HexFormat.of().formatHex(bytes));
    }
    return name;
  }
}
