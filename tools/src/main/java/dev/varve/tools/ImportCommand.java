package dev.varve.tools;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TableDescription;
import dev.varve.dynamodb.Varve;
import dev.varve.tools.transfer.BrokenLine;
import dev.varve.tools.transfer.Importer;
import dev.varve.tools.transfer.KeyRules;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
      "Put the items of files of DynamoDB JSON export lines, {\"Item\":{...}}, gzip-compressed or plain, into a table.",
      "All lines are checked first: if one is broken, nothing is written, unless --skip-broken is given. A table that does"
          + " not exist is created when --partition-key is given."
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

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "What to import.")
  private List<Path> files;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    Optional<TableDefinition> definition = tableOptions.definition(table, spec.commandLine());
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    // Before the table, or even the directory, is created, the files are checked.
    if (!database.exists()) {
      KeyRules rules = rules(definition.orElseThrow(this::noTable));
      if (!checked(new Importer(files, rules), bytes)) {
        return FAILED;
      }
      try (Varve varve = database.openOrCreate()) {
        varve.createTable(definition.orElseThrow());
        return load(varve, new Importer(files, rules), bytes);
      }
    }
    try (Varve varve = database.open()) {
      boolean tableExists = varve.listTables().contains(table);
      KeyRules rules =
          tableExists
              ? rules(varve.describeTable(table), definition)
              : rules(definition.orElseThrow(this::noTable));
      Importer importer = new Importer(files, rules);
      if (!checked(importer, bytes)) {
        return FAILED;
      }
      if (!tableExists) {
        varve.createTable(definition.orElseThrow());
      }
      return load(varve, importer, bytes);
    }
  }

  private boolean checked(Importer importer, long bytes) throws IOException {
    if (skipBroken) {
      return true;
    }
    boolean allGood;
    try (Progress progress = Progress.ofBytes("check", bytes)) {
      allGood = importer.check(progress);
    }
    if (!allGood) {
      report(importer);
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "imported nothing into %s: %,d broken lines, %,d good ones%n",
              table,
              importer.brokenCount(),
              importer.itemCount());
    }
    return allGood;
  }

  private int load(Varve varve, Importer importer, long bytes) throws IOException {
    long started = System.nanoTime();
    try (Progress progress = Progress.ofBytes("import " + table, bytes)) {
      importer.load(varve, table, progress);
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    report(importer);
    spec.commandLine()
        .getErr()
        .printf(
            Locale.ROOT,
            "imported %,d items into %s in %.1f s; %,d broken lines; the table holds %,d items now%n",
            importer.itemCount(),
            table,
            seconds,
            importer.brokenCount(),
            varve.describeTable(table).itemCount());
    return importer.brokenCount() == 0 || skipBroken ? 0 : FAILED;
  }

  private void report(Importer importer) {
    PrintWriter err = spec.commandLine().getErr();
    for (BrokenLine line : importer.brokenLines()) {
      err.println(line);
    }
    long more = importer.brokenCount() - importer.brokenLines().size();
    if (more > 0) {
      err.printf(Locale.ROOT, "... and %,d more broken lines%n", more);
    }
  }

  private CommandFailedException noTable() {
    return new CommandFailedException(
        "there is no table " + table + "; give --partition-key to create it");
  }

  private static KeyRules rules(TableDefinition definition) {
    return new KeyRules(definition.partitionKey(), definition.sortKey());
  }

  /** The rules of the table as it is, which the options, if given, must not contradict. */
  private static KeyRules rules(TableDescription table, Optional<TableDefinition> definition)
      throws CommandFailedException {
    KeyRules rules = new KeyRules(table.partitionKey(), table.sortKey());
    if (definition.isPresent() && !rules(definition.get()).equals(rules)) {
      throw new CommandFailedException(
          "the table exists with another key: " + TableText.describe(table));
    }
    return rules;
  }
}
