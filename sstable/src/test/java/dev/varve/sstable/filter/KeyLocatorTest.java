package dev.varve.sstable.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.ByteWriter;
import dev.varve.sstable.block.MalformedBlockException;
import dev.varve.testing.FormatPage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class KeyLocatorTest {
  private record Location(int block, int entry) {}

  private static ByteWriter encode(Map<Long, Location> keys) {
    FilterBuilder builder = new FilterBuilder(10, true);
    keys.forEach((hash, location) -> builder.add(hash, location.block(), location.entry()));
    ByteWriter out = new ByteWriter(64);
    out.putByte(0);
    builder.finish(out);
    assertEquals(builder.estimatedBytes(), out.length() - 1);
    return out;
  }

  private static KeyLocator read(ByteWriter filter) {
    assertTrue(KeyLocator.isAt(filter.segment(), 1, filter.length() - 1));
    return new KeyLocator(filter.segment(), 1, filter.length() - 1);
  }

  /** How many slots match, and whether one of them has the location. */
  private static int matches(KeyLocator locator, long hash, Location location) {
    int found = 0;
    boolean right = location == null;
    long line = locator.line(hash);
    for (int looked = 0; looked < locator.lineCount(); looked++) {
      for (long slots = locator.matches(line, hash); slots != 0; slots &= slots - 1) {
        int slot = locator.slot(line, slots);
        right |= new Location(locator.block(slot), locator.entry(slot)).equals(location);
        found++;
      }
      if (!locator.isFull(line)) {
        break;
      }
      line = locator.lineAfter(line);
    }
    assertTrue(right, "the location is lost");
    return found;
  }

  @Property(tries = 200)
  void everyKeyIsFoundAtItsLocation(
      @ForAll long seed,
      @ForAll @IntRange(max = 2_000) int count,
      @ForAll @IntRange(max = 14) int blockBits,
      @ForAll @IntRange(max = 10) int entryBits,
      @ForAll @IntRange(min = 1, max = 64) int hashBits) {
    Random random = new Random(seed);
    Map<Long, Location> keys = new HashMap<>();
    for (int key = 0; key < count; key++) {
      // Few bits in the upper half crowd the lines, few in the lower the tags.
      long hash = random.nextLong() & -1L >>> (Long.SIZE - hashBits);
      keys.put(
          Long.rotateLeft(hash, random.nextInt(2) * Integer.SIZE),
          new Location(random.nextInt(1 << blockBits), random.nextInt(1 << entryBits)));
    }
    KeyLocator locator = read(encode(keys));
    keys.forEach((hash, location) -> assertTrue(matches(locator, hash, location) > 0));
  }

  @Test
  void fewAbsentKeysMatch() {
    Random random = new Random(1);
    Map<Long, Location> keys = new HashMap<>();
    for (int key = 0; key < 100_000; key++) {
      keys.put(random.nextLong(), new Location(random.nextInt(1 << 14), random.nextInt(64)));
    }
    KeyLocator locator = read(encode(keys));
    int matches = 0;
    for (int probe = 0; probe < 100_000; probe++) {
      matches += matches(locator, random.nextLong(), null);
    }
    // Tags of 12 bits, some 15 slots looked at, more behind full lines.
    assertTrue(matches < 100_000 * 30.0 / (1 << 12), matches + " matches");
  }

  @Test
  void placesThatTakeTooManyBitsGiveABloomFilter() {
    FilterBuilder builder = new FilterBuilder(10, true);
    builder.add(1, 1 << 15, 0);
    builder.add(2, 0, 1 << 9);
    ByteWriter out = new ByteWriter(64);
    builder.finish(out);
    assertFalse(KeyLocator.isAt(out.segment(), 0, out.length()));
    assertTrue(new BlockedBloomFilter(out.segment(), 0, out.length()).mayContain(1));

    FilterBuilder beyond = new FilterBuilder(10, true);
    beyond.add(1, 0, 1 << 12);
    out.clear();
    beyond.finish(out);
    assertFalse(KeyLocator.isAt(out.segment(), 0, out.length()));
  }

  @Test
  void thePageShowsWhatTheBuilderWrites() throws IOException {
    FilterBuilder builder = new FilterBuilder(10, true);
    builder.add(0x0000_0000_9234_5678L, 0, 0);
    builder.add(0x8000_0000_0000_0000L, 2, 5);
    ByteWriter out = new ByteWriter(64);
    builder.finish(out);
    assertArrayEquals(
        FormatPage.example("key-locator.md"), Arrays.copyOf(out.array(), out.length()));
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    byte[] right = FormatPage.example("key-locator.md");
    new KeyLocator(MemorySegment.ofArray(right), 0, right.length);
    for (int at : new int[] {64, 65, 69, 70}) {
      byte[] wrong = right.clone();
      wrong[at] = 77;
      assertThrows(
          MalformedBlockException.class,
          () -> new KeyLocator(MemorySegment.ofArray(wrong), 0, wrong.length));
    }
  }
}
