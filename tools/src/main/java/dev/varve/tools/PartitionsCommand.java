package dev.varve.tools;

import dev.varve.dynamodb.IndexDefinition;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.stats.HashRange;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code varve partitions}. */
@Command(
    name = "partitions",
    mixinStandardHelpOptions = true,
    description = {
      "Show the partitions of a table and its indexes, or split and merge them.",
      "Which hashes of partition keys each holds, items, bytes, and whether it still shares tables with others after a"
          + " split. Of a server that runs (--endpoint), also how hot each is, its latencies, the share of its"
          + " hottest key, and what came of the last look: split or merged, or why not.",
      "A partition is split where the hash of some key begins: the items of one partition key stay together."
    })
final class PartitionsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(exclusive = true)
  private Place place;

  /** Where the database is: one of the two. */
  static final class Place {
    @Option(
        names = {"-d", "--dir"},
        paramLabel = "DIR",
        converter = DatabaseOption.DirectoryConverter.class,
        description = "The directory of the database; without it, the environment's VARVE_DIR.")
    private Path directory;

    @Option(
        names = "--endpoint",
        paramLabel = "URL",
        description = "The address of a server, such as http://localhost:8000, for its figures.")
    private URI endpoint;
  }

  @Mixin private TableArgument table;

  @Option(
      names = "--metrics-token",
      paramLabel = "FILE",
      description = "A file with the server's token for its figures.")
  private Path token;

  @Option(names = "--split", paramLabel = "N", description = "Split partition N in two.")
  private Integer split;

  @Option(
      names = "--at",
      paramLabel = "HASH",
      description = {
        "Where to split: 16 hexadecimal digits, the first hash of the second part. Without it, in the",
        "middle of the partition's hashes."
      })
  private String at;

  @Option(names = "--merge", paramLabel = "N", description = "Merge partition N with the next.")
  private Integer merge;

  @Override
  public Integer call() throws IOException, CommandFailedException {
    String name = table.nameAlone();
    if (at != null && split == null) {
      throw new UsageException("--at goes with --split");
    }
    if (place != null && place.endpoint != null) {
      if (split != null || merge != null) {
        throw new UsageException("--split and --merge need the directory of the database");
      }
      print(new ServerFigures(place.endpoint, token).partitions(name));
      return 0;
    }
    DatabaseOption option = DatabaseOption.of(place == null ? null : place.directory);
    try (Varve varve = option.open(name)) {
      change(varve, name);
      print(rows(varve, name));
    }
    return 0;
  }

  private void change(Varve varve, String name) throws IOException, CommandFailedException {
    try {
      if (split != null) {
        varve.splitPartition(name, split, at == null ? middle(varve, name) : hash());
      }
      if (merge != null) {
        varve.mergePartitions(name, merge);
      }
    } catch (IllegalArgumentException refused) {
      throw new CommandFailedException(refused.getMessage(), refused);
    }
  }

  private long hash() {
    if (!at.matches("[0-9a-fA-F]{16}")) {
      throw new UsageException("--at '" + at + "': give 16 hexadecimal digits");
    }
    return Long.parseUnsignedLong(at, 16);
  }

  private long middle(Varve varve, String name) throws IOException {
    for (List<TablePartition> partitions : all(varve, name)) {
      for (TablePartition partition : partitions) {
        if (partition.id() == split) {
          HashRange hashes = partition.range();
          return hashes.first() + ((hashes.last() - hashes.first()) >>> 1) + 1;
        }
      }
    }
    return 0; // refused by the database, which names the partition
  }

  private static List<List<TablePartition>> all(Varve varve, String name) throws IOException {
    List<List<TablePartition>> all = new ArrayList<>();
    all.add(varve.partitions(name));
    for (IndexDefinition index : varve.tableDefinition(name).indexes()) {
      all.add(varve.partitions(name, index.name()));
    }
    return all;
  }

  private static List<PartitionRow> rows(Varve varve, String name) throws IOException {
    List<PartitionRow> rows = new ArrayList<>();
    varve.partitions(name).forEach(partition -> rows.add(PartitionRow.of("", partition)));
    for (IndexDefinition index : varve.tableDefinition(name).indexes()) {
      varve
          .partitions(name, index.name())
          .forEach(partition -> rows.add(PartitionRow.of(index.name(), partition)));
    }
    return rows;
  }

  private void print(List<PartitionRow> rows) {
    TextColumns columns = new TextColumns().row(PartitionRow.HEADING);
    rows.forEach(row -> columns.row(row.cells()));
    columns.print(spec.commandLine().getOut());
  }
}
