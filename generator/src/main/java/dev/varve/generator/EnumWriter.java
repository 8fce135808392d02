package dev.varve.generator;

import java.util.Iterator;
import java.util.List;

/** Writes an enumeration. */
final class EnumWriter {
  private EnumWriter() {}

  static JavaFile write(Shape shape) {
    JavaFile out = new JavaFile(Main.API, shape.name());
    List<String> values = shape.values();
    boolean renamed = values.stream().anyMatch(value -> !Names.constant(value).equals(value));
    out.doc(
        "", "The values of {@code " + shape.name() + "}, in the order of the service's messages.");
    out.line("public enum " + shape.name() + " {");
    for (Iterator<String> it = values.iterator(); it.hasNext(); ) {
      String value = it.next();
      String argument = renamed ? "(\"" + value + "\")" : "";
      String end = it.hasNext() ? "," : ";";
      out.line("  " + Names.constant(value) + argument + end);
    }
    out.line("");
    out.doc("  ", "All values, as messages list them.");
    out.line("  public static final String SET = \"[" + String.join(", ", values) + "]\";");
    out.line("");
    if (renamed) {
      out.line("  private final String text;").line("");
      out.line("  " + shape.name() + "(String text) {");
      out.line("    this.text = text;").line("  }").line("");
    }
    out.doc("  ", "The value's name in requests and answers.");
    out.line("  public String text() {");
    out.line("    return " + (renamed ? "text" : "name()") + ";").line("  }").line("");
    out.doc("  ", "The value of this name, or null if there is none.");
    out.line("  public static " + shape.name() + " find(String text) {");
    out.line("    return switch (text) {");
    for (String value : values) {
      out.line("      case \"" + value + "\" -> " + Names.constant(value) + ";");
    }
    out.line("      default -> null;");
    out.line("    };").line("  }");
    return out.line("}");
  }
}
