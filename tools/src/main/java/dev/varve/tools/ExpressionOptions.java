package dev.varve.tools;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The options that query and scan share: which items, which of their attributes, and the
 * placeholders of expressions.
 */
final class ExpressionOptions {
  @Option(
      names = "--filter",
      paramLabel = "EXPRESSION",
      description = "Print only items for which this holds.")
  private String filter;

  @Option(
      names = "--projection",
      paramLabel = "PATHS",
      description = "Print only these attributes, separated by commas.")
  private String projection;

  @Option(
      names = "--name",
      paramLabel = "#NAME=ATTRIBUTE",
      description = "A placeholder for an attribute's name in expressions.")
  private Map<String, String> names = new LinkedHashMap<>();

  @Option(
      names = "--value",
      paramLabel = ":NAME=JSON",
      description = "A placeholder for a value in expressions, e.g. :v={\"N\":\"5\"}.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(names = "--limit", paramLabel = "N", description = "Print at most so many items.")
  private Long limit;

  Optional<String> filter() {
    return Optional.ofNullable(filter);
  }

  Optional<String> projection() {
    return Optional.ofNullable(projection);
  }

  Map<String, String> names() {
    return names;
  }

  Map<String, AttributeValue> values() throws CommandFailedException {
    Map<String, AttributeValue> parsed = new LinkedHashMap<>();
    for (Map.Entry<String, String> value : values.entrySet()) {
      try {
        parsed.put(
            value.getKey(), ItemJson.parse("{\"value\":" + value.getValue() + "}").get("value"));
      } catch (DynamoException broken) {
        throw new CommandFailedException(
            "--value "
                + value.getKey()
                + " is no DynamoDB JSON such as {\"N\":\"5\"}: "
                + broken.getMessage(),
            broken);
      }
    }
    return parsed;
  }

  /** How many items to print at most; the largest long without a limit. */
  long limit() {
    return limit == null ? Long.MAX_VALUE : limit;
  }
}
