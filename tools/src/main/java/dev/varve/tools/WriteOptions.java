package dev.varve.tools;

import dev.varve.dynamodb.ReturnValues;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether a writing command writes, and what it prints. */
final class WriteOptions {
  /** What the error of a failed condition shows. */
  enum OnFailure {
    NONE,
    ALL_OLD
  }

  @Option(
      names = {"--condition", "--condition-expression"},
      paramLabel = "EXPRESSION",
      description = "Write only if this holds for the item as it is.")
  private String condition;

  @Option(
      names = "--return-values",
      paramLabel = "WHICH",
      defaultValue = "NONE",
      description = "Print attributes: ${COMPLETION-CANDIDATES}; not every command knows all.")
  private ReturnValues returnValues;

  @Option(
      names = "--return-values-on-condition-check-failure",
      paramLabel = "WHICH",
      defaultValue = "NONE",
      description = "Show the item that failed the condition: ${COMPLETION-CANDIDATES}.")
  private OnFailure onFailure;

  Optional<String> condition() {
    return Optional.ofNullable(condition);
  }

  ReturnValues returnValues() {
    return returnValues;
  }

  boolean returnItemOnFailure() {
    return onFailure == OnFailure.ALL_OLD;
  }
}
