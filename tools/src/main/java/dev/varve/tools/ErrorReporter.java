package dev.varve.tools;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.identity.store.IdentityException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Tells in one line why a command could not be done, and in another, where an expression can be
 * mended, how. Faults of the program itself keep their stack trace.
 */
final class ErrorReporter implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) throws Exception {
    PrintWriter err = commandLine.getErr();
    switch (failure) {
      case UsageException usage -> {
        return commandLine
            .getParameterExceptionHandler()
            .handleParseException(
                new ParameterException(commandLine, usage.getMessage()), new String[0]);
      }
      case CommandFailedException failed -> err.println("varve: " + failed.getMessage());
      case IdentityException refused -> err.println("varve: " + refused.getMessage());
      case DynamoException refused -> {
        err.println("varve: " + refused.errorName() + ": " + refused.getMessage());
        ExpressionHints.of(refused, parsed.originalArgs()).ifPresent(err::println);
        if (refused instanceof ConditionalCheckFailedException condition) {
          condition.item().map(ItemJson::write).ifPresent(err::println);
        }
      }
      case IOException trouble -> err.println("varve: " + reason(trouble));
      case UncheckedIOException trouble -> err.println("varve: " + reason(trouble.getCause()));
      default -> throw failure;
    }
    return commandLine.getCommandSpec().exitCodeOnExecutionException();
  }

  /** The JDK's exceptions of these types have the file as their whole message. */
  private static String reason(IOException trouble) {
    String reason =
        switch (trouble) {
          case NoSuchFileException _ -> "no such file or directory";
          case AccessDeniedException _ -> "permission denied";
          case FileAlreadyExistsException _ -> "exists already";
          case NotDirectoryException _ -> "not a directory";
          case DirectoryNotEmptyException _ -> "the directory is not empty";
          case FileSystemLoopException _ -> "symbolic links lead back to themselves";
          case NotLinkException _ -> "not a symbolic link";
          default -> null;
        };
    if (trouble instanceof FileSystemException named && reason != null) {
      return named.getFile() + ": " + reason;
    }
    return trouble.getMessage() == null ? trouble.toString() : trouble.getMessage();
  }
}
