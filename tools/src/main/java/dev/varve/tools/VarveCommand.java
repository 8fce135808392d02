package dev.varve.tools;

import picocli.CommandLine.Command;

/** The command above all commands; it does nothing alone. */
@Command(
    name = "varve",
    description = "An embedded DynamoDB: tables of items in a directory.",
    mixinStandardHelpOptions = true,
    version = "varve 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "The launcher ./varve also runs, each with its own --help:",
      "  server          DynamoDB's HTTP endpoint, for all of its clients.",
      "  bench           Load, read, query, update, delete, verify the world's cities.",
      "  compare         Measure beside RocksDB, LMDB and others.",
      "  footprint       What an idle server takes: time to start, memory, connections.",
      "  motion          What splits, sweeps and restores take, and what they cost.",
      "  report          Tables, a page and charts of a comparison's results.",
      "  jmh             Benchmarks of the parts, with JMH's own options.",
      "  soak            Everything together for a long time, beside a model.",
      "",
      "TABLE and keys are plain words: varve get -d DIR Cities CH Bern. The options",
      "of the AWS CLI are accepted too: --table-name, --key, --item, ... JSON is given",
      "as text, as file://PATH or, from standard input, as -.",
      "",
      "Exit status: 0 done, 1 not done, 2 wrong usage.",
      "Environment: VARVE_DIR is the directory where -d is not given."
    },
    subcommands = {
      CreateTableCommand.class,
      ListTablesCommand.class,
      DescribeTableCommand.class,
      DeleteTableCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      PutCommand.class,
      GetCommand.class,
      UpdateCommand.class,
      DeleteCommand.class,
      QueryCommand.class,
      ScanCommand.class,
      CountCommand.class,
      SqlCommand.class,
      StatsCommand.class,
      PartitionsCommand.class,
      KeysCommand.class
    })
final class VarveCommand {}
