package dev.varve.tools;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How many items a command prints. */
final class LimitOption {
  @Option(
      names = "--limit",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "Print at most so many items, 1 or more.")
  private Long limit;

  /** An option of its own, so that an error names the option that the user wrote. */
  @Option(
      names = "--max-items",
      paramLabel = "N",
      converter = PositiveConverter.class,
      description = "The same as --limit.")
  private Long maxItems;

  /** How many items to print at most; the largest long without a limit. */
  long limit() {
    return Math.min(
        limit == null ? Long.MAX_VALUE : limit, maxItems == null ? Long.MAX_VALUE : maxItems);
  }

  /** Reads a number from 1 on. */
  static final class PositiveConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        long number = Long.parseLong(text);
        if (number >= 1) {
          return number;
        }
      } catch (NumberFormatException noNumber) {
        // Refused below, as all that is no such number.
      }
      throw new TypeConversionException("'" + text + "' is no whole number from 1 on");
    }
  }
}
