package dev.varve.sstable;

/**
 * What an entry says about its user key. The codes are stored in SSTables, WAL batches and
 * memtables: never renumber, never reuse.
 *
 * <p>Reserved for kinds to come: 3 range tombstone, 4 merge operand, 5 put with expiry, 6 blob
 * pointer. Code 0 is never a kind, so that zeroed memory is not taken for an entry.
 */
public enum EntryKind {
  /** The key has the entry's value. */
  PUT(1),
  /** Tombstone: the key has no value; the entry's value is empty. */
  DELETE(2);

  private static final EntryKind[] BY_CODE = {null, PUT, DELETE};

  private final byte code;

  EntryKind(int code) {
    this.code = (byte) code;
  }

  /** The stored form, 1 to 127. */
  public byte code() {
    return code;
  }

  /**
   * The kind with a stored code.
   *
   * @return the kind, or {@code null} if this release knows none with that code
   */
  public static EntryKind ofCode(int code) {
    return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
