package dev.varve.dynamodb.codec;

/**
 * Where the parts of an engine key lie; the page is {@code docs/formats/key.md}.
 *
 * <pre>
 *  0                16       18               18+n
 *  +----------------+--------+----------------+----------+
 *  | hash, 16 bytes | n, u16 | partition key, | sort key |   n is big-endian, so that keys sort by it
 *  |                |        | n bytes        |          |
 *  +----------------+--------+----------------+----------+
 * </pre>
 */
final class KeyLayout {
  /** Offset of the length of the partition key. */
  static final int LENGTH_OFFSET = Hash128.BYTES;

  /** Offset of the partition key. */
  static final int PARTITION_KEY_OFFSET = LENGTH_OFFSET + Short.BYTES;

  private KeyLayout() {}

  /** The length of the partition key inside {@code key}. */
  static int partitionKeyLength(byte[] key) {
    return ((key[LENGTH_OFFSET] & 0xFF) << 8) | (key[LENGTH_OFFSET + 1] & 0xFF);
  }

  static void setPartitionKeyLength(byte[] key, int length) {
    key[LENGTH_OFFSET] = (byte) (length >>> 8);
    key[LENGTH_OFFSET + 1] = (byte) length;
  }

  /** Offset of the sort key inside {@code key}; the key's length if there is none. */
  static int sortKeyOffset(byte[] key) {
    return PARTITION_KEY_OFFSET + partitionKeyLength(key);
  }
}
