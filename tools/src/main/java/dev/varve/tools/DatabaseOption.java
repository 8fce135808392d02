package dev.varve.tools;

import dev.varve.dynamodb.BucketFolder;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.identity.store.IdentityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that names the database, and how it is opened. */
final class DatabaseOption {
  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      required = true,
      defaultValue = "${env:VARVE_DIR}",
      converter = DirectoryConverter.class,
      description = "The directory of the database; without it, the environment's VARVE_DIR.")
  private Path directory;

  /**
   * A directory that another option names.
   *
   * @param directory null for that of the environment
   * @throws UsageException if that is not there either
   */
  static DatabaseOption of(Path directory) {
    DatabaseOption option = new DatabaseOption();
    option.directory = directory;
    if (directory == null) {
      String environment = System.getenv("VARVE_DIR");
      if (environment == null || environment.isEmpty()) {
        throw new UsageException("Missing required option: '--dir=DIR' or '--endpoint=URL'");
      }
      option.directory = Path.of(environment);
    }
    return option;
  }

  /** Whether there is anything in the directory. */
  boolean exists() throws IOException {
    if (!Files.exists(directory)) {
      return false;
    }
    if (!Files.isDirectory(directory)) {
      return true; // opening it tells what is wrong with it
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isPresent();
    }
  }

  /** Opens the database, which must exist. */
  Varve open() throws IOException {
    return open(EngineOptions.defaults().withCreateIfMissing(false));
  }

  /**
   * Opens the database, which must exist and have a table of this name: the layer's operations on
   * items do not name the table that they miss.
   */
  Varve open(String table) throws IOException {
    Varve varve = open();
    boolean found = false;
    try {
      varve.tableDefinition(table);
      found = true;
      return varve;
    } finally {
      if (!found) {
        varve.close();
      }
    }
  }

  /** Opens the database, or creates it. */
  Varve openOrCreate() throws IOException {
    return open(EngineOptions.defaults());
  }

  /** Opens the users and access keys of the database, which must exist; it may be in use. */
  IdentityStore identities() throws IOException, CommandFailedException {
    if (!isDatabase()) {
      throw new CommandFailedException("there is no database in " + directory);
    }
    return IdentityStore.open(directory);
  }

  /** Opens the users and access keys of the database, which is created if there is none. */
  IdentityStore identitiesOrCreate() throws IOException {
    if (!isDatabase()) {
      openOrCreate().close(); // a directory with keys alone would never become a database
    }
    return IdentityStore.open(directory);
  }

  private boolean isDatabase() {
    return Files.exists(directory.resolve("CURRENT"));
  }

  /** Opens the database, which must exist, to export to folders that stand for buckets. */
  Varve open(BucketFolder buckets) throws IOException {
    return Varve.open(
        directory,
        options(EngineOptions.defaults().withCreateIfMissing(false)).withBuckets(buckets));
  }

  private Varve open(EngineOptions engine) throws IOException {
    return Varve.open(directory, options(engine));
  }

  /** Commands sync once at their end; to wait for the disk at every item would help nobody. */
  private static VarveOptions options(EngineOptions engine) {
    return VarveOptions.defaults().withDurability(Durability.BUFFERED).withEngine(engine);
  }

  /** Refuses the empty text, which as a path would be the working directory. */
  static final class DirectoryConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
      if (text.isEmpty()) {
        throw new TypeConversionException("it is empty");
      }
      return Path.of(text);
    }
  }
}
