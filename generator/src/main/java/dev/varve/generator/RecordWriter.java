package dev.varve.generator;

import dev.varve.generator.Types.Presence;
import java.util.ArrayList;
import java.util.List;

/** Writes a structure as a record with a builder. */
final class RecordWriter {
  private final Model model;
  private final Types types;
  private final Choices choices;

  RecordWriter(Model model, Types types, Choices choices) {
    this.model = model;
    this.types = types;
    this.choices = choices;
  }

  JavaFile write(Shape shape) {
    String name = types.className(shape.name());
    JavaFile out = new JavaFile(Main.API, name);
    out.doc("", doc(shape));
    List<String> components = new ArrayList<>();
    for (String member : shape.members().keySet()) {
      String type = types.component(shape, member);
      out.useType(type);
      components.add(type + " " + Names.lower(member));
    }
    String contract = choices.interfaceOf(name);
    String tail = ")" + (contract == null ? "" : " implements " + contract) + " {";
    if (components.size() < 2) {
      out.line("public record " + name + "(" + String.join("", components) + tail);
    } else {
      out.line("public record " + name + "(");
      for (int i = 0; i < components.size(); i++) {
        out.line("    " + components.get(i) + (i < components.size() - 1 ? "," : tail));
      }
    }
    constructor(out, shape, name);
    starts(out, shape, name);
    builder(out, shape, name);
    return out.line("}");
  }

  private String doc(Shape shape) {
    StringBuilder text = new StringBuilder();
    boolean isRequest = model.isRequest(shape.name());
    String role =
        model.operations().stream()
            .filter(it ->
                it.input().equals(shape.name())
                    || it.output().stream().anyMatch(shape.name()::equals))
            .findFirst()
            .map(it ->
                (it.input().equals(shape.name()) ? "The request of " : "The answer of ")
                    + it.name())
            .orElse("The structure " + shape.name());
    text.append(role).append(isRequest ? "; a member that is null is absent." : ".");
    if (!shape.members().isEmpty()) {
      text.append("\n");
    }
    for (String member : shape.members().keySet()) {
      text.append("\n@param ")
          .append(Names.lower(member))
          .append(" {@code ")
          .append(member)
          .append("}");
      String limits = limits(shape, member);
      text.append(limits.isEmpty() ? "" : ": " + limits);
      if (types.presence(shape, member) == Presence.EMPTY) {
        text.append(limits.isEmpty() ? ": " : "; ").append("empty if absent");
      }
    }
    return text.toString();
  }

  private String limits(Shape shape, String member) {
    Shape type = model.shape(shape.members().get(member));
    List<String> limits = new ArrayList<>();
    if (shape.required().contains(member)) {
      limits.add("required");
    }
    if (!type.isEnum()) {
      if (type.min().isPresent() && type.max().isPresent()) {
        boolean isExact = type.min().equals(type.max());
        limits.add((isExact ? "" : type.min().get() + " to ") + counted(type.max().get(), type));
      } else if (type.min().isPresent()) {
        limits.add("at least " + counted(type.min().get(), type));
      } else if (type.max().isPresent()) {
        limits.add("at most " + counted(type.max().get(), type));
      }
    }
    return String.join(", ", limits);
  }

  private static String counted(long count, Shape type) {
    boolean isOne = count == 1;
    return count
        + switch (type.type()) {
          case "string" -> isOne ? " character" : " characters";
          case "list", "map" -> isOne ? " entry" : " entries";
          default -> "";
        };
  }

  /** The constructor copies lists and maps. */
  private void constructor(JavaFile out, Shape shape, String name) {
    List<String> lines = new ArrayList<>();
    for (String member : shape.members().keySet()) {
      String type = types.of(model.shape(shape.members().get(member)));
      String component = Names.lower(member);
      if (type.startsWith("List<") || type.startsWith("Map<")) {
        String copy = type.startsWith("List<") ? "list" : "map";
        lines.add(
            "    "
                + component
                + " = Copies."
                + copy
                + "(\""
                + component
                + "\", "
                + component
                + ");");
      }
    }
    if (!lines.isEmpty()) {
      out.line("").line("  public " + name + " {");
      lines.forEach(out::line);
      out.line("  }");
    }
  }

  private void starts(JavaFile out, Shape shape, String name) {
    out.line("");
    out.doc("  ", "A builder without any member.");
    out.line("  public static Builder builder() {");
    out.line("    return new Builder();").line("  }");
    Choices.Brief start = choices.start(name);
    if (start != null) {
      String parameter = Names.lower(start.member());
      out.line("");
      out.doc("  ", "A builder with {@code " + start.member() + "}.");
      out.line("  public static Builder " + start.method() + "(String " + parameter + ") {");
      out.line("    return new Builder()." + parameter + "(" + parameter + ");").line("  }");
    }
    choices.makers(name).forEach(made -> maker(out, shape, name, made));
    out.line("");
    out.doc("  ", "A builder with all members of this.");
    out.line("  public Builder toBuilder() {");
    out.line("    Builder builder = new Builder();");
    for (String member : shape.members().keySet()) {
      String component = Names.lower(member);
      String value =
          types.presence(shape, member) == Presence.OPTIONAL
              ? component + ".orElse(null)"
              : component;
      out.line("    builder." + component + " = " + value + ";");
    }
    out.line("    return builder;").line("  }");
    Choices.Brief copy = choices.copy(name);
    if (copy != null) {
      String component = Names.lower(copy.member());
      String type = types.of(model.shape(shape.members().get(copy.member())));
      out.line("");
      out.doc("  ", "The same request with another {@code " + copy.member() + "}.");
      out.line("  public " + name + " " + copy.method() + "(" + type + " " + component + ") {");
      out.line("    return toBuilder()." + component + "(" + component + ").build();").line("  }");
    }
  }

