package dev.varve.dynamodb.capacity;

import static dev.varve.dynamodb.capacity.CapacityUnits.NO_ENTRY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The published arithmetic, case by case. */
class CapacityUnitsTest {
  @ParameterizedTest(name = "{0} bytes: {1} strong, {2} eventual, {3} written")
  @CsvSource({
    // size, strong, eventual, written
    "      0,      1,      0.5,       1",
    "      1,      1,      0.5,       1",
    "   1024,      1,      0.5,       1",
    "   1025,      1,      0.5,       2",
    "   4096,      1,      0.5,       4",
    "   4097,      2,      1.0,       5",
    "   8192,      2,      1.0,       8",
    "   8193,      3,      1.5,       9",
    " 409600,    100,     50.0,     400",
    "1048576,    256,    128.0,    1024"
  })
  void unitsAreThoseBegun(long bytes, double strong, double eventual, long written) {
    assertEquals(strong, CapacityUnits.readUnits(bytes, true));
    assertEquals(eventual, CapacityUnits.readUnits(bytes, false));
    assertEquals(written, CapacityUnits.writeUnits(bytes));
  }

  @ParameterizedTest(name = "{0} to {1}, same key {2}: {3}")
  @CsvSource({
    // before, after, same key, units
    "  -1,  100, false, 1",
    "  -1, 1025, false, 2",
    "1025,   -1, false, 2",
    " 100,  100,  true, 1",
    " 100, 2049,  true, 3",
    "2049,  100,  true, 3",
    " 100,  100, false, 2",
    "2049, 1025, false, 5"
  })
  void anIndexPaysForWhatIsWrittenToIt(int before, int after, boolean sameKey, long units) {
    assertEquals(units, CapacityUnits.indexWriteUnits(before, after, sameKey));
  }

  @Property
  void aUnitHoldsItsBytesAndNoMore(@ForAll @LongRange(min = 0, max = 1L << 40) long bytes) {
    long reads = CapacityUnits.readUnits(bytes);
    assertTrue(reads * 4096 >= bytes && (reads == 1 || (reads - 1) * 4096 < bytes));
    long writes = CapacityUnits.writeUnits(bytes);
    assertTrue(writes * 1024 >= bytes && (writes == 1 || (writes - 1) * 1024 < bytes));
  }

  @Property
  void movingAnEntryCostsItsRemovalAndItsAddition(
      @ForAll @IntRange(max = 409600) int before, @ForAll @IntRange(max = 409600) int after) {
    long removal = CapacityUnits.indexWriteUnits(before, NO_ENTRY, false);
    long addition = CapacityUnits.indexWriteUnits(NO_ENTRY, after, false);
    assertEquals(removal + addition, CapacityUnits.indexWriteUnits(before, after, false));
    assertEquals(Math.max(removal, addition), CapacityUnits.indexWriteUnits(before, after, true));
  }
}
