package dev.varve.bench.compare;

import dev.varve.bench.kv.Dataset;
import dev.varve.bench.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the cells of a round tell each other about the data in a store's folder. */
final class DatasetNote {
  private final Path file;

  /**
   * The note beside a store's data.
   *
   * @param home the store's folder
   */
  DatasetNote(Path home) {
    this.file = home.resolve("dataset.json");
  }

  /** What the store holds, or {@code null}: it has to be filled anew then. */
  Dataset read() throws IOException {
    return Files.exists(file) ? ResultFile.parse(Files.readString(file), Dataset.class) : null;
  }

  /** Notes what the store holds. */
  void write(Dataset data) throws IOException {
    Files.writeString(file, ResultFile.line(data));
  }

  /** Before the store changes. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
