package dev.varve.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The entry of the benchmark's command line; the launcher passes the command's name as the first
 * argument.
 */
@Command(
    name = "varve",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = BenchCommand.class)
public final class BenchMain {
  private BenchMain() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    PrintWriter out =
        new PrintWriter(
            new OutputStreamWriter(
                new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
            true);
    System.exit(commandLine().setOut(out).execute(arguments));
  }

  /** Makes the command line as {@code main} runs it, for tests too. */
  static CommandLine commandLine() {
    return new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true);
  }
}
