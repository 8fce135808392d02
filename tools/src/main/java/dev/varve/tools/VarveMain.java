package dev.varve.tools;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of the command line. */
public final class VarveMain {
  private static final int BUFFER_BYTES = 1 << 16;

  private VarveMain() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    // Items are UTF-8 wherever they go; standard output is buffered, since a scan writes many
    // lines.
    PrintWriter out =
        new PrintWriter(
            new BufferedWriter(
                new OutputStreamWriter(
                    new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8),
                BUFFER_BYTES));
    int status = commandLine().setOut(out).execute(arguments);
    out.flush();
    System.exit(status);
  }

  /** Makes the command line as {@code main} runs it, for tests too. */
  static CommandLine commandLine() {
    return new CommandLine(new VarveCommand())
        .setExecutionExceptionHandler(new ErrorReporter())
        .setParameterExceptionHandler((error, _) -> refuse(error))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpLongOptionsMaxWidth(36);
  }

  /** The error, what may have been meant, and the usage, whichever argument is wrong. */
  private static int refuse(ParameterException error) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(error.getMessage());
    UnmatchedArgumentException.printSuggestions(error, err);
    command.usage(err);
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }
}
