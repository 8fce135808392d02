package dev.varve.dynamodb.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The text of a tree. */
final class Rendering {
  private Rendering() {}

  static String path(Tree.Path path) {
    StringBuilder text = new StringBuilder();
    for (Tree.Step step : path.steps()) {
      switch (step) {
        case Tree.Step.Name name -> text.append(text.isEmpty() ? "" : ".").append(name.text());
        case Tree.Step.At at -> text.append('[').append(at.index()).append(']');
      }
    }
    return text.toString();
  }

  static String operand(Tree.Operand operand) {
    return switch (operand) {
      case Tree.Path path -> path(path);
      case Tree.Literal literal -> literal.placeholder();
      case Tree.Size size -> "size(" + path(size.path()) + ")";
    };
  }

  static String condition(Tree.Condition condition) {
    return switch (condition) {
      case Tree.Condition.Compare c ->
          operand(c.left()) + " " + c.operator() + " " + operand(c.right());
      case Tree.Condition.Between c ->
          operand(c.operand()) + " BETWEEN " + operand(c.low()) + " AND " + operand(c.high());
      case Tree.Condition.In c ->
          operand(c.operand()) + " IN (" + joined(c.choices(), Rendering::operand) + ")";
      case Tree.Condition.Exists c -> "attribute_exists(" + path(c.path()) + ")";
      case Tree.Condition.NotExists c -> "attribute_not_exists(" + path(c.path()) + ")";
      case Tree.Condition.TypeIs c ->
          "attribute_type(" + path(c.path()) + ", " + c.type().placeholder() + ")";
      case Tree.Condition.BeginsWith c ->
          "begins_with(" + operand(c.operand()) + ", " + operand(c.beginning()) + ")";
      case Tree.Condition.Contains c ->
          "contains(" + operand(c.operand()) + ", " + operand(c.part()) + ")";
      case Tree.Condition.And c ->
          c.parts().stream()
              .map(
                  part -> part instanceof Tree.Condition.Or ? inParentheses(part) : condition(part))
              .collect(Collectors.joining(" AND "));
      case Tree.Condition.Or c ->
          c.parts().stream().map(Rendering::condition).collect(Collectors.joining(" OR "));
      case Tree.Condition.Not c ->
          c.part() instanceof Tree.Condition.And || c.part() instanceof Tree.Condition.Or
              ? "NOT " + inParentheses(c.part())
              : "NOT " + condition(c.part());
    };
  }

  private static String inParentheses(Tree.Condition condition) {
    return "(" + condition(condition) + ")";
  }

  /** The clauses stand in an order that {@code random} chooses. */
  static String update(Tree.Update update, Random random) {
    List<String> clauses = new ArrayList<>();
    clause(clauses, "SET", update.set(), a -> path(a.path()) + " = " + setValue(a.value()));
    clause(clauses, "REMOVE", update.remove(), Rendering::path);
    clause(clauses, "ADD", update.add(), Rendering::change);
    clause(clauses, "DELETE", update.delete(), Rendering::change);
    java.util.Collections.shuffle(clauses, random);
    return String.join(" ", clauses);
  }

  private static <T> void clause(
      List<String> clauses, String keyword, List<T> parts, Function<T, String> text) {
    if (!parts.isEmpty()) {
      clauses.add(keyword + " " + joined(parts, text));
    }
  }

  private static String change(Tree.Change change) {
    return path(change.path()) + " " + change.value().placeholder();
  }

  private static String setValue(Tree.SetValue value) {
    return value.sign() == null
        ? updateOperand(value.first())
        : updateOperand(value.first()) + " " + value.sign() + " " + updateOperand(value.second());
  }

  private static String updateOperand(Tree.UpdateOperand operand) {
    return switch (operand) {
      case Tree.Path path -> path(path);
      case Tree.Literal literal -> literal.placeholder();
      case Tree.IfNotExists f ->
          "if_not_exists(" + path(f.path()) + ", " + updateOperand(f.otherwise()) + ")";
      case Tree.ListAppend f ->
          "list_append(" + updateOperand(f.first()) + ", " + updateOperand(f.second()) + ")";
    };
  }

  static String projection(Tree.Projection projection) {
    return joined(projection.paths(), Rendering::path);
  }

  private static <T> String joined(List<T> parts, Function<T, String> text) {
    return parts.stream().map(text).collect(Collectors.joining(", "));
  }
}
