package dev.varve.dynamodb.transfer;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/** Counts what an export writes, and ends it early when it has to. For one thread. */
final class ExportTally {
  private static final int ITEMS_PER_LOOK = 256;

  private final BooleanSupplier stopped;
  private long items;
  private long bytes;

  /**
   * A tally of nothing.
   *
   * @param stopped whether to end early
   */
  ExportTally(BooleanSupplier stopped) {
    this.stopped = stopped;
  }

  /**
   * An item has been written.
   *
   * @param sizeBytes of what was written of it, as the service counts it
   * @throws StoppedException if that was the last for now
   */
  void add(long sizeBytes) throws IOException {
    bytes += sizeBytes;
    if (++items % ITEMS_PER_LOOK == 0 && stopped.getAsBoolean()) {
      throw new StoppedException();
    }
  }

  long items() {
    return items;
  }

  long bytes() {
    return bytes;
  }
}
