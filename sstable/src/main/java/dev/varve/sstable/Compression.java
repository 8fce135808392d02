package dev.varve.sstable;

/** How a table's data blocks are stored. */
public enum Compression {
  /** As they are: point reads work in place, on the mapping. */
  NONE,
  /**
   * LZ4, block by block; a block that would shrink by less than an eighth is stored as it is. A
   * read decompresses one block, about half a microsecond for 4 KiB.
   */
  LZ4
}