  private void maker(JavaFile out, Shape shape, String name, Choices.Made made) {
    List<String> parameters = new ArrayList<>();
    List<String> arguments = new ArrayList<>();
    for (String member : shape.members().keySet()) {
      boolean isGiven = made.members().contains(member);
      String component = Names.lower(member);
      arguments.add(isGiven ? component : "null");
      if (isGiven) {
        parameters.add(types.of(model.shape(shape.members().get(member))) + " " + component);
      }
    }
    out.line("");
    out.doc("  ", "One with these members alone.");
    out.line(
        "  public static "
            + name
            + " "
            + made.method()
            + "("
            + String.join(", ", parameters)
            + ") {");
    out.line("    return new " + name + "(" + String.join(", ", arguments) + ");").line("  }");
  }

  private void builder(JavaFile out, Shape shape, String name) {
    out.line("").doc("  ", "Collects the members. For one thread.");
    String contract = choices.interfaceOf(name + ".Builder");
    out.line(
        "  public static final class Builder"
            + (contract == null ? "" : " implements " + contract + "<Builder>")
            + " {");
    for (String member : shape.members().keySet()) {
      String type = types.of(model.shape(shape.members().get(member)));
      String absent =
          types.presence(shape, member) == Presence.EMPTY
              ? type.startsWith("List<") ? " = Copies.absentList()" : " = Copies.absentMap()"
              : "";
      out.line("    private " + type + " " + Names.lower(member) + absent + ";");
    }
    out.line("").line("    private Builder() {}");
    for (String member : shape.members().keySet()) {
      setter(out, shape, name, member);
    }
    for (Choices.Brief brief : choices.shorts(name, shape.members().keySet())) {
      brief(out, shape, name, brief);
    }
    build(out, shape, name);
    out.line("  }");
  }

  private void setter(JavaFile out, Shape shape, String name, String member) {
    Shape memberShape = model.shape(shape.members().get(member));
    String type = types.of(memberShape);
    String component = Names.lower(member);
    out.line("").doc("    ", "Sets {@code " + member + "}.");
    override(out, name, component);
    out.line("    public Builder " + component + "(" + type + " value) {");
    out.line("      " + field(component) + " = value;");
    out.line("      return this;").line("    }");
    if (type.startsWith("List<")) {
      String element = types.of(types.element(memberShape));
      if (element.indexOf('<') < 0) {
        out.line("").doc("    ", "Sets {@code " + member + "}.");
        out.line("    public Builder " + component + "(" + element + "... values) {");
        out.line("      return " + component + "(Copies.listOf(values));").line("    }");
      }
    }
  }

  /** A field of a builder, beside a parameter {@code value}. */
  private static String field(String component) {
    return component.equals("value") ? "this.value" : component;
  }

  private void brief(JavaFile out, Shape shape, String name, Choices.Brief brief) {
    String component = Names.lower(brief.member());
    Shape memberShape = model.shape(shape.members().get(brief.member()));
    String type = types.of(memberShape);
    out.line("");
    if (brief.isEntry()) {
      String element = types.of(types.element(memberShape));
      out.doc("    ", "Adds an entry to {@code " + brief.member() + "}.");
      override(out, name, brief.method());
      out.line("    public Builder " + brief.method() + "(String key, " + element + " value) {");
      out.line(
          "      "
              + component
              + " = Copies.with(\""
              + component
              + "\", "
              + component
              + ", key, value);");
    } else if (brief.constant() != null) {
      out.doc(
          "    ",
          "Sets {@code "
              + brief.member()
              + "} to "
              + brief.constant().replaceAll(".*\\.", "")
              + ".");
      override(out, name, brief.method());
      out.line("    public Builder " + brief.method() + "() {");
      out.line("      " + component + " = " + brief.constant() + ";");
    } else {
      out.doc("    ", "Sets {@code " + brief.member() + "}.");
      override(out, name, brief.method());
      out.line("    public Builder " + brief.method() + "(" + type + " value) {");
      out.line("      " + field(component) + " = value;");
    }
    out.line("      return this;").line("    }");
  }

  /** Marks a method that a builder's interface has, too. */
  private void override(JavaFile out, String name, String method) {
    if (choices.isInherited(name + ".Builder", method)) {
      out.line("    @Override");
    }
  }

  private void build(JavaFile out, Shape shape, String name) {
    List<String> arguments = new ArrayList<>();
    for (String member : shape.members().keySet()) {
      String component = Names.lower(member);
      arguments.add(
          types.presence(shape, member) == Presence.OPTIONAL
              ? "Optional.ofNullable(" + component + ")"
              : component);
    }
    boolean isRefusing =
        shape.members().keySet().stream().anyMatch(member -> types.isPrimitive(shape, member));
    out.line("");
    out.doc(
        "    ",
        isRefusing
            ? "The structure.\n\n@throws NullPointerException if a number or boolean that is always there is not set"
            : "The structure.");
    out.line("    public " + name + " build() {");
    if (arguments.size() < 2) {
      out.line("      return new " + name + "(" + String.join("", arguments) + ");");
    } else {
      out.line("      return new " + name + "(");
      for (int i = 0; i < arguments.size(); i++) {
        out.line("          " + arguments.get(i) + (i < arguments.size() - 1 ? "," : ");"));
      }
    }
    out.line("    }");
  }
}
