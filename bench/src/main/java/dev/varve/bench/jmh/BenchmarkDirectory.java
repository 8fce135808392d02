package dev.varve.bench.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Directories for data: fresh ones below {@code varve.bench.dir}, or below the system's temporary
 * directory.
 */
final class BenchmarkDirectory {
  private BenchmarkDirectory() {}

  static Path create() throws IOException {
    String parent = System.getProperty("varve.bench.dir");
    return parent == null
        ? Files.createTempDirectory("varve-bench-")
        : Files.createTempDirectory(Path.of(parent), "varve-bench-");
  }
}
