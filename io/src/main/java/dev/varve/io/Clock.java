package dev.varve.io;

/** Time, read in one place. Thread-safe. */
public interface Clock {
  /** The machine's clock. */
  Clock SYSTEM =
      new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public long epochMillis() {
          return System.currentTimeMillis();
        }
      };

  /** A monotonic reading in nanoseconds; only differences mean something. */
  long nanoTime();

  /** Wall-clock time in milliseconds since 1970-01-01T00:00Z. */
  long epochMillis();
}
