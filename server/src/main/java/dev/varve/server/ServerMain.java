package dev.varve.server;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine;

/** The entry of {@code ./varve server}. */
public final class ServerMain {
  private ServerMain() {}

  /** Runs the server until the process is told to end. */
  public static void main(String[] arguments) {
    String[] options =
        arguments.length > 0 && arguments[0].equals("server")
            ? Arrays.copyOfRange(arguments, 1, arguments.length)
            : arguments;
    System.exit(run(commandLine(ServerMain::inMemory), System.getenv(), options));
  }

  /** Opens an empty database in memory. */
  private static Varve inMemory(VarveOptions options) {
    throw new UsageException("--in-memory: this build has no files in memory");
  }

  /** Runs the command as {@code main} does; returns the exit status. */
  static int run(CommandLine commandLine, Map<String, String> environment, String... arguments) {
    try {
      commandLine.setDefaultValueProvider(
          Defaults.of(commandLine.getCommandSpec(), environment, arguments));
    } catch (UsageException e) {
      return fail(
          commandLine, e.getMessage(), commandLine.getCommandSpec().exitCodeOnInvalidInput());
    } catch (IOException e) {
      return fail(
          commandLine,
          CommandErrors.reason(e),
          commandLine.getCommandSpec().exitCodeOnExecutionException());
    }
    return commandLine.execute(arguments);
  }

  private static int fail(CommandLine commandLine, String message, int status) {
    PrintWriter err = commandLine.getErr();
    err.println("varve: " + message);
    return status;
  }

  /** Makes the command line that {@link #run} runs. */
  static CommandLine commandLine(Storage.InMemory.MemoryFactory memory) {
    CommandErrors errors = new CommandErrors();
    return new CommandLine(new ServerCommand(memory))
        .setExecutionExceptionHandler(errors)
        .setParameterExceptionHandler(errors)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setUsageHelpLongOptionsMaxWidth(32)
        .setUsageHelpWidth(100);
  }
}
