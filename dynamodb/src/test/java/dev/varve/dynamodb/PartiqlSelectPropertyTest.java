package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.partiql.syntax.Expression;
import dev.varve.dynamodb.partiql.syntax.Expression.Path;
import dev.varve.dynamodb.partiql.syntax.Predicate;
import dev.varve.dynamodb.partiql.syntax.Statement;
import dev.varve.dynamodb.partiql.syntax.StatementPrinter;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * A SELECT with a random condition finds what a loop over all items finds, whatever the plan and
 * however its pages are cut.
 */
final class PartiqlSelectPropertyTest {
  private static final List<String> PARTITIONS = List.of("a", "b", "c", "d");

  /** Independent of the engine's own evaluation: what a condition says of an item. */
  private static boolean holds(Predicate predicate, Item item) {
    return switch (predicate) {
      case Predicate.Or(List<Predicate> terms) ->
          terms.stream().anyMatch(term -> holds(term, item));
      case Predicate.And(List<Predicate> terms) ->
          terms.stream().allMatch(term -> holds(term, item));
      case Predicate.Not(Predicate term) -> !holds(term, item);
      case Predicate.IsMissing(Path path) -> find(path, item) == null;
      case Predicate.IsNull(Path path) -> find(path, item) instanceof AttributeValue.Null;
      case Predicate.In(Expression value, List<Expression> candidates) ->
          value(value, item) != null
              && candidates.stream().anyMatch(c -> value(value, item).equals(value(c, item)));
      case Predicate.Between(Expression value, Expression lower, Expression upper) ->
          order(value(lower, item), value(value, item)) <= 0
              && order(value(value, item), value(upper, item)) <= 0;
      case Predicate.Comparison(Expression left, Comparator comparator, Expression right) -> {
        AttributeValue a = value(left, item);
        AttributeValue b = value(right, item);
        yield switch (comparator) {
          case EQUAL -> a != null && a.equals(b);
          case NOT_EQUAL -> a == null || !a.equals(b);
          case LESS -> order(a, b) < 0;
          case LESS_OR_EQUAL -> order(a, b) <= 0;
          case GREATER -> order(b, a) < 0;
          case GREATER_OR_EQUAL -> order(b, a) <= 0;
        };
      }
      case Predicate.Test(Expression.Call(String function, List<Expression> arguments)) -> {
        AttributeValue first = value(arguments.get(0), item);
        String second = ((AttributeValue.S) value(arguments.get(1), item)).value();
        yield switch (function) {
          case "begins_with" -> first instanceof AttributeValue.S(String t) && t.startsWith(second);
          case "contains" -> first instanceof AttributeValue.S(String t) && t.contains(second);
          default -> throw new AssertionError(function);
        };
      }
    };
  }

  /** Negative, 0 or positive; 1 where the two have no order. */
  private static int order(AttributeValue a, AttributeValue b) {
    if (a instanceof AttributeValue.N x && b instanceof AttributeValue.N y) {
      return x.value().compareTo(y.value());
    }
    return a instanceof AttributeValue.S(String x) && b instanceof AttributeValue.S(String y)
        ? x.compareTo(y) // of ASCII
        : 1;
  }

  private static AttributeValue value(Expression expression, Item item) {
    return switch (expression) {
      case Path path -> find(path, item);
      case Expression.Literal(AttributeValue value) -> value;
      default -> throw new AssertionError(expression);
    };
  }

  private static AttributeValue find(Path path, Item item) {
    AttributeValue value = item.get(path.attribute());
    for (Expression.Step step : path.steps().subList(1, path.steps().size())) {
      value =
          step instanceof Expression.Name(String name) && value instanceof AttributeValue.M map
              ? map.values().get(name)
              : null;
    }
    return value;
  }

  private static final class Conditions {
    private final Random random;

    Conditions(Random random) {
      this.random = random;
    }

    <T> T oneOf(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    Expression number() {
      return new Expression.Literal(AttributeValue.n(random.nextInt(7)));
    }

    Expression partition() {
      return new Expression.Literal(AttributeValue.s(oneOf(PARTITIONS)));
    }

    Expression literal() {
      return switch (random.nextInt(4)) {
        case 0 -> partition();
        case 1 -> new Expression.Literal(AttributeValue.nul());
        default -> number();
      };
    }

    Path attribute() {
      return switch (random.nextInt(4)) {
        case 0 -> Path.of("x");
        case 1 -> new Path(List.of(new Expression.Name("m"), new Expression.Name("x")));
        default -> Path.of("y");
      };
    }

    Predicate condition(int depth) {
      if (depth > 0 && random.nextInt(3) > 0) {
        return switch (random.nextInt(5)) {
          case 0 -> new Predicate.Not(condition(depth - 1));
          case 1, 2 -> new Predicate.Or(conditions(depth));
          default -> new Predicate.And(conditions(depth));
        };
      }
      return switch (random.nextInt(5)) {
        case 0, 1 -> ofKey();
        case 2 -> ofText();
        default -> ofAttribute();
      };
    }

    /** Of the key of the index, which takes strings alone. */
    private Predicate ofText() {
      Path t = Path.of("t");
      return switch (random.nextInt(5)) {
        case 0 -> new Predicate.In(t, List.of(partition(), partition()));
        case 1 -> new Predicate.IsMissing(t);
        case 2 -> new Predicate.Test(new Expression.Call("begins_with", List.of(t, partition())));
        case 3 -> new Predicate.Comparison(t, oneOf(List.of(Comparator.values())), partition());
        default -> new Predicate.Comparison(t, Comparator.EQUAL, partition());
      };
    }

    private List<Predicate> conditions(int depth) {
      List<Predicate> conditions = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(2); i++) {
        conditions.add(condition(depth - 1));
      }
      return conditions;
    }

