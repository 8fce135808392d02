package dev.varve.soak;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry of the soak; the launcher passes the command's name as the first argument. */
@Command(
    name = "varve",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = SoakCommand.class)
public final class SoakMain {
  private SoakMain() {}

  /** Runs the command and exits with its status. */
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
    return new CommandLine(new SoakMain());
  }
}
