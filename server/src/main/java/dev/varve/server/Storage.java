package dev.varve.server;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where databases are. */
sealed interface Storage {
  /** Opens the one database. */
  Varve open(VarveOptions options) throws IOException;

  /** Opens the database of an account and a region, apart from those of others. */
  Varve open(String account, String region, VarveOptions options) throws IOException;

  /** What a person calls it. */
  String name();

  /** Where it is on a disk. */
  Optional<Path> onDisk();

  /** A directory. */
  record InDirectory(Path directory) implements Storage {
    @Override
    public Varve open(VarveOptions options) throws IOException {
      return Varve.open(directory, options);
    }

    @Override
    public Varve open(String account, String region, VarveOptions options) throws IOException {
      requireAccounts();
      return Varve.open(directory.resolve(account).resolve(region), options);
    }

    /**
     * Checks that there is no database in the directory itself.
     *
     * @throws IOException if there is something else than accounts
     */
    void requireAccounts() throws IOException {
      if (!Files.isDirectory(directory)) {
        return; // it is made, or refused, when the first database is opened
      }
      try (Stream<Path> entries = Files.list(directory)) {
        Optional<Path> other =
            entries
                .filter(path -> !path.getFileName().toString().matches("[0-9]{12}|identity"))
                .findFirst();
        if (other.isPresent()) {
          throw new IOException(
              directory
                  + ": --separate needs a directory of its own; this one has "
                  + other.get().getFileName());
        }
      }
    }

    @Override
    public Optional<Path> onDisk() {
      return Optional.of(directory);
    }

    @Override
    public String name() {
      return directory.toAbsolutePath().normalize().toString();
    }
  }

  /** Memory, which is gone with the process. */
  record InMemory(MemoryFactory factory) implements Storage {
    /** Opens empty databases in memory. */
    @FunctionalInterface
    interface MemoryFactory {
      Varve open(VarveOptions options) throws IOException;
    }

    @Override
    public Varve open(VarveOptions options) throws IOException {
      return factory.open(options);
    }

    @Override
    public Varve open(String account, String region, VarveOptions options) throws IOException {
      return factory.open(options);
    }

    @Override
    public Optional<Path> onDisk() {
      return Optional.empty();
    }

    @Override
    public String name() {
      return "in memory: gone when the server stops";
    }
  }
}
