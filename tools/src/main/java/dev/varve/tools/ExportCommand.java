package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.tools.transfer.Exporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write the items of a table to a file of DynamoDB JSON export lines: {\"Item\":{...}}.",
      "A new file, or one that is replaced, is there only once it is whole. A link is followed; a pipe or device is"
          + " written to."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;

  @Parameters(index = "0", paramLabel = "TABLE", description = "The name of the table.")
  private String table;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "Compressed with gzip if its name ends in .gz; - is standard output.")
  private Path file;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    boolean toStandardOutput = file.toString().equals("-");
    try (Varve varve = database.open()) {
      long expected = varve.overview(table).itemCount();
      long items;
      try (Progress progress = Progress.ofItems("export " + table, expected)) {
        items =
            toStandardOutput
                ? Exporter.toWriter(varve, table, spec.commandLine().getOut(), progress)
                : Exporter.toFile(varve, table, file, progress);
      }
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "exported %,d items of %s to %s%n",
              items,
              table,
              toStandardOutput ? "standard output" : file);
    }
    return 0;
  }
}
