package dev.varve.dynamodb.partiql.binding;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.DocumentPath;
import dev.varve.dynamodb.expression.KeyCondition;
import dev.varve.dynamodb.expression.KeyConditionTerms;
import dev.varve.dynamodb.expression.Operand;
import dev.varve.dynamodb.expression.SortKeyCondition;
import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.table.KeySchema;
import dev.varve.dynamodb.table.QueryKeys;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the keys that a bound condition allows. Stateless. */
public final class KeySearch {
  /** The most values behind an IN of a partition key. */
  private static final int MAX_PARTITION_KEYS = 50;

  /** More ranges than that are no better than reading everything. */
  private static final int MAX_RANGES = 1000;

  private KeySearch() {}

  /**
   * A condition on one item.
   *
   * @param key its whole key
   * @param rest what else must hold; null for nothing
   */
  public record OneItem(Item key, Condition rest) {}

  /**
   * Splits a condition into the key of an item and the rest.
   *
   * @param where null for none
   * @return empty if the condition does not say of each key attribute what it equals
   */
  public static Optional<OneItem> oneItem(Condition where, KeySchema schema) {
    List<Condition> terms = terms(where);
    Item.Builder key = Item.builder();
    for (String name : schema.names()) {
      Optional<Condition> equality =
          terms.stream().filter(term -> equal(name, term) != null).findFirst();
      if (equality.isEmpty()) {
        return Optional.empty();
      }
      key.put(name, equal(name, equality.get()));
      terms.remove(equality.get());
    }
    return Optional.of(
        new OneItem(
            key.build(),
            switch (terms.size()) {
              case 0 -> null;
              case 1 -> terms.getFirst();
              default -> new Condition.And(terms);
            }));
  }

  /** The terms of a condition that must all hold. */
  private static List<Condition> terms(Condition condition) {
    return new ArrayList<>(
        switch (condition) {
          case null -> List.<Condition>of();
          case Condition.And(List<Condition> terms) ->
              terms.stream().flatMap(term -> terms(term).stream()).toList();
          default -> List.of(condition);
        });
  }

  /** What an attribute equals if a condition holds; null if that is not what it says. */
  private static AttributeValue equal(String attribute, Condition condition) {
    if (condition
            instanceof Condition.Comparison(Operand left, Comparator comparator, Operand right)
        && comparator == Comparator.EQUAL) {
      return is(attribute, left) ? literal(right) : is(attribute, right) ? literal(left) : null;
    }
    return null;
  }

  private static boolean is(String attribute, Operand operand) {
    return operand instanceof Operand.Attribute(DocumentPath path)
        && !path.isNested()
        && path.attributeName().equals(attribute);
  }

  private static AttributeValue literal(Operand operand) {
    return operand instanceof Operand.Literal(AttributeValue value) ? value : null;
  }

  /**
   * The ranges of keys outside of which a condition holds for nothing.
   *
   * @param where null for none
   * @param schema of the table or index that is read
   * @return empty if that is no reason to read less than everything
   * @throws ValidationException if a value for a key has another type than the key
   */
  public static Optional<List<KeyCondition>> ranges(Condition where, QueryKeys schema) {
    List<List<AttributeValue>> partitions = List.of(List.of());
    for (KeyElement element : schema.partitionKeys()) {
      Set<AttributeValue> values = where == null ? null : values(element.name(), where);
      if (values == null || (long) partitions.size() * values.size() > MAX_RANGES) {
        return Optional.empty();
      }
      values.forEach(value -> requireType(element, value));
      partitions = product(partitions, values);
    }
    List<AttributeValue> sortPrefix = new ArrayList<>();
    SortKeyCondition last = null;
    List<Condition> terms = terms(where);
    for (KeyElement element : schema.sortKeys()) {
      SortKeyCondition condition = sortCondition(element, terms);
      if (condition == null) {
        break;
      }
      if (last != null) {
        sortPrefix.add(((SortKeyCondition.EqualTo) last).value());
      }
      last = condition;
      if (!(condition instanceof SortKeyCondition.EqualTo)) {
        break;
      }
    }
    Optional<SortKeyCondition> sortKey = Optional.ofNullable(last);
    return Optional.of(
        partitions.stream()
            .map(partition -> new KeyCondition(partition, List.copyOf(sortPrefix), sortKey))
            .toList());
  }

  private static List<List<AttributeValue>> product(
      List<List<AttributeValue>> beginnings, Set<AttributeValue> values) {
    List<List<AttributeValue>> all = new ArrayList<>(beginnings.size() * values.size());
    for (List<AttributeValue> beginning : beginnings) {
      for (AttributeValue value : values) {
        List<AttributeValue> longer = new ArrayList<>(beginning);
        longer.add(value);
        all.add(longer);
      }
    }
    return all;
  }

