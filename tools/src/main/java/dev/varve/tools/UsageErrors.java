package dev.varve.tools;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells in one line what is wrong with the arguments, and in another where the right ones are. */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("varve: " + error.getMessage() + advice(error));
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String advice(ParameterException error) {
    if (!(error instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    if (!unmatched.getSuggestions().isEmpty()) {
      return "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
    }
    return unmatched.isUnknownOption() ? "; words that begin with - go behind --" : "";
  }
}
