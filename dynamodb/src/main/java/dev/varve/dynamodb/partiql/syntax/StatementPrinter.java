package dev.varve.dynamodb.partiql.syntax;

import dev.varve.dynamodb.expression.syntax.ArithmeticOperator;
import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.partiql.syntax.Expression.Path;
import dev.varve.dynamodb.partiql.syntax.Statement.Change;
import dev.varve.dynamodb.partiql.syntax.Statement.Order;
import dev.varve.dynamodb.partiql.syntax.Statement.Returning;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Tree to text, in one canonical form: all names in quotes, and the fewest parentheses. Parsing the
 * text gives an equal tree, if its parameters are numbered as they stand.
 */
public final class StatementPrinter {
  private StatementPrinter() {}

  /** The text of a statement. */
  public static String print(Statement statement) {
    return switch (statement) {
      case Statement.Select select -> select(select);
      case Statement.Insert(String table, Expression item) ->
          "INSERT INTO " + name(table) + " VALUE " + operand(item);
      case Statement.Update(
              String table,
              List<Change> changes,
              Predicate where,
              Returning returning) ->
          "UPDATE "
              + name(table)
              + changes.stream().map(StatementPrinter::change).collect(Collectors.joining())
              + where(where)
              + returning(returning);
      case Statement.Delete(String table, Predicate where, Returning returning) ->
          "DELETE FROM " + name(table) + where(where) + returning(returning);
      case Statement.Exists(Statement.Select select) -> "EXISTS(" + select(select) + ")";
    };
  }

  private static String select(Statement.Select select) {
    String columns =
        select.columns().isEmpty()
            ? "*"
            : select.columns().stream()
                .map(StatementPrinter::path)
                .collect(Collectors.joining(", "));
    return "SELECT "
        + columns
        + " FROM "
        + name(select.table())
        + (select.index() == null ? "" : "." + name(select.index()))
        + where(select.where())
        + orderBy(select.orderBy());
  }

  private static String orderBy(List<Order> orders) {
    return orders.isEmpty()
        ? ""
        : orders.stream()
            .map(order -> path(order.key()) + (order.ascending() ? " ASC" : " DESC"))
            .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  private static String change(Change change) {
    return switch (change) {
      case Change.Set(Path target, Expression value) -> " SET " + path(target) + " = " + sum(value);
      case Change.Remove(Path target) -> " REMOVE " + path(target);
    };
  }

  private static String where(Predicate where) {
    return where == null ? "" : " WHERE " + print(where);
  }

  private static String returning(Returning returning) {
    return returning == null ? "" : " RETURNING " + returning.text();
  }

  /** The text of a condition. */
  public static String print(Predicate predicate) {
    return switch (predicate) {
      case Predicate.Or(List<Predicate> terms) ->
          terms.stream()
              .map(term -> term instanceof Predicate.Or ? within(term) : print(term))
              .collect(Collectors.joining(" OR "));
      case Predicate.And(List<Predicate> terms) ->
          terms.stream()
              .map(term -> isList(term) ? within(term) : print(term))
              .collect(Collectors.joining(" AND "));
      case Predicate.Not(Predicate term) -> "NOT " + (isList(term) ? within(term) : print(term));
      case Predicate.Comparison(Expression left, Comparator comparator, Expression right) ->
          operand(left) + " " + comparator.symbol() + " " + operand(right);
      case Predicate.Between(Expression value, Expression lower, Expression upper) ->
          operand(value) + " BETWEEN " + operand(lower) + " AND " + operand(upper);
      case Predicate.In(Expression value, List<Expression> candidates) ->
          operand(value) + " IN [" + operands(candidates) + "]";
      case Predicate.IsMissing(Path path) -> path(path) + " IS MISSING";
      case Predicate.IsNull(Path path) -> path(path) + " IS NULL";
      case Predicate.Test(Expression.Call call) -> operand(call);
    };
  }

  private static boolean isList(Predicate predicate) {
    return predicate instanceof Predicate.Or || predicate instanceof Predicate.And;
  }

  private static String within(Predicate predicate) {
    return "(" + print(predicate) + ")";
  }

  private static String sum(Expression expression) {
    return expression
            instanceof
            Expression.Arithmetic(Expression left, ArithmeticOperator operator, Expression right)
        ? operand(left) + " " + operator.symbol() + " " + operand(right)
        : operand(expression);
  }

  private static String operand(Expression expression) {
    return switch (expression) {
      case Path path -> path(path);
      case Expression.Literal(AttributeValue value) -> literal(value);
      case Expression.Parameter _ -> "?";
      case Expression.ListOf(List<Expression> elements) -> "[" + operands(elements) + "]";
      case Expression.SetOf(List<Expression> elements) -> "<<" + operands(elements) + ">>";
      case Expression.MapOf(List<Expression.Member> members) ->
          members.stream()
              .map(member -> text(member.name()) + ": " + operand(member.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Expression.Call(String function, List<Expression> arguments) ->
          function
              + arguments.stream()
                  .map(StatementPrinter::sum)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Expression.Arithmetic _ -> "(" + sum(expression) + ")";
    };
  }

  private static String operands(List<Expression> expressions) {
    return expressions.stream().map(StatementPrinter::operand).collect(Collectors.joining(", "));
  }

  private static String literal(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S(String string) -> text(string);
      case AttributeValue.N number -> number.text();
      case AttributeValue.Bool(boolean bool) -> Boolean.toString(bool).toUpperCase(Locale.ROOT);
      case AttributeValue.Null _ -> "NULL";
      case AttributeValue.B _,
          AttributeValue.SS _,
          AttributeValue.NS _,
          AttributeValue.BS _,
          AttributeValue.L _,
          AttributeValue.M _ ->
          throw new AssertionError("no literal has the type " + value.type());
    };
  }

  private static String path(Path path) {
    StringBuilder text = new StringBuilder();
    for (Expression.Step step : path.steps()) {
      switch (step) {
        case Expression.Name(String name) ->
            text.append(text.isEmpty() ? "" : ".").append(name(name));
        case Expression.Index(long index) -> text.append('[').append(index).append(']');
      }
    }
    return text.toString();
  }

  /** A name in quotes, where it may be any. */
  public static String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** A text in quotes. */
  private static String text(String content) {
    return "'" + content.replace("'", "''") + "'";
  }
}
