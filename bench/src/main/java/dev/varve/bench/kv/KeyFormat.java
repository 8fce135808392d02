package dev.varve.bench.kv;

/** How a key's number becomes bytes; what is left of the key's length is filled with '0'. */
public enum KeyFormat {
  /** 8 bytes, big-endian: as RocksDB's db_bench does. */
  BINARY(8),
  /** 16 decimal digits: as LevelDB's db_bench does. The first 8 bytes are alike in all keys. */
  DECIMAL(16);

  private final int minBytes;

  KeyFormat(int minBytes) {
    this.minBytes = minBytes;
  }

  /** The shortest key that holds the number. */
  public int minBytes() {
    return minBytes;
  }
}
