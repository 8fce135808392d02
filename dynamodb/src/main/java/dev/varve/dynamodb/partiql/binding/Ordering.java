package dev.varve.dynamodb.partiql.binding;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.ConditionEvaluator;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.partiql.syntax.Statement;
import dev.varve.dynamodb.partiql.syntax.Statement.Order;
import dev.varve.dynamodb.table.QueryKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * In which order a SELECT reads ranges of keys: an {@code ORDER BY} is no more than that, since
 * nothing is sorted.
 *
 * @param ranges in their order
 * @param forward whether each is read in the order of its keys, or against it
 */
public record Ordering(List<KeyCondition> ranges, boolean forward) {
  /**
   * The order of a statement that reads ranges.
   *
   * @param ranges empty where the statement reads everything
   * @throws ValidationException if they cannot be read in the order that it asks for
   */
  public static Ordering of(
      Statement.Select select, Optional<List<KeyCondition>> ranges, QueryKeys schema) {
    if (select.orderBy().isEmpty()) {
      return new Ordering(ranges.orElse(List.of()), true);
    }
    if (select.where() == null) {
      throw new ValidationException(
          "Must have WHERE clause in the statement when using ORDER BY clause.");
    }
    if (ranges.isEmpty()) {
      throw new ValidationException(
          "Must have at least one non-optional hash key condition in WHERE clause when using ORDER"
              + " BY clause.");
    }
    List<Order> bySortKey = new ArrayList<>();
    for (Order order : select.orderBy()) {
      String name = order.key().attribute();
      if (order.key().isNested() || !schema.names().contains(name)) {
        throw new ValidationException(
            "Variable reference " + name + " in ORDER BY clause must be part of the primary key");
      }
      if (schema.sortKeys().stream().map(KeyElement::name).anyMatch(name::equals)) {
        bySortKey.add(order);
      }
    }
    requireKeyOrder(bySortKey, schema.sortKeys());
    boolean forward = bySortKey.isEmpty() || bySortKey.getFirst().ascending();
    return new Ordering(ordered(ranges.get(), select.orderBy(), schema), forward);
  }

  /** Checks that the sort key's attributes stand in the key's order, and all in one direction. */
  private static void requireKeyOrder(List<Order> orders, List<KeyElement> sortKeys) {
    for (int i = 0; i < orders.size(); i++) {
      if (!orders.get(i).key().attribute().equals(sortKeys.get(i).name())
          || orders.get(i).ascending() != orders.getFirst().ascending()) {
        throw new ValidationException(
            "ORDER BY must have the attributes of the sort key in their order, all ASC or all DESC");
      }
    }
  }

  private static List<KeyCondition> ordered(
      List<KeyCondition> ranges, List<Order> orders, QueryKeys schema) {
    if (ranges.size() == 1) {
      return ranges;
    }
    Order first = orders.getFirst();
    if (schema.partitionKeys().size() > 1
        || !first.key().attribute().equals(schema.partitionKeys().getFirst().name())) {
      throw new ValidationException(
          "ORDER BY must begin with the partition key where several of its values are read");
    }
    Comparator<KeyCondition> ascending =
        (one, other) ->
            ConditionEvaluator.compare(
                one.partitionKey().getFirst(), other.partitionKey().getFirst());
    return ranges.stream().sorted(first.ascending() ? ascending : ascending.reversed()).toList();
  }
}
