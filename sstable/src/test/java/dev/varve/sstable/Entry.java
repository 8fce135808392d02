package dev.varve.sstable;

import dev.varve.io.Bytes;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;

/** One entry of the model; equality is that of the bytes. */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into the arrays
record Entry(byte[] key, long sequence, EntryKind kind, byte[] value) {
  static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::key, Arrays::compareUnsigned)
          .thenComparing(Entry::sequence, Comparator.reverseOrder());

  static Entry put(String key, long sequence, String value) {
    return new Entry(utf8(key), sequence, EntryKind.PUT, utf8(value));
  }

  static Entry delete(String key, long sequence) {
    return new Entry(utf8(key), sequence, EntryKind.DELETE, new byte[0]);
  }

  /** Sorts before or at every entry that a seek for the same arguments must not skip. */
  static Entry target(byte[] key, long sequence) {
    return new Entry(key, sequence, EntryKind.PUT, new byte[0]);
  }

  static byte[] utf8(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  static Entry of(SSTableCursor cursor) throws IOException {
    byte[] value = new byte[cursor.valueLength()];
    cursor.copyValue(value);
    byte[] key = new byte[cursor.keyLength()];
    cursor.copyKey(key);
    if (Bytes.compare(key, cursor.keySegment(), cursor.keyOffset(), key.length) != 0
        || Bytes.prefix(key, 0) != cursor.prefix()) {
      throw new AssertionError("a key differs from itself: " + Arrays.toString(key));
    }
    byte[] sameKey = new byte[key.length + 1];
    byte[] sameValue = new byte[value.length + 1];
    cursor.copyEntry(sameKey, sameValue);
    if (!Arrays.equals(key, Arrays.copyOf(sameKey, key.length))
        || !Arrays.equals(value, Arrays.copyOf(sameValue, value.length))) {
      throw new AssertionError("an entry differs from itself: " + Arrays.toString(key));
    }
    return new Entry(key, cursor.sequence(), cursor.kind(), value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Entry entry
        && Arrays.equals(key, entry.key)
        && sequence == entry.sequence
        && kind == entry.kind
        && Arrays.equals(value, entry.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key) * 31 + Long.hashCode(sequence);
  }

  @Override
  public String toString() {
    String hex = HexFormat.of().formatHex(key, 0, Math.min(40, key.length));
    return hex + "(" + key.length + ")@" + sequence + " " + kind + " " + value.length + " bytes";
  }
}
