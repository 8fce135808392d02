package dev.varve.dynamodb.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.api.ComparisonOperator;
import dev.varve.dynamodb.api.Condition;
import dev.varve.dynamodb.api.ConditionalOperator;
import dev.varve.dynamodb.expression.AttributeLookup;
import dev.varve.dynamodb.expression.ConditionEvaluator;
import dev.varve.dynamodb.expression.Notation;
import dev.varve.dynamodb.expression.Values;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.AttributeValue.B;
import dev.varve.dynamodb.value.AttributeValue.BS;
import dev.varve.dynamodb.value.AttributeValue.L;
import dev.varve.dynamodb.value.AttributeValue.N;
import dev.varve.dynamodb.value.AttributeValue.NS;
import dev.varve.dynamodb.value.AttributeValue.S;
import dev.varve.dynamodb.value.AttributeValue.SS;
import dev.varve.dynamodb.value.Item;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** Legacy conditions against a direct evaluation on text and bytes. */
final class FiltersPropertyTest {
  /** An operator with arguments that it takes. */
  record Comparison(ComparisonOperator operator, List<AttributeValue> arguments) {
    Condition condition() {
      return Condition.builder().comparisonOperator(operator).attributeValueList(arguments).build();
    }

    boolean holds(AttributeValue value) {
      AttributeValue first = arguments.isEmpty() ? null : arguments.getFirst();
      return switch (operator) {
        case NULL -> value == null;
        case NOT_NULL -> value != null;
        case EQ -> equal(value, first);
        case NE -> !equal(value, first);
        case LT -> ordered(value, first) && compare(value, first) < 0;
        case LE -> ordered(value, first) && compare(value, first) <= 0;
        case GT -> ordered(value, first) && compare(value, first) > 0;
        case GE -> ordered(value, first) && compare(value, first) >= 0;
        case BETWEEN ->
            ordered(value, first)
                && compare(first, value) <= 0
                && compare(value, arguments.get(1)) <= 0;
        case IN -> arguments.stream().anyMatch(argument -> equal(value, argument));
        case BEGINS_WITH -> ordered(value, first) && startsWith(bytes(value), bytes(first), 0);
        case CONTAINS -> value != null && contains(value, first);
        case NOT_CONTAINS -> value != null && !contains(value, first);
      };
    }
  }

  @Property(tries = 3000)
  void holdsLikeTheReference(
      @ForAll("optionalValues") Optional<AttributeValue> any,
      @ForAll("comparisons") Comparison comparison,
      @ForAll @IntRange(max = 3) int relation) {
    Optional<AttributeValue> value =
        comparison.arguments().isEmpty()
            ? any
            : related(any, comparison.arguments().getLast(), relation);
    boolean expected = comparison.holds(value.orElse(null));
    Statistics.collect(comparison.operator() + (expected ? " holds" : " fails"));
    assertEquals(
        expected, test(Map.of("a", comparison.condition()), null, value.map(v -> Item.of("a", v))));
  }

  /** A stored value that has to do with an argument, so that conditions hold often enough. */
  private static Optional<AttributeValue> related(
      Optional<AttributeValue> any, AttributeValue argument, int relation) {
    return switch (relation) {
      case 0 -> Optional.of(argument);
      case 1 -> Optional.of(any.isPresent() ? AttributeValue.l(any.get(), argument) : argument);
      case 2 ->
          Optional.of(
              switch (argument) {
                case S(String text) -> AttributeValue.s(text + "b");
                case N number -> new NS(List.of(number));
                case B bytes -> new BS(List.of(bytes));
                default -> argument;
              });
      default -> any;
    };
  }

