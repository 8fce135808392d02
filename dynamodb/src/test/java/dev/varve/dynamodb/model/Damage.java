package dev.varve.dynamodb.model;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Damages the files of a database that is closed. */
public final class Damage {
  private Damage() {}

  /** Changes a byte of the first block of each table of the engine; there must be one. */
  public static void tables(Path database) throws IOException {
    List<Path> files;
    try (Stream<Path> tree = Files.walk(database)) {
      files = tree.filter(file -> file.toString().endsWith(".sst")).toList();
    }
    assertFalse(files.isEmpty(), "nothing to damage");
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[3] ^= 1;
      Files.write(file, bytes);
    }
  }
}
