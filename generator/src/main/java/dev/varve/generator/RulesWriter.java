package dev.varve.generator;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Writes the check of a request's structure against the model's constraints. */
final class RulesWriter {
  private final Model model;
  private final Types types;
  private final Choices choices;
  private final Map<String, Boolean> constrained = new LinkedHashMap<>();

  RulesWriter(Model model, Types types, Choices choices) {
    this.model = model;
    this.types = types;
    this.choices = choices;
  }

  /** Whether there is anything to check in a structure, or in what it holds. */
  boolean isConstrained(Shape shape) {
    Boolean known = constrained.get(shape.name());
    if (known == null) {
      known =
          !shape.required().isEmpty()
              || shape.members().values().stream().map(model::shape).anyMatch(this::isChecked);
      constrained.put(shape.name(), known);
    }
    return known;
  }

  private boolean isChecked(Shape shape) {
    if (shape.isValue() || types.isItem(shape)) {
      return false;
    }
    return switch (shape.type()) {
      case "structure" -> isConstrained(shape);
      case "list", "map" ->
          shape.min().isPresent()
              || shape.max().isPresent()
              || isChecked(types.element(shape))
              || (shape.type().equals("map") && isBounded(model.shape(shape.key().get())));
      default -> isBounded(shape);
    };
  }

  private static boolean isBounded(Shape shape) {
    return shape.isEnum()
        || shape.min().isPresent()
        || shape.max().isPresent()
        || shape.pattern().isPresent();
  }

  JavaFile write(Shape shape) {
    String name = types.className(shape.name());
    JavaFile out = new JavaFile(Main.RULES, name + "Rules");
    out.use(Main.API + "." + name);
    out.doc("", "The model's constraints on {@link " + name + "}.");
    out.line("public final class " + name + "Rules {");
    out.line("  private " + name + "Rules() {}").line("");
    out.doc("  ", "Adds what breaks a constraint to the findings.");
    out.line("  public static void check(" + name + " in, Findings out) {");
    shape.members().keySet().stream()
        .sorted(Comparator.comparing(member -> !choices.isFirst(name, member)))
        .forEach(member -> check(out, shape, member, model.shape(shape.members().get(member))));
    out.line("  }");
    return out.line("}");
  }

  private void check(JavaFile out, Shape structure, String member, Shape shape) {
    String component = Names.lower(member);
    String name = Names.path(member);
    String value = "in." + component + "()";
    String tableRule =
        member.equals("TableName")
            ? choices.tableNameRule(types.className(structure.name()))
            : null;
    if (tableRule != null) {
      out.line("    out." + tableRule + "(\"" + name + "\", " + value + ");");
      return;
    }
    boolean isRequired = structure.required().contains(member);
    if (isRequired && !shape.isEnum()) {
      out.line("    out.required(\"" + name + "\", " + value + ");");
    }
    if (!isChecked(shape)) {
      return;
    }
    String arguments = "(\"" + name + "\", " + value;
    switch (shape.type()) {
      case "structure" -> {
        out.line("    if (" + value + " != null) {");
        out.line("      out.enter(\"" + name + "\");");
        out.line("      " + types.className(shape.name()) + "Rules.check(" + value + ", out);");
        out.line("      out.leave();").line("    }");
      }
      case "list", "map" -> {
        bounds(shape).ifPresent(bounds -> out.line("    out.size" + arguments + bounds + ");"));
        if (shape.type().equals("map")) {
          bounds(model.shape(shape.key().get()))
              .ifPresent(bounds -> out.line("    out.keys" + arguments + bounds + ");"));
        }
        Shape element = types.element(shape);
        if (isChecked(element)) {
          elements(out, shape, element, arguments);
        }
      }
      default -> scalar(out, shape, arguments, isRequired);
    }
  }

  private void elements(JavaFile out, Shape shape, Shape element, String arguments) {
    String all = shape.type().equals("list") ? "each" : "eachValue";
    if (element.isStructure()) {
      out.line(
          "    out." + all + arguments + ", " + types.className(element.name()) + "Rules::check);");
    } else if (element.type().equals("list")) {
      // Only the batches' lists of requests are lists in a map.
      bounds(element)
          .ifPresent(bounds -> out.line("    out.valueSizes" + arguments + bounds + ");"));
      Shape inner = types.element(element);
      if (inner.isStructure() && isChecked(inner)) {
        out.line(
            "    out.eachOfEach"
                + arguments
                + ", "
                + types.className(inner.name())
                + "Rules::check);");
      }
    } else {
      bounds(element)
          .ifPresent(bounds ->
              out.line("    out.elements" + arguments + bounds + pattern(element) + ");"));
    }
  }

  private void scalar(JavaFile out, Shape shape, String arguments, boolean isRequired) {
    String refusal = choices.refusal(shape.name());
    if (refusal != null) {
      out.line(
          "    out.enumerationAlone(in, " + arguments.substring(1) + ", \"" + refusal + "\");");
    } else if (shape.isEnum()) {
      out.line(
          (isRequired ? "    out.requiredEnumeration(" : "    out.enumeration(")
              + "in, "
              + arguments.substring(1)
              + ", "
              + shape.name()
              + ".SET);");
      out.use(Main.API + "." + shape.name());
    } else if (shape.name().equals("TableArn")) {
      out.line("    out.tableArn" + arguments + ");");
    } else if (shape.type().equals("string")) {
      bounds(shape).ifPresent(bounds -> out.line("    out.length" + arguments + bounds + ");"));
      shape
          .pattern()
          .ifPresent(pattern -> out.line("    out.pattern" + arguments + pattern(shape) + ");"));
    } else {
      bounds(shape).ifPresent(bounds -> out.line("    out.range" + arguments + bounds + ");"));
    }
  }

  private static String pattern(Shape shape) {
    return shape
        .pattern()
        .map(pattern -> ", \"" + pattern.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .orElse("");
  }

  /** The two bounds as arguments. */
  private static Optional<String> bounds(Shape shape) {
    if (shape.min().isEmpty() && shape.max().isEmpty()) {
      return Optional.empty();
    }
    String min = shape.min().map(it -> it + "L").orElse("Long.MIN_VALUE");
    String max = shape.max().map(it -> it + "L").orElse("Long.MAX_VALUE");
    return Optional.of(", " + min + ", " + max);
  }
}
