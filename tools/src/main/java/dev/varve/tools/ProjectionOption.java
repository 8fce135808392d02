package dev.varve.tools;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Which attributes of items a reading command prints. */
final class ProjectionOption {
  @Option(
      names = {"--projection", "--projection-expression"},
      paramLabel = "PATHS",
      description = "Print only these attributes, separated by commas.")
  private String projection;

  @Option(
      names = {"--consistent-read", "--no-consistent-read"},
      description = "Without effect: every read sees all earlier writes.")
  @SuppressWarnings("UnusedVariable") // accepted, since what it asks for is always so
  private boolean consistent;

  Optional<String> projection() {
    return Optional.ofNullable(projection);
  }
}
