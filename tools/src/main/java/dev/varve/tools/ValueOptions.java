package dev.varve.tools;

import dev.varve.dynamodb.value.AttributeValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The placeholders for values in expressions. */
final class ValueOptions {
  @Option(
      names = "--value",
      paramLabel = ":NAME=JSON",
      description = "A placeholder for a value in expressions, e.g. :v={\"N\":\"5\"}.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--expression-attribute-values",
      paramLabel = "JSON",
      description = "Placeholders for values, e.g. {\":v\":{\"N\":\"5\"}}.")
  private String json;

  /** What the placeholders stand for. */
  Map<String, AttributeValue> values() throws IOException, CommandFailedException {
    Map<String, AttributeValue> all = new LinkedHashMap<>();
    for (Map.Entry<String, String> value : values.entrySet()) {
      all.put(value.getKey(), JsonText.value("--value " + value.getKey(), value.getValue()));
    }
    if (json != null) {
      all.putAll(JsonText.values("--expression-attribute-values", json));
    }
    return all;
  }
}
