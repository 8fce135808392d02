package dev.varve.tools;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which items a command is about. */
final class FilterOption {
  @Option(
      names = {"--filter", "--filter-expression"},
      paramLabel = "EXPRESSION",
      description = "Only items for which this holds.")
  private String filter;

  Optional<String> filter() {
    return Optional.ofNullable(filter);
  }
}
