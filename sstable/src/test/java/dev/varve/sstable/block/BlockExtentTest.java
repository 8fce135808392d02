package dev.varve.sstable.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.ByteWriter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What a builder says of a block's length, against the block. */
class BlockExtentTest {
  @Property(tries = 300)
  void blocksAreAsLongAsForetold(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 100) int count,
      @ForAll @IntRange(max = 20) int keyLengths,
      @ForAll @IntRange(max = 300) int valueLengths,
      @ForAll boolean wordsAreWhole) {
    Random random = new Random(seed);
    TreeSet<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
    while (keys.size() < count) {
      byte[] key = new byte[(wordsAreWhole ? 16 : 3) + random.nextInt(keyLengths + 1)];
      for (int at = 0; at < key.length; at++) {
        key[at] = (byte) random.nextInt(at < 8 ? 6 : 256);
      }
      keys.add(key);
    }
    BlockBuilder builder = new BlockBuilder();
    for (byte[] key : keys) {
      MemorySegment segment = MemorySegment.ofArray(key);
      int shared = builder.sharedWithLast(segment, 0, key.length);
      byte kind = (byte) (1 + random.nextInt(2));
      long sequence = random.nextLong() >>> (8 + random.nextInt(56));
      int valueLength = 50 + random.nextInt(valueLengths + 1);
      MemorySegment value = MemorySegment.ofArray(new byte[valueLength]);
      long foretold = builder.contentBytesWith(key.length, shared, sequence, kind, valueLength);
      builder.add(segment, 0, key.length, shared, sequence, kind, value, 0, valueLength);
      assertEquals(foretold, builder.contentBytes());
    }
    long foretold = builder.contentBytes();
    ByteWriter out = new ByteWriter(64);
    builder.finish(out);
    assertTrue(out.length() <= foretold, out.length() + ", foretold " + foretold);
    if (wordsAreWhole) {
      assertEquals(foretold, out.length());
    } else {
      assertTrue(foretold - out.length() <= 10L * count, out.length() + " of " + foretold);
    }
  }
}
