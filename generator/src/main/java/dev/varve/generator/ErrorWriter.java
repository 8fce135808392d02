package dev.varve.generator;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes an error as an exception. */
final class ErrorWriter {
  private final Model model;
  private final Types types;

  ErrorWriter(Model model, Types types) {
    this.model = model;
    this.types = types;
  }

  /** The members of an error beside its message, with their types. */
  Map<String, String> details(Shape shape) {
    Map<String, String> details = new LinkedHashMap<>();
    shape
        .members()
        .forEach((member, type) -> {
          if (!member.equalsIgnoreCase("message")) {
            details.put(member, types.of(model.shape(type)));
          }
        });
    return details;
  }

  JavaFile write(Shape shape) {
    Map<String, String> details = details(shape);
    JavaFile out = new JavaFile(Main.API, shape.name());
    out.use("dev.varve.dynamodb.error.DynamoException");
    details.values().forEach(out::useType);
    out.doc("", "The service's error {@code " + shape.name() + "}.");
    out.line("public final class " + shape.name() + " extends DynamoException {");
    out.line("  private static final long serialVersionUID = 1L;").line("");
    details.forEach((member, type) ->
        out.line("  private final transient " + type + " " + Names.lower(member) + ";").line(""));
    out.doc("  ", "An error with the service's message.");
    out.line("  public " + shape.name() + "(String message) {");
    if (details.isEmpty()) {
      out.line("    super(message);");
    } else {
      StringBuilder absent = new StringBuilder();
      details
          .values()
          .forEach(type -> absent.append(type.startsWith("List<") ? ", List.of()" : ", null"));
      out.line("    this(message" + absent + ");");
    }
    out.line("  }");
    if (!details.isEmpty()) {
      StringBuilder parameters = new StringBuilder();
      details.forEach((member, type) ->
          parameters.append(", ").append(type).append(' ').append(Names.lower(member)));
      out.line("").doc("  ", "An error with all that the service tells of it.");
      out.line("  public " + shape.name() + "(String message" + parameters + ") {");
      out.line("    super(message);");
      details
          .keySet()
          .forEach(member -> {
            String field = Names.lower(member);
            String value =
                details.get(member).startsWith("List<") ? "List.copyOf(" + field + ")" : field;
            out.line("    this." + field + " = " + value + ";");
          });
      out.line("  }");
      details.forEach((member, type) -> {
        boolean isList = type.startsWith("List<");
        String field = Names.lower(member);
        out.line("");
        out.doc(
            "  ",
            "{@code " + member + "}" + (isList ? "; may be empty." : ", if the service tells it."));
        if (isList) {
          out.line("  public " + type + " " + field + "() {");
          out.line("    return " + field + ";").line("  }");
        } else {
          out.useType("Optional");
          out.line("  public Optional<" + type + "> " + field + "() {");
          out.line("    return Optional.ofNullable(" + field + ");").line("  }");
        }
      });
    }
    return out.line("}");
  }
}