    private Predicate ofKey() {
      Path p = Path.of("p");
      Path s = Path.of("s");
      return switch (random.nextInt(8)) {
        case 0 -> new Predicate.Comparison(partition(), Comparator.EQUAL, p);
        case 1, 2, 3 -> new Predicate.Comparison(p, Comparator.EQUAL, partition());
        case 4 -> new Predicate.In(p, List.of(partition(), partition()));
        case 5 -> new Predicate.Comparison(s, oneOf(List.of(Comparator.values())), number());
        case 6 -> new Predicate.Comparison(number(), oneOf(List.of(Comparator.values())), s);
        default -> {
          int lower = random.nextInt(5);
          yield new Predicate.Between(
              s,
              new Expression.Literal(AttributeValue.n(lower)),
              new Expression.Literal(AttributeValue.n(lower + random.nextInt(3))));
        }
      };
    }

    private Predicate ofAttribute() {
      return switch (random.nextInt(7)) {
        case 0 -> new Predicate.IsMissing(attribute());
        case 1 -> new Predicate.IsNull(attribute());
        case 2 -> new Predicate.In(attribute(), List.of(literal(), literal()));
        case 3 ->
            new Predicate.Test(
                new Expression.Call(
                    random.nextBoolean() ? "begins_with" : "contains",
                    List.of(attribute(), partition())));
        case 4 ->
            new Predicate.Comparison(
                Path.of("x"), oneOf(List.of(Comparator.values())), Path.of("y"));
        case 5 ->
            new Predicate.Comparison(
                attribute(), oneOf(List.of(Comparator.EQUAL, Comparator.NOT_EQUAL)), literal());
        default ->
            new Predicate.Comparison(attribute(), oneOf(List.of(Comparator.values())), number());
      };
    }

    Item item(String partition, int sort) {
      Item.Builder item =
          Item.builder().put("p", AttributeValue.s(partition)).put("s", AttributeValue.n(sort));
      if (random.nextBoolean()) {
        item.put("t", ((Expression.Literal) partition()).value());
      }
      for (String name : List.of("x", "y")) {
        if (random.nextInt(3) > 0) {
          item.put(name, ((Expression.Literal) literal()).value());
        }
      }
      if (random.nextBoolean()) {
        item.put("m", AttributeValue.m(Map.of("x", ((Expression.Literal) literal()).value())));
      }
      return item.build();
    }
  }

  @Property(tries = 60)
  void selectsWhatALoopOverAllItemsSelects(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Conditions conditions = new Conditions(random);
    try (Databases databases = Databases.buffered()) {
      Varve varve = databases.varve();
      varve.createTable(
          TableDefinition.named("items")
              .partitionKey("p", AttributeType.S)
              .sortKey("s", AttributeType.N)
              .globalIndex("by-t", "t", AttributeType.S, "s", AttributeType.N)
              .partitions(2)
              .build());
      Map<String, Item> items = new TreeMap<>();
      for (int i = 0; i < 20; i++) {
        String partition = conditions.oneOf(PARTITIONS);
        int sort = random.nextInt(7);
        Item item = conditions.item(partition, sort);
        varve.putItem(PutItem.of("items", item));
        items.put(partition + sort, item);
      }
      for (int i = 0; i < 20; i++) {
        Predicate where = conditions.condition(3);
        assertFinds(varve, where, null, items.values(), random);
        assertFinds(
            varve,
            where,
            "by-t",
            items.values().stream().filter(item -> item.has("t")).toList(),
            random);
      }
    }
  }

  private static void assertFinds(
      Varve varve, Predicate where, String index, Collection<Item> items, Random random)
      throws IOException {
    String text =
        StatementPrinter.print(new Statement.Select(List.of(), "items", index, where, List.of()));
    Set<Item> expected = new LinkedHashSet<>();
    items.stream().filter(item -> holds(where, item)).forEach(expected::add);
    Set<Item> found = new LinkedHashSet<>();
    Integer limit = random.nextBoolean() ? null : 1 + random.nextInt(4);
    ExecuteStatement request = ExecuteStatement.builder().statement(text).limit(limit).build();
    ExecuteStatementResult page;
    do {
      page = varve.executeStatement(request);
      for (Item item : page.items()) {
        assertTrue(found.add(item), () -> "twice: " + item + " by " + text);
      }
      request = request.toBuilder().nextToken(page.nextToken().orElse(null)).build();
    } while (page.nextToken().isPresent());
    assertEquals(expected, found, text);
  }
}
