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

class PlaceFilterTest {
  private record Place(int block, int entry) {}

  private static ByteWriter encode(Map<Long, Place> keys) {
    FilterBuilder builder = new FilterBuilder(10, true);
    keys.forEach((hash, place) -> builder.add(hash, place.block(), place.entry()));
    ByteWriter out = new ByteWriter(64);
    out.putByte(0);
    builder.finish(out);
    assertEquals(builder.estimatedBytes(), out.length() - 1);
    return out;
  }

  private static PlaceFilter read(ByteWriter filter) {
    assertTrue(PlaceFilter.isAt(filter.segment(), 1, filter.length() - 1));
    return new PlaceFilter(filter.segment(), 1, filter.length() - 1);
  }

  /** How many slots match, and whether one of them has the place. */
  private static int matches(PlaceFilter filter, long hash, Place place) {
    int found = 0;
    boolean right = place == null;
    long line = filter.line(hash);
    for (int looked = 0; looked < filter.lineCount(); looked++) {
      for (long slots = filter.matches(line, hash); slots != 0; slots &= slots - 1) {
        int slot = filter.slot(line, slots);
        right |= new Place(filter.block(slot), filter.entry(slot)).equals(place);
        found++;
      }
      if (!filter.isFull(line)) {
        break;
      }
      line = filter.lineAfter(line);
    }
    assertTrue(right, "the place is lost");
    return found;
  }

  @Property(tries = 200)
  void everyKeyIsFoundAtItsPlace(
      @ForAll long seed,
      @ForAll @IntRange(max = 2_000) int count,
      @ForAll @IntRange(max = 14) int blockBits,
      @ForAll @IntRange(max = 10) int entryBits,
      @ForAll @IntRange(min = 1, max = 64) int hashBits) {
    Random random = new Random(seed);
    Map<Long, Place> keys = new HashMap<>();
    for (int key = 0; key < count; key++) {
      // Few bits in the upper half crowd the lines, few in the lower the tags.
      long hash = random.nextLong() & -1L >>> (Long.SIZE - hashBits);
      keys.put(
          Long.rotateLeft(hash, random.nextInt(2) * Integer.SIZE),
          new Place(random.nextInt(1 << blockBits), random.nextInt(1 << entryBits)));
    }
    PlaceFilter filter = read(encode(keys));
    keys.forEach((hash, place) -> assertTrue(matches(filter, hash, place) > 0));
  }

  @Test
  void fewAbsentKeysMatch() {
    Random random = new Random(1);
    Map<Long, Place> keys = new HashMap<>();
    for (int key = 0; key < 100_000; key++) {
      keys.put(random.nextLong(), new Place(random.nextInt(1 << 14), random.nextInt(64)));
    }
    PlaceFilter filter = read(encode(keys));
    int matches = 0;
    for (int probe = 0; probe < 100_000; probe++) {
      matches += matches(filter, random.nextLong(), null);
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
    assertFalse(PlaceFilter.isAt(out.segment(), 0, out.length()));
    assertTrue(new BlockedBloomFilter(out.segment(), 0, out.length()).mayContain(1));

    FilterBuilder beyond = new FilterBuilder(10, true);
    beyond.add(1, 0, 1 << 12);
    out.clear();
    beyond.finish(out);
    assertFalse(PlaceFilter.isAt(out.segment(), 0, out.length()));
  }

  @Test
  void thePageShowsWhatTheBuilderWrites() throws IOException {
    FilterBuilder builder = new FilterBuilder(10, true);
    builder.add(0x0000_0000_9234_5678L, 0, 0);
    builder.add(0x8000_0000_0000_0000L, 2, 5);
    ByteWriter out = new ByteWriter(64);
    builder.finish(out);
    assertArrayEquals(
        FormatPage.example("place-filter.md"), Arrays.copyOf(out.array(), out.length()));
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    byte[] right = FormatPage.example("place-filter.md");
    new PlaceFilter(MemorySegment.ofArray(right), 0, right.length);
    for (int at : new int[] {64, 65, 69, 70}) {
      byte[] wrong = right.clone();
      wrong[at] = 77;
      assertThrows(
          MalformedBlockException.class,
          () -> new PlaceFilter(MemorySegment.ofArray(wrong), 0, wrong.length));
    }
  }
}
