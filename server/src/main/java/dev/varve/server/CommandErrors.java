package dev.varve.server;

import dev.varve.dynamodb.error.DynamoException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells in one line why the server cannot start. Faults of the program itself keep their stack
 * trace.
 */
final class CommandErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) throws Exception {
    switch (failure) {
      case UsageException usage -> {
        return handleParseException(
            new ParameterException(commandLine, usage.getMessage()), new String[0]);
      }
      case IOException trouble -> tell(commandLine, reason(trouble));
      case UncheckedIOException trouble -> tell(commandLine, reason(trouble.getCause()));
      case DynamoException refused -> tell(commandLine, refused.getMessage());
      default -> throw failure;
    }
    return commandLine.getCommandSpec().exitCodeOnExecutionException();
  }

  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("varve: " + error.getMessage() + advice(error));
    err.println("Try './varve server --help'");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String advice(ParameterException error) {
    return error instanceof UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?"
        : "";
  }

  private static void tell(CommandLine commandLine, String reason) {
    commandLine.getErr().println("varve: " + reason);
  }

  /** The JDK's exceptions of these types have a name as their whole message. */
  static String reason(IOException trouble) {
    String reason =
        switch (trouble) {
          case NoSuchFileException _ -> "no such file or directory";
          case AccessDeniedException _ -> "permission denied";
          case NotDirectoryException _ -> "not a directory";
          default -> null;
        };
    if (trouble instanceof FileSystemException named && reason != null) {
      return named.getFile() + ": " + reason;
    }
    if (trouble instanceof UnknownHostException) {
      return "there is no host " + trouble.getMessage();
    }
    return trouble.getMessage() == null ? trouble.toString() : trouble.getMessage();
  }
}
