package dev.varve.bench.cities;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;

/** Writes latency distributions as HdrHistogram's own tools read them: {@code .hgrm} files. */
final class LatencyFiles {
  /** Lines of a file for each halving of the distance to 100 percent. */
  private static final int TICKS_PER_HALF_DISTANCE = 5;

  private static final double NANOS_PER_MICRO = 1_000;

  private LatencyFiles() {}

  /** Writes a distribution in microseconds; replaces a file of that name, makes its folder. */
  static void write(Path file, Histogram nanos) throws IOException {
    Files.createDirectories(file.getParent());
    try (PrintStream out =
        new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
      nanos.outputPercentileDistribution(out, TICKS_PER_HALF_DISTANCE, NANOS_PER_MICRO);
      if (out.checkError()) { // a PrintStream keeps its errors to itself
        throw new IOException("cannot write " + file);
      }
    }
  }
}
