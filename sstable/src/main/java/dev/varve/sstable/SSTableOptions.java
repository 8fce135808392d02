package dev.varve.sstable;

/**
 * How a table is written. Readers need none of it: the file says it all.
 *
 * @param blockBytes size at which a data block is closed, before compression: 64 to 1,048,576. An
 *     entry larger than that gets a block of its own. Smaller blocks read less per get, larger ones
 *     compress better and need a smaller index.
 * @param compression how data blocks are stored
 * @param filterBitsPerKey size of the filter per distinct user key: 0 (no filter) to 32. 10 lets
 *     about 1 in 100 absent keys through.
 * @param keyLocator whether the filter is a key locator, which also tells where each key is: a get
 *     waits for fewer cache lines, and the locator takes some 40 bits per key, whatever {@code
 *     filterBitsPerKey} says. For tables in which most gets end, such as those of the last level.
 */
public record SSTableOptions(
    int blockBytes, Compression compression, int filterBitsPerKey, boolean keyLocator) {

  /** Blocks of 4 KiB, no compression, 10 filter bits per key, no key locator. */
  public static final SSTableOptions DEFAULTS =
      new SSTableOptions(4096, Compression.NONE, 10, false);

  /** Checks the bounds. */
  public SSTableOptions {
    require(blockBytes, 64, 1 << 20, "blockBytes");
    require(filterBitsPerKey, 0, 32, "filterBitsPerKey");
    if (compression == null) {
      throw new IllegalArgumentException("compression is null");
    }
  }

  /** The same with another block size. */
  public SSTableOptions withBlockBytes(int bytes) {
    return new SSTableOptions(bytes, compression, filterBitsPerKey, keyLocator);
  }

  /** The same with another compression. */
  public SSTableOptions withCompression(Compression other) {
    return new SSTableOptions(blockBytes, other, filterBitsPerKey, keyLocator);
  }

  /** The same with another filter size. */
  public SSTableOptions withFilterBitsPerKey(int bits) {
    return new SSTableOptions(blockBytes, compression, bits, keyLocator);
  }

  /** The same with a key locator or without one. */
  public SSTableOptions withKeyLocator(boolean locator) {
    return new SSTableOptions(blockBytes, compression, filterBitsPerKey, locator);
  }

  private static void require(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + most + ", not " + value);
    }
  }
}
