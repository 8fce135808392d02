package dev.varve.tools;

import dev.varve.dynamodb.value.AttributeValue;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The placeholders for values in expressions. */
final class ValueOptions {
  @Option(
      names = "--value",
      paramLabel = ":NAME=JSON",
      converter = Placeholder.Converter.class,
      description = "A placeholder for a value in expressions, e.g. :v={\"N\":\"5\"}.")
  private List<Placeholder> values = new ArrayList<>();

  @Option(
      names = "--expression-attribute-values",
      paramLabel = "JSON",
      description = "Placeholders for values, e.g. {\":v\":{\"N\":\"5\"}}.")
  private String json;

  /**
   * What the placeholders stand for, or null if there are none.
   *
   * @throws UsageException if one is given twice
   */
  Map<String, AttributeValue> values() throws IOException, CommandFailedException {
    Map<String, AttributeValue> all = new LinkedHashMap<>();
    if (json != null) {
      all.putAll(JsonText.values("--expression-attribute-values", json));
    }
    for (Placeholder value : values) {
      value.addTo(all, JsonText.value("--value " + value.name(), value.text()));
    }
    return all.isEmpty() ? null : all;
  }
}
