package dev.varve.tools;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.tools.format.TableKey;
import dev.varve.tools.transfer.BrokenLine;
import dev.varve.tools.transfer.ImportFiles;
import dev.varve.tools.transfer.Importer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Put the items of files into a table.",
      "The format is told by the content, compressed with gzip or zstd or plain:",
      "  lines or documents of DynamoDB JSON, {\"Item\":{...}} or the items alone; plain JSON, objects on lines or in an"
          + " array; Ion, text or binary; CSV whose first line names the attributes; outputs of the AWS CLI (scan, query,"
          + " get-item, batch-get-item); requests of BatchWriteItem; models of NoSQL Workbench; folders of exports to S3,"
          + " full or incremental, in JSON or Ion.",
      "All files are checked first: if anything in them is broken, nothing is written, unless --skip-broken is given. A"
          + " table that does not exist is created when --partition-key is given, or a model tells the key."
    })
final class ImportCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;
  @Mixin private TableOptions tableOptions;

  @Option(
      names = "--skip-broken",
      description = "Import the good lines and report the broken ones.")
  private boolean skipBroken;

  @Parameters(index = "0", paramLabel = "TABLE", description = "The name of the table.")
  private String table;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "What to import: files, pipes, folders of exports; - is standard input.")
  private List<Path> files;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    Optional<TableDefinition> options = tableOptions.definition(table, spec.commandLine());
    try (ImportFiles input = ImportFiles.open(files, System.in)) {
      // Before the table, or even the directory, is created, the files are checked.
      if (!database.exists()) {
        TableDefinition definition = definition(options, input);
        Importer importer = new Importer(input, definition);
        if (!checked(importer, input.sizeBytes())) {
          return FAILED;
        }
        try (Varve varve = database.openOrCreate()) {
          varve.createTable(definition);
          return load(varve, importer, input.sizeBytes());
        }
      }
      try (Varve varve = database.open()) {
        boolean tableExists = varve.listTables().contains(table);
        TableDefinition definition =
            tableExists
                ? present(varve.tableDefinition(table), options)
                : definition(options, input);
        Importer importer = new Importer(input, definition);
        if (!checked(importer, input.sizeBytes())) {
          return FAILED;
        }
        if (!tableExists) {
          varve.createTable(definition);
        }
        return load(varve, importer, input.sizeBytes());
      }
    }
  }

  private boolean checked(Importer importer, long bytes) throws IOException {
    boolean canLoad;
    if (skipBroken) {
      canLoad = importer.survey();
    } else {
      try (Progress progress = Progress.ofBytes("check", bytes)) {
        canLoad = importer.check(progress);
      }
    }
    if (!canLoad) {
      report(importer);
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "imported nothing into %s: %s, %,d good ones%n",
              table,
              broken(importer),
              importer.itemCount());
    }
    return canLoad;
  }

  /** How much is broken. */
  private static String broken(Importer importer) {
    String lines = String.format(Locale.ROOT, "%,d broken lines", importer.brokenCount());
    return importer.brokenFileCount() == 0
        ? lines
        : String.format(Locale.ROOT, "%,d broken files, %s", importer.brokenFileCount(), lines);
  }

  private int load(Varve varve, Importer importer, long bytes) throws IOException {
    long started = System.nanoTime();
    try (Progress progress = Progress.ofBytes("import " + table, bytes)) {
      importer.load(varve, progress);
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    report(importer);
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "imported %,d items into %s in %.1f s%s; %s; the table holds %s now%n",
            importer.itemCount(),
            table,
            seconds,
            importer.deleteCount() == 0
                ? ""
                : String.format(Locale.ROOT, "; %,d deleted", importer.deleteCount()),
            broken(importer),
            TableText.items(varve.overview(table)));
    boolean linesAreAsAskedFor = importer.brokenCount() == 0 || skipBroken;
    return linesAreAsAskedFor && importer.brokenFileCount() == 0 ? 0 : FAILED;
  }

  private void report(Importer importer) {
    PrintWriter err = spec.commandLine().getErr();
    for (BrokenLine line : importer.brokenLines()) {
      err.println(line);
    }
    long more = importer.unnamedCount();
    if (more > 0) {
      err.printf(Locale.ROOT, "... and %,d more broken lines%n", more);
    }
  }

  /** What the table that does not exist yet is to be: as the options say, or as the files do. */
  private TableDefinition definition(Optional<TableDefinition> options, ImportFiles input)
      throws IOException, CommandFailedException {
    if (options.isPresent()) {
      return options.get();
    }
    TableKey key =
        input
            .key(table)
            .orElseThrow(() ->
                new CommandFailedException(
                    "there is no table " + table + "; give --partition-key to create it"));
    return new TableDefinition(
        table, key.partitionKey(), key.sortKey(), List.of(), OptionalInt.empty());
  }

  private static TableKey key(TableDefinition definition) {
    return new TableKey(definition.partitionKey(), definition.sortKey());
  }

  /** The table as it is, whose key the options, if given, must not contradict. */
  private TableDefinition present(TableDefinition present, Optional<TableDefinition> options)
      throws CommandFailedException {
    if (options.isPresent() && !key(options.get()).equals(key(present))) {
      throw new CommandFailedException(
          "the table exists with another key: " + TableText.describe(present));
    }
    OptionalInt wanted = options.map(TableDefinition::partitions).orElse(OptionalInt.empty());
    if (wanted.isPresent() && !wanted.equals(present.partitions())) {
      spec.commandLine()
          .getErr()
          .println(
              "--partitions "
                  + wanted.getAsInt()
                  + " is passed over: the table exists already, "
                  + TableText.describe(present));
    }
    return present;
  }
}
