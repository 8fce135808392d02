package dev.varve.tools;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;

/** The entry of the command line. */
public final class VarveMain {
  private static final int BUFFER_BYTES = 1 << 16;

  private VarveMain() {}

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    // Items are UTF-8 wherever they go; standard output is buffered, since a scan writes many
    // lines.
    StandardOutput bytes = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    PrintWriter out =
        new PrintWriter(
            new BufferedWriter(
                new OutputStreamWriter(bytes, StandardCharsets.UTF_8), BUFFER_BYTES));
    CommandLine commandLine = commandLine().setOut(out);
    int status = run(commandLine, arguments);
    out.flush();
    if (status == 0 && bytes.trouble().isPresent()) {
      commandLine
          .getErr()
          .println("varve: standard output: cannot be written: " + bytes.trouble().get());
      status = commandLine.getCommandSpec().exitCodeOnExecutionException();
    }
    System.exit(status);
  }

  /** Runs a command as {@code main} does, for tests too; returns the exit status. */
  static int run(CommandLine commandLine, String... arguments) {
    Optional<String> fault = ArgumentCheck.fault(arguments);
    if (fault.isPresent()) {
      commandLine.getErr().println("varve: " + fault.get());
      return commandLine.getCommandSpec().exitCodeOnInvalidInput();
    }
    return commandLine.execute(arguments);
  }

  /** Makes the command line that {@link #run} runs. */
  static CommandLine commandLine() {
    return new CommandLine(new VarveCommand())
        .setExecutionExceptionHandler(new ErrorReporter())
        .setParameterExceptionHandler(new UsageErrors())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false) // keys may begin with @
        .setUsageHelpLongOptionsMaxWidth(36);
  }
}
