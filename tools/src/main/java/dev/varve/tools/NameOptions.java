package dev.varve.tools;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The placeholders for names in expressions. */
final class NameOptions {
  @Option(
      names = "--name",
      paramLabel = "#NAME=ATTRIBUTE",
      description = "A placeholder for an attribute's name in expressions.")
  private Map<String, String> names = new LinkedHashMap<>();

  @Option(
      names = "--expression-attribute-names",
      paramLabel = "JSON",
      description = "Placeholders for names, e.g. {\"#n\":\"name\"}.")
  private String json;

  /** What the placeholders stand for. */
  Map<String, String> names() throws IOException, CommandFailedException {
    Map<String, String> all = new LinkedHashMap<>(names);
    if (json != null) {
      all.putAll(JsonText.texts("--expression-attribute-names", json));
    }
    return all;
  }
}
