package dev.varve.dynamodb.reference;

import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Random expressions. */
final class RandomTrees {
  private static final List<String> COMPARATORS = List.of("=", "<>", "<", "<=", ">", ">=");

  /** Paths into documents; none conflicts with another, some overlap. */
  private static final List<List<Object>> DOCUMENT_PATHS =
      List.of(
          List.of("m", "x"),
          List.of("m", "y"),
          List.of("m", "z", "x"),
          List.of("m", "x", 0),
          List.of("l", 0),
          List.of("l", 1),
          List.of("l", 2),
          List.of("l", 3),
          List.of("l", 7),
          List.of("l", 0, "x"),
          List.of("l", 1, 0));

  private final Random random;
  private final RandomValues values;

  RandomTrees(Random random, RandomValues values) {
    this.random = random;
    this.values = values;
  }

  /** A path that starts at one of these attributes. */
  List<Object> path(List<String> attributes) {
    if (values.chance(0.35)) {
      List<List<Object>> paths =
          DOCUMENT_PATHS.stream()
              .filter(path -> attributes.contains((String) path.getFirst()))
              .toList();
      if (!paths.isEmpty()) {
        return values.oneOf(paths);
      }
    }
    return List.of(values.oneOf(attributes));
  }

  private AttributeValue valueFor(List<Object> path) {
    return path.size() == 1 ? values.of((String) path.getFirst()) : values.any(1);
  }

