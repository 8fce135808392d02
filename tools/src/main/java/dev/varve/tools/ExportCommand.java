package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.formats.export.LineFormat;
import dev.varve.tools.transfer.ExportFolder;
import dev.varve.tools.transfer.Exporter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code varve export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write the items of a table to a file of DynamoDB JSON export lines, {\"Item\":{...}}, or the same in Ion.",
      "A new file, or one that is replaced, is there only once it is whole. A link is followed; a pipe or device is"
          + " written to.",
      "With --s3, write the folder of an export to S3: compressed data files, manifests and their checksums. It is"
          + " whole once it has a manifest-summary.json."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DatabaseOption database;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "One of ${COMPLETION-CANDIDATES}; without it, ION if the file's name tells it (.ion, .ion.gz, .ion.zst).")
  private LineFormat format;

  @Option(
      names = "--s3",
      description =
          "FILE is a folder that stands for a bucket; the export is written below it, to AWSDynamoDB/ID.")
  private boolean toBucket;

  @Parameters(index = "0", paramLabel = "TABLE", description = "The name of the table.")
  private String table;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description =
          "Compressed with gzip if its name ends in .gz, with zstd if in .zst; - is standard output.")
  private Path file;

  @Override
  public Integer call() throws IOException {
    if (toBucket) {
      exportToBucket();
      return 0;
    }
    boolean toStandardOutput = file.toString().equals("-");
    LineFormat written = format == null ? Exporter.format(file) : format;
    try (Varve varve = database.open()) {
      long expected = varve.overview(table).itemCount();
      long items;
      try (Progress progress = Progress.ofItems("export " + table, expected)) {
        items =
            toStandardOutput
                ? Exporter.toWriter(varve, table, spec.commandLine().getOut(), written, progress)
                : Exporter.toFile(varve, table, file, written, progress);
      }
      report(items, toStandardOutput ? "standard output" : file.toString());
    }
    return 0;
  }

  private void exportToBucket() throws IOException {
    ExportFolder folder;
    try {
      folder = new ExportFolder(file);
    } catch (IllegalArgumentException noBucket) {
      throw new UsageException(noBucket.getMessage());
    }
    try (Varve varve = database.open(folder.buckets())) {
      ExportFolder.Done done =
          folder.export(varve, table, format == null ? LineFormat.DYNAMODB_JSON : format);
      report(done.itemCount(), done.folder().toString());
    }
  }

  private void report(long items, String target) {
    spec.commandLine()
        .getErr()
        .printf(Locale.ROOT, "exported %,d items of %s to %s%n", items, table, target);
  }
}
