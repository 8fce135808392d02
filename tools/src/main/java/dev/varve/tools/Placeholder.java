package dev.varve.tools;

import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A placeholder in expressions and what it stands for.
 *
 * @param name with its {@code #} or {@code :}
 * @param text what was given for it
 */
record Placeholder(String name, String text) {
  /**
   * Adds it, with its meaning, to others.
   *
   * @throws UsageException if it is one of them already
   */
  <T> void addTo(Map<String, T> others, T meaning) {
    if (others.putIfAbsent(name, meaning) != null) {
      throw new UsageException("the placeholder " + name + " is given twice");
    }
  }

  /** Reads {@code NAME=TEXT}. */
  static final class Converter implements ITypeConverter<Placeholder> {
    @Override
    public Placeholder convert(String argument) {
      int sign = argument.indexOf('=');
      if (sign < 0) {
        throw new TypeConversionException("'" + argument + "' has no = between name and meaning");
      }
      return new Placeholder(argument.substring(0, sign), argument.substring(sign + 1));
    }
  }
}
