package dev.varve.sstable;

/**
 * Limits and order of internal keys. An internal key is a user key, a sequence number and a kind;
 * internal keys sort by user key ascending (unsigned bytes, a prefix before its extensions), then
 * by sequence number descending, so that the newest entry of a user key comes first. The kind takes
 * no part: no two entries of one user key have the same sequence number.
 */
public final class InternalKey {
  /** Longest user key in bytes; the shortest has one. */
  public static final int MAX_USER_KEY_LENGTH = 65_535;

  /** Longest value in bytes. */
  public static final int MAX_VALUE_LENGTH = 1 << 26;

  /** Largest sequence number: 56 bits. As a snapshot it sees everything. */
  public static final long MAX_SEQUENCE = (1L << 56) - 1;

  private InternalKey() {}
}
