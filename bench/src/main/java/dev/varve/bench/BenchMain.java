package dev.varve.bench;

import dev.varve.bench.cities.BenchCommand;
import dev.varve.bench.compare.CompareCommand;
import dev.varve.bench.http.FootprintCommand;
import dev.varve.bench.motion.MotionCommand;
import dev.varve.bench.report.ReportCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The entry of the benchmark's command line; the launcher passes the command's name as the first
 * argument.
 */
@Command(
    name = "varve",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchCommand.class,
      CompareCommand.class,
      FootprintCommand.class,
      MotionCommand.class,
      ReportCommand.class
    })
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
  public static CommandLine commandLine() {
    return new CommandLine(new BenchMain())
        .setParameterExceptionHandler((error, _) -> refuse(error))
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** The error, what may have been meant, and where the usage is, whichever argument is wrong. */
  private static int refuse(ParameterException error) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("varve: " + error.getMessage());
    UnmatchedArgumentException.printSuggestions(error, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
