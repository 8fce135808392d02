package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a condition says of an item. */
final class Conditions {
  private final Scope scope;
  private final Map<String, AttributeValue> item;

  private Conditions(Scope scope, Map<String, AttributeValue> item) {
    this.scope = scope;
    this.item = item;
  }

  /**
   * Whether a condition is true of an item; of an item that is missing, null, as of an empty one.
   */
  static boolean test(Tree.Condition condition, Scope scope, Item item) {
    return new Conditions(scope, item == null ? Map.of() : item.asMap()).test(condition);
  }

  private boolean test(Tree.Condition condition) {
    return switch (condition) {
      case Tree.Condition.Compare c -> compare(c.operator(), value(c.left()), value(c.right()), c);
      case Tree.Condition.Between c -> {
        AttributeValue value = value(c.operand());
        yield ordered(">=", value, value(c.low())) && ordered("<=", value, value(c.high()));
      }
      case Tree.Condition.In c -> {
        AttributeValue value = value(c.operand());
        yield value != null && c.choices().stream().anyMatch(choice -> value.equals(value(choice)));
      }
      case Tree.Condition.Exists c -> value(c.path()) != null;
      case Tree.Condition.NotExists c -> value(c.path()) == null;
      case Tree.Condition.TypeIs c -> {
        AttributeValue value = value(c.path());
        yield value != null
            && value.type().name().equals(((AttributeValue.S) scope.value(c.type())).value());
      }
      case Tree.Condition.BeginsWith c ->
          Compare.beginsWith(value(c.operand()), value(c.beginning()));
      case Tree.Condition.Contains c -> Compare.contains(value(c.operand()), value(c.part()));
      case Tree.Condition.And c -> c.parts().stream().allMatch(this::test);
      case Tree.Condition.Or c -> c.parts().stream().anyMatch(this::test);
      case Tree.Condition.Not c -> !test(c.part());
    };
  }

  private boolean compare(
      String operator, AttributeValue left, AttributeValue right, Tree.Condition.Compare c) {
    return switch (operator) {
      case "=" -> left != null && left.equals(right);
      case "<>" -> {
        if (isMissingSize(c.left()) || isMissingSize(c.right())) {
          yield false;
        }
        yield left == null || !left.equals(right);
      }
      default -> ordered(operator, left, right);
    };
  }

  private boolean isMissingSize(Tree.Operand operand) {
    return operand instanceof Tree.Size && value(operand) == null;
  }

  static boolean ordered(String operator, AttributeValue left, AttributeValue right) {
    if (!Compare.areComparable(left, right)) {
      return false;
    }
    int order = Compare.compare(left, right);
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new AssertionError(operator);
    };
  }

  private AttributeValue value(Tree.Operand operand) {
    return switch (operand) {
      case Tree.Path path -> Paths.get(item, scope.path(path));
      case Tree.Literal literal -> scope.value(literal);
      case Tree.Size size -> size(Paths.get(item, scope.path(size.path())));
    };
  }

  private static AttributeValue size(AttributeValue value) {
    int size =
        switch (value) {
          case null -> -1;
          case AttributeValue.S s -> s.value().length();
          case AttributeValue.B b -> b.value().length;
          case AttributeValue.SS set -> set.values().size();
          case AttributeValue.NS set -> set.values().size();
          case AttributeValue.BS set -> set.values().size();
          case AttributeValue.L list -> list.values().size();
          case AttributeValue.M map -> map.values().size();
          case AttributeValue.N _, AttributeValue.Bool _, AttributeValue.Null _ -> -1;
        };
    return size < 0 ? null : AttributeValue.n(size);
  }

  /** Refuses literals of types that their operator does not take. */
  static void checkLiterals(Tree.Condition condition, Scope scope, String parameter) {
    switch (condition) {
      case null -> {}
      case Tree.Condition.Compare c -> {
        if (!c.operator().equals("=") && !c.operator().equals("<>")) {
          requireOrdered(c.operator(), List.of(c.left(), c.right()), scope, parameter);
        }
      }
      case Tree.Condition.Between c ->
          requireOrdered("BETWEEN", List.of(c.operand(), c.low(), c.high()), scope, parameter);
      case Tree.Condition.BeginsWith c -> {
        for (Tree.Operand operand : List.of(c.operand(), c.beginning())) {
          if (operand instanceof Tree.Literal literal
              && Compare.bytes(scope.value(literal)) == null) {
            throw badType("begins_with", scope.value(literal), parameter);
          }
        }
      }
      case Tree.Condition.And c -> c.parts().forEach(part -> checkLiterals(part, scope, parameter));
      case Tree.Condition.Or c -> c.parts().forEach(part -> checkLiterals(part, scope, parameter));
      case Tree.Condition.Not c -> checkLiterals(c.part(), scope, parameter);
      case Tree.Condition.In _,
          Tree.Condition.Exists _,
          Tree.Condition.NotExists _,
          Tree.Condition.TypeIs _,
          Tree.Condition.Contains _ -> {}
    }
  }

  private static void requireOrdered(
      String operator, List<Tree.Operand> operands, Scope scope, String parameter) {
    for (Tree.Operand operand : operands) {
      if (operand instanceof Tree.Literal literal && !Compare.isOrdered(scope.value(literal))) {
        throw badType(operator, scope.value(literal), parameter);
      }
    }
  }

  private static RuntimeException badType(String operator, AttributeValue value, String parameter) {
    return Refused.validation(
        "Invalid "
            + parameter
            + ": Incorrect operand type for operator or function; operator or function: "
            + operator
            + ", operand type: "
            + value.type());
  }

  /** Tells the paths that a condition reads. */
  static void paths(Tree.Condition condition, Consumer<Tree.Path> found) {
    switch (condition) {
      case Tree.Condition.Compare c -> operands(List.of(c.left(), c.right()), found);
      case Tree.Condition.Between c -> operands(List.of(c.operand(), c.low(), c.high()), found);
      case Tree.Condition.In c -> {
        operands(List.of(c.operand()), found);
        operands(c.choices(), found);
      }
      case Tree.Condition.Exists c -> found.accept(c.path());
      case Tree.Condition.NotExists c -> found.accept(c.path());
      case Tree.Condition.TypeIs c -> found.accept(c.path());
      case Tree.Condition.BeginsWith c -> operands(List.of(c.operand(), c.beginning()), found);
      case Tree.Condition.Contains c -> operands(List.of(c.operand(), c.part()), found);
      case Tree.Condition.And c -> c.parts().forEach(part -> paths(part, found));
      case Tree.Condition.Or c -> c.parts().forEach(part -> paths(part, found));
      case Tree.Condition.Not c -> paths(c.part(), found);
    }
  }

  private static void operands(List<Tree.Operand> operands, Consumer<Tree.Path> found) {
    for (Tree.Operand operand : operands) {
      switch (operand) {
        case Tree.Path path -> found.accept(path);
        case Tree.Size size -> found.accept(size.path());
        case Tree.Literal _ -> {}
      }
    }
  }
}