  @Property(tries = 500)
  void severalAreJoined(
      @ForAll("optionalValues") Optional<AttributeValue> value,
      @ForAll("comparisons") Comparison first,
      @ForAll("comparisons") Comparison second) {
    Map<String, Condition> conditions = new LinkedHashMap<>();
    conditions.put("a", first.condition());
    conditions.put("b", second.condition());
    boolean one = first.holds(value.orElse(null));
    boolean other = second.holds(null);
    Optional<Item> item = value.map(v -> Item.of("a", v));
    assertEquals(one && other, test(conditions, null, item));
    assertEquals(one && other, test(conditions, ConditionalOperator.AND, item));
    assertEquals(one || other, test(conditions, ConditionalOperator.OR, item));
  }

  private static boolean test(
      Map<String, Condition> conditions, ConditionalOperator operator, Optional<Item> item) {
    return ConditionEvaluator.test(
        Filters.condition(conditions, operator),
        item.map(AttributeLookup::of).orElse(AttributeLookup.NOTHING));
  }

  @Provide
  Arbitrary<Optional<AttributeValue>> optionalValues() {
    return Values.any().optional(0.9);
  }

  @Provide
  Arbitrary<Comparison> comparisons() {
    return Arbitraries.of(ComparisonOperator.class)
        .flatMap(
            operator -> arguments(operator).map(arguments -> new Comparison(operator, arguments)));
  }

  private static Arbitrary<List<AttributeValue>> arguments(ComparisonOperator operator) {
    return switch (operator) {
      case NULL, NOT_NULL -> Arbitraries.just(List.of());
      case EQ, NE -> Values.any().list().ofSize(1);
      case LT, LE, GT, GE, CONTAINS, NOT_CONTAINS -> scalars(1, 1);
      case BEGINS_WITH ->
          Arbitraries.oneOf(Values.strings().list().ofSize(1), Values.binaries().list().ofSize(1));
      case IN -> scalars(1, 4);
      case BETWEEN ->
          scalars(2, 2)
              .map(bounds -> bounds.stream().sorted(FiltersPropertyTest::compare).toList());
    };
  }

  private static Arbitrary<List<AttributeValue>> scalars(int min, int max) {
    return Arbitraries.oneOf(
        Values.strings().list().ofMinSize(min).ofMaxSize(max),
        Values.numbers().list().ofMinSize(min).ofMaxSize(max),
        Values.binaries().list().ofMinSize(min).ofMaxSize(max));
  }

  /** Printed, equal values are equal: numbers are normalised, sets and maps are sorted. */
  private static boolean equal(AttributeValue one, AttributeValue other) {
    return one != null && Notation.print(one).equals(Notation.print(other));
  }

  private static boolean ordered(AttributeValue one, AttributeValue other) {
    return one != null && one.type() == other.type();
  }

  private static int compare(AttributeValue one, AttributeValue other) {
    return one instanceof N(var a) && other instanceof N(var b)
        ? a.compareTo(b)
        : Arrays.compareUnsigned(bytes(one), bytes(other));
  }

  private static byte[] bytes(AttributeValue value) {
    return value instanceof S(String text)
        ? text.getBytes(StandardCharsets.UTF_8)
        : ((B) value).value();
  }

  private static boolean contains(AttributeValue container, AttributeValue part) {
    return switch (container) {
      case SS(List<String> values) ->
          values.stream().anyMatch(value -> equal(AttributeValue.s(value), part));
      case NS(List<N> values) -> values.stream().anyMatch(value -> equal(value, part));
      case BS(List<B> values) -> values.stream().anyMatch(value -> equal(value, part));
      case L(List<AttributeValue> values) -> values.stream().anyMatch(value -> equal(value, part));
      case S _, B _ -> ordered(container, part) && hasPart(bytes(container), bytes(part));
      default -> false;
    };
  }

  private static boolean hasPart(byte[] bytes, byte[] part) {
    for (int start = 0; start <= bytes.length; start++) {
      if (startsWith(bytes, part, start)) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] bytes, byte[] part, int start) {
    return start + part.length <= bytes.length
        && Arrays.equals(Arrays.copyOfRange(bytes, start, start + part.length), part);
  }
}
