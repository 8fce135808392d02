package dev.varve.generator;

/** Writes the reader and writer of a structure's JSON. */
final class JsonWriter {
  private final Model model;
  private final Types types;

  JsonWriter(Model model, Types types) {
    this.model = model;
    this.types = types;
  }

  JavaFile write(Shape shape) {
    String name = types.className(shape.name());
    JavaFile out = new JavaFile(Main.JSON, name + "Json");
    out.use(Main.API + "." + name);
    out.use("java.io.IOException");
    out.doc("", "The JSON of {@link " + name + "}.");
    out.line("public final class " + name + "Json {");
    out.line("  private " + name + "Json() {}");
    reader(out, shape, name);
    writer(out, shape, name);
    return out.line("}");
  }

  private void reader(JavaFile out, Shape shape, String name) {
    out.line("").doc("  ", "Reads one; members that are not in the model are passed over.");
    out.line("  public static " + name + " read(JsonIn in) throws IOException {");
    out.line("    in.begin(\"" + shape.name() + "\");");
    out.line("    " + name + ".Builder out = " + name + ".builder();");
    out.line("    for (String member = in.member(); member != null; member = in.member()) {");
    if (shape.members().isEmpty()) {
      out.line("      in.skip();");
    } else {
      out.line("      switch (member) {");
      shape
          .members()
          .forEach((member, type) ->
              out.line(
                  "        case \""
                      + member
                      + "\" -> out."
                      + Names.lower(member)
                      + "("
                      + read(out, member, model.shape(type))
                      + ");"));
      out.line("        default -> in.skip();").line("      }");
    }
    out.line("    }");
    out.line("    return in.end(out.build());").line("  }");
  }

  private String read(JavaFile out, String member, Shape shape) {
    return switch (shape.type()) {
      case "string" -> {
        if (!shape.isEnum()) {
          yield "in.string()";
        }
        out.use(Main.API + "." + shape.name());
        yield "in.enumeration(\"" + Names.path(member) + "\", " + shape.name() + "::find)";
      }
      case "structure" ->
          shape.isValue() ? "in.value()" : types.className(shape.name()) + "Json.read(in)";
      case "list" -> "in.list(\"" + shape.name() + "\", " + element(types.element(shape)) + ")";
      case "map" ->
          types.isItem(shape) ? "in.item()" : "in.map(" + element(types.element(shape)) + ")";
      default -> "in." + scalar(shape) + "()";
    };
  }

  /** The reader of a list's elements or a map's values. */
  private String element(Shape shape) {
    return switch (shape.type()) {
      case "structure" ->
          shape.isValue() ? "JsonIn::value" : types.className(shape.name()) + "Json::read";
      case "list" ->
          "it -> it.list(\"" + shape.name() + "\", " + element(types.element(shape)) + ")";
      case "map" ->
          types.isItem(shape)
              ? "JsonIn::item"
              : "it -> it.map(" + element(types.element(shape)) + ")";
      default -> "JsonIn::" + scalar(shape);
    };
  }

  private static String scalar(Shape shape) {
    return switch (shape.type()) {
      case "integer" -> "integer";
      case "long" -> "longInteger";
      case "double" -> "decimal";
      case "boolean" -> "bool";
      case "timestamp" -> "timestamp";
      case "string" -> "string";
      default -> throw new IllegalArgumentException(shape.name());
    };
  }

  private void writer(JavaFile out, Shape shape, String name) {
    out.line("").doc("  ", "Writes one; members that are absent are left out.");
    out.line("  public static void write(" + name + " in, JsonOut out) throws IOException {");
    out.line("    out.begin();");
    shape
        .members()
        .forEach((member, type) -> out.line("    out." + write(member, model.shape(type)) + ";"));
    out.line("    out.end();").line("  }");
  }

  private String write(String member, Shape shape) {
    String arguments = "(\"" + member + "\", in." + Names.lower(member) + "()";
    return switch (shape.type()) {
      case "structure" ->
          shape.isValue()
              ? "value" + arguments + ")"
              : "structure" + arguments + ", " + types.className(shape.name()) + "Json::write)";
      case "list" -> "list" + arguments + ", " + writeElement(types.element(shape)) + ")";
      case "map" ->
          types.isItem(shape)
              ? "item" + arguments + ")"
              : "map" + arguments + ", " + writeElement(types.element(shape)) + ")";
      default -> {
        if (shape.isEnum()) {
          yield "enumeration" + arguments + ", " + shape.name() + "::text)";
        }
        yield (shape.type().equals("string")
                ? "string"
                : shape.type().equals("boolean")
                    ? "bool"
                    : shape.type().equals("timestamp") ? "timestamp" : "number")
            + arguments
            + ")";
      }
    };
  }

  private String writeElement(Shape shape) {
    return switch (shape.type()) {
      case "structure" ->
          shape.isValue() ? "JsonOut::writeValue" : types.className(shape.name()) + "Json::write";
      case "list" ->
          "(elements, it) -> it.writeList(elements, " + writeElement(types.element(shape)) + ")";
      case "map" ->
          types.isItem(shape)
              ? "JsonOut::writeItem"
              : "(entries, it) -> it.writeMap(entries, " + writeElement(types.element(shape)) + ")";
      case "string" -> "JsonOut::writeString";
      case "double" -> "JsonOut::writeNumber";
      default -> throw new IllegalArgumentException(shape.name());
    };
  }
}
