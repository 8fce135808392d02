package dev.varve.watch;

import dev.varve.dynamodb.Varve;
import dev.varve.io.FileSystem;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Something that must be well for requests to be answered. */
public interface ReadinessCheck {
  /** What is looked at, in a word. */
  String name();

  /** What is wrong, in words; empty if nothing is. Throws nothing. */
  Optional<String> problem();

  /** All of these databases are open, and their logs take writes and sync them. */
  static ReadinessCheck databasesOpen(Supplier<? extends Collection<Varve>> databases) {
    return new DatabasesOpen(databases);
  }

  /** A file can be created, written, synced and deleted in this directory. */
  static ReadinessCheck diskWritable(FileSystem files, Path directory) {
    return new DiskWritable(files, directory);
  }
}
