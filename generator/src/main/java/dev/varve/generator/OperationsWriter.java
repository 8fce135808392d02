package dev.varve.generator;

import java.util.List;
import java.util.stream.Collectors;

/** Writes the interface of all operations, and their table by name. */
final class OperationsWriter {
  private final Model model;
  private final Types types;
  private final RulesWriter rules;
  private final ErrorWriter errors;

  OperationsWriter(Model model, Types types, RulesWriter rules, ErrorWriter errors) {
    this.model = model;
    this.types = types;
    this.rules = rules;
    this.errors = errors;
  }

  /** One method per operation. */
  JavaFile contract() {
    JavaFile out = new JavaFile(Main.API, "DynamoDb");
    out.use("java.io.IOException");
    out.use("dev.varve.dynamodb.error.DynamoException");
    out.doc(
        "",
        "All operations of DynamoDB and of its streams, in the service's names. Thread-safe.\n\nEvery method throws a {@link DynamoException} where the service answers with an error, and an {@link IOException} for trouble with storage. An operation that an implementation lacks answers with {@link UnsupportedOperationException}.");
    out.line("public interface DynamoDb {");
    boolean isFirst = true;
    for (Model.Operation operation : model.operations()) {
      if (!isFirst) {
        out.line("");
      }
      isFirst = false;
      List<String> thrown =
          operation.errors().stream().filter(it -> !it.equals("InternalServerError")).toList();
      out.doc(
          "  ",
          "The operation {@code "
              + operation.name()
              + "}."
              + (thrown.isEmpty() ? "" : "\n\n")
              + thrown.stream().map(it -> "@see " + it).collect(Collectors.joining("\n")));
      signature(out, "default", operation);
      out.line("    throw new UnsupportedOperationException(\"" + operation.name() + "\");");
      out.line("  }");
    }
    return out.line("}");
  }

  /** An implementation that hands all operations on. */
  JavaFile forwarder() {
    JavaFile out = new JavaFile(Main.API, "ForwardingDynamoDb");
    out.use("java.io.IOException");
    out.doc(
        "",
        "Hands every operation on to another implementation, for those that have more to offer beside them.");
    out.line("public abstract class ForwardingDynamoDb implements DynamoDb {");
    out.doc("  ", "For subclasses.");
    out.line("  protected ForwardingDynamoDb() {}").line("");
    out.doc("  ", "The implementation; never null once an operation is called.");
    out.line("  protected abstract DynamoDb operations();");
    for (Model.Operation operation : model.operations()) {
      out.line("");
      out.line("  @Override");
      signature(out, "public", operation);
      out.line(
          "    "
              + (operation.output().isPresent() ? "return " : "")
              + "operations()."
              + operation.method()
              + "(request);");
      out.line("  }");
    }
    return out.line("}");
  }

  private void signature(JavaFile out, String modifier, Model.Operation operation) {
    String result = operation.output().map(types::className).orElse("void");
    String request = types.className(operation.input());
    out.line(
        "  "
            + modifier
            + " "
            + result
            + " "
            + operation.method()
            + "("
            + request
            + " request) throws IOException {");
  }

  /** The operations as values. */
  JavaFile table() {
    JavaFile out = new JavaFile(Main.JSON, "Operations");
    out.use("java.util.List");
    out.use("java.util.Map");
    out.use("java.util.function.Function");
    out.use("java.util.stream.Collectors");
    out.use(Main.API + ".DynamoDb");
    out.doc("", "The operations by their names.");
    out.line("public final class Operations {");
    for (Model.Operation operation : model.operations()) {
      String request = types.className(operation.input());
      out.use(Main.API + "." + request);
      String result = operation.output().map(types::className).orElse("Void");
      if (!result.equals("Void")) {
        out.use(Main.API + "." + result);
      }
      boolean isChecked = rules.isConstrained(model.shape(operation.input()));
      if (isChecked) {
        out.use(Main.RULES + "." + request + "Rules");
      }
      out.doc("  ", "{@code " + operation.name() + "}.");
      out.line(
          "  public static final Operation<"
              + request
              + ", "
              + result
              + "> "
              + Names.constant(operation.name())
              + " =");
      out.line("      new Operation<>(");
      out.line("          \"" + operation.target() + "\",");
      out.line("          \"" + operation.name() + "\",");
      out.line("          " + request + "Json::read,");
      out.line(
          "          " + (isChecked ? request + "Rules::check" : "Operation::unchecked") + ",");
      if (result.equals("Void")) {
        out.line("          Operation.silent(DynamoDb::" + operation.method() + "),");
        out.line("          Operation::writeNothing);");
      } else {
        out.line("          DynamoDb::" + operation.method() + ",");
        out.line("          " + result + "Json::write);");
      }
      out.line("");
    }
    out.doc("  ", "All operations.");
    out.line("  public static final List<Operation<?, ?>> ALL =");
    out.line("      List.of(");
    for (int i = 0; i < model.operations().size(); i++) {
      out.line(
          "          "
              + Names.constant(model.operations().get(i).name())
              + (i < model.operations().size() - 1 ? "," : ");"));
    }
    out.line("");
    out.line("  private static final Map<String, Operation<?, ?>> BY_TARGET =");
    out.line(
        "      ALL.stream().collect(Collectors.toMap(Operation::target, Function.identity()));");
    out.line("").line("  private Operations() {}").line("");
    out.doc(
        "  ",
        "The operation that a request names, e.g. {@code DynamoDB_20120810.GetItem}, or null if there is none.");
    out.line("  public static Operation<?, ?> find(String target) {");
    out.line("    return BY_TARGET.get(target);").line("  }");
    return out.line("}");
  }

  /** The JSON of errors. */
  JavaFile errors() {
    JavaFile out = new JavaFile(Main.JSON, "ErrorDetails");
    out.use("java.io.IOException");
    out.use("dev.varve.dynamodb.error.DynamoException");
    out.doc("", "The members that errors have beside their messages.");
    out.line("public final class ErrorDetails {");
    out.line("  private ErrorDetails() {}").line("");
    out.doc("  ", "Writes the members.");
    out.line("  public static void write(DynamoException error, JsonOut out) throws IOException {");
    out.line("    switch (error) {");
    for (Shape shape : model.shapes()) {
      if (shape.isException() && !errors.details(shape).isEmpty()) {
        out.use(Main.API + "." + shape.name());
        out.line("      case " + shape.name() + " it -> {");
        errors
            .details(shape)
            .forEach((member, type) -> {
              String arguments = "(\"" + member + "\", it." + Names.lower(member) + "()";
              if (type.equals("Item")) {
                out.line("        out.item" + arguments + ");");
              } else {
                String element = type.replaceAll(".*<|>.*", "");
                out.line("        out.list" + arguments + ", " + element + "Json::write);");
              }
            });
        out.line("      }");
      }
    }
    out.line("      default -> {}").line("    }").line("  }").line("");
    out.doc(
        "  ",
        "The name of the member that holds the message: a few errors write it with a capital letter.");
    out.line("  public static String messageMember(DynamoException error) {");
    String capital =
        model.shapes().stream()
            .filter(shape -> shape.isException() && shape.members().containsKey("Message"))
            .map(shape -> "\"" + shape.name() + "\"")
            .collect(Collectors.joining(", "));
    out.line("    return switch (error.errorName()) {");
    out.line("      case " + capital + " -> \"Message\";");
    out.line("      default -> \"message\";");
    out.line("    };").line("  }");
    return out.line("}");
  }
}
