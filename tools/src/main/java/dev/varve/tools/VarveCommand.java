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
      "The launcher ./varve also runs:",
      "  bench  Load, read, query, update, delete, verify the world's cities.",
      "  jmh    Benchmarks of the parts, with JMH's own options.",
      "",
      "Exit status: 0 done, 1 not done, 2 wrong usage."
    },
    subcommands = {
      CreateTableCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      GetCommand.class,
      QueryCommand.class,
      ScanCommand.class,
      StatsCommand.class
    })
final class VarveCommand {}