  /**
   * The values of which an attribute has one if a condition holds; null if it may have others.
   *
   * @throws ValidationException if it is one of too many values
   */
  private static Set<AttributeValue> values(String attribute, Condition condition) {
    return switch (condition) {
      case Condition.Comparison _ -> {
        AttributeValue value = equal(attribute, condition);
        yield value == null ? null : Set.of(value);
      }
      case Condition.In(Operand operand, List<Operand> candidates) ->
          is(attribute, operand) ? literals(candidates) : null;
      case Condition.Or(List<Condition> terms) -> {
        Set<AttributeValue> all = new LinkedHashSet<>();
        for (Condition term : terms) {
          Set<AttributeValue> values = values(attribute, term);
          if (values == null) {
            yield null;
          }
          all.addAll(values);
        }
        yield all;
      }
      case Condition.And(List<Condition> terms) -> {
        Set<AttributeValue> fewest = null;
        for (Condition term : terms) {
          Set<AttributeValue> values = values(attribute, term);
          if (values != null && (fewest == null || values.size() < fewest.size())) {
            fewest = values;
          }
        }
        yield fewest;
      }
      case Condition.Not _,
          Condition.Between _,
          Condition.OneOf _,
          Condition.AttributeExists _,
          Condition.AttributeNotExists _,
          Condition.HasType _,
          Condition.BeginsWith _,
          Condition.Contains _ ->
          null;
    };
  }

  private static Set<AttributeValue> literals(List<Operand> candidates) {
    Set<AttributeValue> values = new LinkedHashSet<>();
    for (Operand candidate : candidates) {
      AttributeValue value = literal(candidate);
      if (value == null) {
        return null;
      }
      values.add(value);
    }
    if (candidates.size() > MAX_PARTITION_KEYS) {
      throw new ValidationException(
          "IN can have at most "
              + MAX_PARTITION_KEYS
              + " values of a partition key, number of values: "
              + candidates.size());
    }
    return values;
  }

  /**
   * The condition on a sort key attribute that reads the least, or null for none. What else is said
   * of the attribute is left to the filter.
   */
  private static SortKeyCondition sortCondition(KeyElement element, List<Condition> terms) {
    SortKeyCondition found = null;
    for (Condition term : terms) {
      SortKeyCondition condition = sortCondition(element.name(), term);
      if (condition != null && (found == null || rank(condition) < rank(found))) {
        found = condition;
      }
    }
    if (found != null) {
      found.values().forEach(value -> requireType(element, value));
    }
    return found;
  }

  /** How much a condition lets through, as far as its kind tells: the lower, the less. */
  private static int rank(SortKeyCondition condition) {
    return switch (condition) {
      case SortKeyCondition.EqualTo _ -> 0;
      case SortKeyCondition.Between _ -> 1;
      case SortKeyCondition.BeginsWith _ -> 2;
      case SortKeyCondition.LessThan _,
          SortKeyCondition.AtMost _,
          SortKeyCondition.GreaterThan _,
          SortKeyCondition.AtLeast _ ->
          3;
    };
  }

  private static SortKeyCondition sortCondition(String attribute, Condition term) {
    return switch (term) {
      case Condition.Comparison(Operand left, Comparator comparator, Operand right) -> {
        boolean isLeft = is(attribute, left);
        AttributeValue value = literal(isLeft ? right : left);
        yield value == null
                || comparator == Comparator.NOT_EQUAL
                || !(isLeft || is(attribute, right))
            ? null
            : SortKeyCondition.of(isLeft ? comparator : comparator.mirrored(), value);
      }
      case Condition.Between(Operand value, Operand lower, Operand upper) ->
          is(attribute, value) && literal(lower) != null && literal(upper) != null
              ? new SortKeyCondition.Between(literal(lower), literal(upper))
              : null;
      case Condition.BeginsWith(Operand value, Operand prefix) ->
          is(attribute, value) && literal(prefix) != null
              ? new SortKeyCondition.BeginsWith(literal(prefix))
              : null;
      case Condition.And _,
          Condition.Or _,
          Condition.Not _,
          Condition.In _,
          Condition.OneOf _,
          Condition.AttributeExists _,
          Condition.AttributeNotExists _,
          Condition.HasType _,
          Condition.Contains _ ->
          null;
    };
  }

  private static void requireType(KeyElement element, AttributeValue value) {
    if (value.type() != element.type()) {
      throw KeyConditionTerms.wrongType();
    }
  }
}
