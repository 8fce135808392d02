package dev.varve.tools;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The placeholders for names in expressions. */
final class NameOptions {
  @Option(
      names = "--name",
      paramLabel = "#NAME=ATTRIBUTE",
      converter = Placeholder.Converter.class,
      description = "A placeholder for an attribute's name in expressions.")
  private List<Placeholder> names = new ArrayList<>();

  @Option(
      names = "--expression-attribute-names",
      paramLabel = "JSON",
      description = "Placeholders for names, e.g. {\"#n\":\"name\"}.")
  private String json;

  /**
   * What the placeholders stand for, or null if there are none.
   *
   * @throws UsageException if one is given twice
   */
  Map<String, String> names() throws IOException, CommandFailedException {
    Map<String, String> all = new LinkedHashMap<>();
    if (json != null) {
      all.putAll(JsonText.texts("--expression-attribute-names", json));
    }
    for (Placeholder name : names) {
      name.addTo(all, name.text());
    }
    return all.isEmpty() ? null : all;
  }
}