  Tree.Condition condition(Placeholders placeholders, List<String> attributes, int depth) {
    if (depth > 0) {
      switch (random.nextInt(8)) {
        case 0 -> {
          return new Tree.Condition.And(parts(placeholders, attributes, depth));
        }
        case 1 -> {
          return new Tree.Condition.Or(parts(placeholders, attributes, depth));
        }
        case 2 -> {
          return new Tree.Condition.Not(condition(placeholders, attributes, depth - 1));
        }
        default -> {}
      }
    }
    List<Object> path = path(attributes);
    Tree.Path left = placeholders.path(path);
    return switch (random.nextInt(12)) {
      case 0, 1 -> new Tree.Condition.Exists(left);
      case 2, 3 -> new Tree.Condition.NotExists(left);
      case 4 -> {
        AttributeValue low = values.scalar();
        AttributeValue high = scalarOf(low);
        boolean isOrdered = Compare.compare(low, high) <= 0;
        yield new Tree.Condition.Between(
            left,
            placeholders.value(isOrdered ? low : high),
            placeholders.value(isOrdered ? high : low));
      }
      case 5 -> {
        List<Tree.Operand> choices = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
          choices.add(placeholders.value(valueFor(path)));
        }
        yield new Tree.Condition.In(left, choices);
      }
      case 6 ->
          new Tree.Condition.TypeIs(
              left,
              placeholders.value(
                  AttributeValue.s(
                      values.oneOf(
                          List.of("S", "N", "B", "SS", "NS", "BS", "L", "M", "BOOL", "NULL")))));
      case 7 ->
          new Tree.Condition.BeginsWith(
              left, placeholders.value(random.nextBoolean() ? values.string() : values.binary()));
      case 8 -> new Tree.Condition.Contains(left, placeholders.value(values.any(1)));
      case 9 ->
          new Tree.Condition.Compare(
              values.oneOf(List.of("=", "<", "<=", ">", ">=")),
              new Tree.Size(left),
              placeholders.value(AttributeValue.n(random.nextInt(4))));
      case 10 -> {
        List<Object> other = path(attributes);
        yield other.equals(path)
            ? new Tree.Condition.Exists(left)
            : new Tree.Condition.Compare(values.oneOf(COMPARATORS), left, placeholders.path(other));
      }
      default -> {
        String comparator = values.oneOf(COMPARATORS);
        boolean needsOrder = !comparator.equals("=") && !comparator.equals("<>");
        AttributeValue value = valueFor(path);
        if (needsOrder && !Compare.isOrdered(value) && values.chance(0.95)) {
          value = values.scalar();
        }
        Tree.Literal literal = placeholders.value(value);
        yield random.nextInt(6) == 0
            ? new Tree.Condition.Compare(comparator, literal, left)
            : new Tree.Condition.Compare(comparator, left, literal);
      }
    };
  }

  private AttributeValue scalarOf(AttributeValue like) {
    return switch (like) {
      case AttributeValue.S _ -> values.string();
      case AttributeValue.N _ -> values.number();
      default -> values.binary();
    };
  }

  private List<Tree.Condition> parts(
      Placeholders placeholders, List<String> attributes, int depth) {
    List<Tree.Condition> parts = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      Tree.Condition part = condition(placeholders, attributes, depth - 1);
      parts.add(part);
    }
    return parts;
  }

  Tree.Projection projection(Placeholders placeholders, List<String> attributes) {
    return new Tree.Projection(
        distinctPaths(attributes, 1 + random.nextInt(4)).stream().map(placeholders::path).toList());
  }

  /** Paths of which none lies in another. */
  private List<List<Object>> distinctPaths(List<String> attributes, int count) {
    List<List<Object>> paths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<Object> path = path(attributes);
      boolean isFree =
          paths.stream().noneMatch(other -> isPrefix(path, other) || isPrefix(other, path));
      if (isFree) {
        paths.add(path);
      }
    }
    return paths;
  }

  private static boolean isPrefix(List<Object> beginning, List<Object> path) {
    return beginning.size() <= path.size() && path.subList(0, beginning.size()).equals(beginning);
  }

  Tree.Update update(Placeholders placeholders, List<String> attributes) {
    List<Tree.Assignment> set = new ArrayList<>();
    List<Tree.Path> remove = new ArrayList<>();
    List<Tree.Change> add = new ArrayList<>();
    List<Tree.Change> delete = new ArrayList<>();
    for (List<Object> path : distinctPaths(attributes, 1 + random.nextInt(4))) {
      Tree.Path target = placeholders.path(path);
      switch (random.nextInt(10)) {
        case 0, 1 -> remove.add(target);
        case 2, 3 ->
            add.add(
                new Tree.Change(
                    target,
                    placeholders.value(
                        random.nextBoolean() ? values.smallNumber() : values.set())));
        case 4 -> delete.add(new Tree.Change(target, placeholders.value(values.set())));
        default -> set.add(new Tree.Assignment(target, setValue(placeholders, attributes, path)));
      }
    }
    return new Tree.Update(set, remove, add, delete);
  }

  private Tree.SetValue setValue(
      Placeholders placeholders, List<String> attributes, List<Object> target) {
    List<Object> source = values.chance(0.5) ? target : path(attributes);
    return switch (random.nextInt(10)) {
      case 0 -> new Tree.SetValue(placeholders.path(source), null, null);
      case 1, 2 ->
          new Tree.SetValue(
              placeholders.path(source),
              random.nextBoolean() ? "+" : "-",
              placeholders.value(values.chance(0.2) ? values.number() : values.smallNumber()));
      case 3 ->
          new Tree.SetValue(
              new Tree.IfNotExists(
                  placeholders.path(source), placeholders.value(values.smallNumber())),
              random.nextBoolean() ? "+" : "-",
              placeholders.value(values.smallNumber()));
      case 4 ->
          new Tree.SetValue(
              new Tree.IfNotExists(placeholders.path(source), placeholders.value(valueFor(target))),
              null,
              null);
      case 5 -> {
        Tree.UpdateOperand list = placeholders.path(source);
        if (random.nextBoolean()) {
          list = new Tree.IfNotExists((Tree.Path) list, placeholders.value(values.list(1)));
        }
        Tree.UpdateOperand literal = placeholders.value(values.list(1));
        yield new Tree.SetValue(
            random.nextBoolean()
                ? new Tree.ListAppend(list, literal)
                : new Tree.ListAppend(literal, list),
            null,
            null);
      }
      default -> new Tree.SetValue(placeholders.value(valueFor(target)), null, null);
    };
  }

  /**
   * Conditions on keys.
   *
   * @param hashValues the values of the HASH attributes
   */
  Tree.Condition keyCondition(
      Placeholders placeholders,
      List<TableState.Key> hash,
      List<AttributeValue> hashValues,
      List<TableState.Key> range) {
    List<Tree.Condition> parts = new ArrayList<>();
    for (int i = 0; i < hash.size(); i++) {
      parts.add(
          new Tree.Condition.Compare(
              "=",
              placeholders.path(List.of(hash.get(i).name())),
              placeholders.value(hashValues.get(i))));
    }
    int used = range.isEmpty() ? 0 : random.nextInt(range.size() + 1);
    if (range.size() == 1 && values.chance(0.4)) {
      used = 1;
    }
    for (int i = 0; i < used; i++) {
      TableState.Key key = range.get(i);
      Tree.Path path = placeholders.path(List.of(key.name()));
      parts.add(
          i < used - 1
              ? new Tree.Condition.Compare("=", path, placeholders.value(values.key(key.type())))
              : rangeCondition(placeholders, path, key.type()));
    }
    Collections.shuffle(parts, random);
    return parts.size() == 1 ? parts.getFirst() : new Tree.Condition.And(parts);
  }

  private Tree.Condition rangeCondition(
      Placeholders placeholders, Tree.Path path, ScalarAttributeType type) {
    AttributeValue value = values.key(type);
    int choice = random.nextInt(8);
    if (choice == 0) {
      AttributeValue other = values.key(type);
      boolean isOrdered = Compare.compare(value, other) <= 0;
      return new Tree.Condition.Between(
          path,
          placeholders.value(isOrdered ? value : other),
          placeholders.value(isOrdered ? other : value));
    }
    if (choice == 1 && type != ScalarAttributeType.N) {
      return new Tree.Condition.BeginsWith(path, placeholders.value(value));
    }
    String comparator = values.oneOf(List.of("=", "<", "<=", ">", ">="));
    return choice == 2
        ? new Tree.Condition.Compare(comparator, placeholders.value(value), path)
        : new Tree.Condition.Compare(comparator, path, placeholders.value(value));
  }
}
