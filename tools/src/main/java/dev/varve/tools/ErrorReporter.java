package dev.varve.tools;

import dev.varve.dynamodb.error.DynamoException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Tells in one line why a command could not be done. Faults of the program itself keep their stack
 * trace.
 */
final class ErrorReporter implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) throws Exception {
    if (failure instanceof ParameterException usage) {
      throw usage; // picocli shows the usage and exits with 2
    }
    String reason =
        switch (failure) {
          case CommandFailedException failed -> failed.getMessage();
          case DynamoException refused -> refused.errorName() + ": " + refused.getMessage();
          case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          case FileAlreadyExistsException exists -> exists.getFile() + ": exists already";
          case FileSystemException trouble -> trouble.getMessage();
          case IOException trouble ->
              trouble.getMessage() == null ? trouble.toString() : trouble.getMessage();
          default -> throw failure;
        };
    commandLine.getErr().println("varve: " + reason);
    return commandLine.getCommandSpec().exitCodeOnExecutionException();
  }
}
