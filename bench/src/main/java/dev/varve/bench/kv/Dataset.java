package dev.varve.bench.kv;

/**
 * Which keys a store holds, and which generations their values may have.
 *
 * @param first the least number of a present key
 * @param count numbers {@code first .. first+count-1} are present
 * @param step only every so many of these are: 1 for all, or {@value #SPARSE_STEP}
 * @param inserted keys that were inserted between present ones
 * @param minGeneration the oldest generation that a value may have
 * @param maxGeneration the newest generation that a value may have
 */
public record Dataset(
    long first, long count, int step, long inserted, int minGeneration, int maxGeneration) {
  /** One of so many keys is left after most were deleted. */
  public static final int SPARSE_STEP = 10;

  /** Keys 0 to {@code count - 1}, just written. */
  public static Dataset fresh(long count) {
    return new Dataset(0, count, 1, 0, 0, 0);
  }

  /** How many keys are present, inserted ones included. */
  public long present() {
    return (count + step - 1) / step + inserted;
  }

  boolean isDense() {
    return step == 1 && inserted == 0;
  }

  /** The same with other generations. */
  public Dataset withGenerations(int min, int max) {
    return new Dataset(first, count, step, inserted, min, max);
  }

  Dataset withInserted(long insertedNow) {
    return new Dataset(first, count, step, insertedNow, minGeneration, maxGeneration);
  }

  Dataset sparse() {
    return new Dataset(first, count, SPARSE_STEP, inserted, minGeneration, maxGeneration);
  }

  Dataset from(long firstNow) {
    return new Dataset(firstNow, count, step, inserted, minGeneration, maxGeneration);
  }
}
