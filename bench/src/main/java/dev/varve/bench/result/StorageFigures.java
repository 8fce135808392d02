package dev.varve.bench.result;

/**
 * What the storage of a partition, or of several together, did during the work, and how it stood at
 * the end.
 *
 * @param items items at the end
 * @param diskBytes length of the tables at the end
 * @param largestLevelBytes of these, in the largest level, whose keys are distinct
 * @param tableBytes written to tables during the work, by flushes and compactions
 * @param flushes flushes during the work
 * @param compactions compactions during the work
 * @param putBytes keys and values put since the directory was opened
 * @param storedBytes written to the log and to tables since the directory was opened
 * @param sortedRuns sorted runs that a point read may have to look into at the end
 * @param partitions how many partitions these are
 */
public record StorageFigures(
    long items,
    long diskBytes,
    long largestLevelBytes,
    long tableBytes,
    long flushes,
    long compactions,
    long putBytes,
    long storedBytes,
    long sortedRuns,
    int partitions) {
  /** Of no partition. */
  public static final StorageFigures NONE = new StorageFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Of the partitions of both. */
  public StorageFigures plus(StorageFigures other) {
    return new StorageFigures(
        items + other.items,
        diskBytes + other.diskBytes,
        largestLevelBytes + other.largestLevelBytes,
        tableBytes + other.tableBytes,
        flushes + other.flushes,
        compactions + other.compactions,
        putBytes + other.putBytes,
        storedBytes + other.storedBytes,
        sortedRuns + other.sortedRuns,
        partitions + other.partitions);
  }

  /** Bytes written to files for each byte put; not a number while nothing was. */
  public double writeAmplification() {
    return ratio(storedBytes, putBytes);
  }

  /** Sorted runs of a partition, on average. */
  public double readAmplification() {
    return ratio(sortedRuns, partitions);
  }

  /** Bytes in tables for each byte of the largest level; not a number without tables. */
  public double spaceAmplification() {
    return ratio(diskBytes, largestLevelBytes);
  }

  private static double ratio(long numerator, long denominator) {
    return denominator == 0 ? Double.NaN : (double) numerator / denominator;
  }
}
