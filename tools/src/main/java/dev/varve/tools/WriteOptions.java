package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.ConditionalWrite;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether a command that writes an item does so, and what it prints. */
final class WriteOptions {
  /** What the error of a failed condition shows. */
  enum OnFailure {
    NONE,
    ALL_OLD
  }

  @Mixin private NameOptions names;
  @Mixin private ValueOptions values;

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
  private ReturnValue returnValues;

  @Option(
      names = "--return-values-on-condition-check-failure",
      paramLabel = "WHICH",
      defaultValue = "NONE",
      description = "Show the item that failed the condition: ${COMPLETION-CANDIDATES}.")
  private OnFailure onFailure;

  /** Adds these options to a request, which is returned. */
  <T extends ConditionalWrite<T>> T addTo(T request) throws IOException, CommandFailedException {
    request.names(names.names()).values(values.values()).returnValues(returnValues);
    if (condition != null) {
      request.condition(condition);
    }
    if (onFailure == OnFailure.ALL_OLD) {
      request.returnItemOnFailure();
    }
    return request;
  }

  /** A write of an item. */
  interface Write {
    /** Writes, and returns the attributes that were asked for. */
    Optional<Item> to(Varve varve) throws IOException, CommandFailedException;
  }

  /** Writes to an open database, durably, and prints the attributes that were asked for. */
  static void run(Varve varve, Write write, PrintWriter out)
      throws IOException, CommandFailedException {
    Optional<Item> attributes = write.to(varve);
    varve.sync();
    attributes.map(ItemJson::write).ifPresent(out::println);
  }
}
