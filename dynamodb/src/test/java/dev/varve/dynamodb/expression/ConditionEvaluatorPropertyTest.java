package dev.varve.dynamodb.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Comparisons against a plain reference that works on text and bytes, and the laws that tie the
 * operators together.
 */
final class ConditionEvaluatorPropertyTest {
  private static final Operand A = new Operand.Attribute(DocumentPath.of("a"));
  private static final Operand B = new Operand.Attribute(DocumentPath.of("b"));
  private static final Operand C = new Operand.Attribute(DocumentPath.of("c"));

  @Property(tries = 2000)
  void comparesLikeTheReference(
      @ForAll("optionalValues") Optional<AttributeValue> left,
      @ForAll Comparator comparator,
      @ForAll("optionalValues") Optional<AttributeValue> right) {
    AttributeLookup item = item(left, right, Optional.empty());
    assertEquals(
        reference(left, comparator, right),
        ConditionEvaluator.test(new Condition.Comparison(A, comparator, B), item));
    assertEquals(
        reference(left, comparator, right),
        ConditionEvaluator.test(new Condition.Comparison(B, comparator.mirrored(), A), item));
  }

  @Property(tries = 1000)
  void betweenIsTwoComparisons(
      @ForAll("optionalValues") Optional<AttributeValue> value,
      @ForAll("optionalValues") Optional<AttributeValue> lower,
      @ForAll("optionalValues") Optional<AttributeValue> upper) {
    boolean expected =
        reference(value, Comparator.GREATER_OR_EQUAL, lower)
            && reference(value, Comparator.LESS_OR_EQUAL, upper);
    assertEquals(
        expected,
        ConditionEvaluator.test(new Condition.Between(A, B, C), item(value, lower, upper)));
  }

  @Property(tries = 1000)
  void inIsEqualityWithAny(
      @ForAll("optionalValues") Optional<AttributeValue> value,
      @ForAll("optionalValues") Optional<AttributeValue> first,
      @ForAll("optionalValues") Optional<AttributeValue> second) {
    boolean expected =
        reference(value, Comparator.EQUAL, first) || reference(value, Comparator.EQUAL, second);
    assertEquals(
        expected,
        ConditionEvaluator.test(new Condition.In(A, List.of(B, C)), item(value, first, second)));
  }

  @Property(tries = 1000)
  void beginsWithComparesBytes(
      @ForAll("optionalValues") Optional<AttributeValue> value,
      @ForAll("optionalValues") Optional<AttributeValue> prefix) {
    Optional<byte[]> bytes = value.flatMap(ConditionEvaluatorPropertyTest::bytes);
    Optional<byte[]> prefixBytes = prefix.flatMap(ConditionEvaluatorPropertyTest::bytes);
    boolean expected =
        bytes.isPresent()
            && prefixBytes.isPresent()
            && value.orElseThrow().type() == prefix.orElseThrow().type()
            && bytes.get().length >= prefixBytes.get().length
            && Arrays.equals(
                Arrays.copyOf(bytes.get(), prefixBytes.get().length), prefixBytes.get());
    assertEquals(
        expected,
        ConditionEvaluator.test(
            new Condition.BeginsWith(A, B), item(value, prefix, Optional.empty())));
  }

  @Property(tries = 1000)
  void containsFindsEveryPieceOfAString(
      @ForAll("strings") AttributeValue head,
      @ForAll("strings") AttributeValue part,
      @ForAll("strings") AttributeValue tail) {
    AttributeValue whole = AttributeValue.s(text(head) + text(part) + text(tail));
    assertEquals(
        true,
        ConditionEvaluator.test(
            new Condition.Contains(A, B),
            item(Optional.of(whole), Optional.of(part), Optional.empty())));
  }

  @Property(tries = 1000)
  void containsFindsExactlyTheElementsOfAList(
      @ForAll("lists") List<AttributeValue> elements, @ForAll("anyValues") AttributeValue wanted) {
    boolean expected =
        elements.stream()
            .anyMatch(
                element -> reference(Optional.of(element), Comparator.EQUAL, Optional.of(wanted)));
    AttributeLookup item =
        item(Optional.of(new AttributeValue.L(elements)), Optional.of(wanted), Optional.empty());
    assertEquals(expected, ConditionEvaluator.test(new Condition.Contains(A, B), item));
  }

  @Property(tries = 500)
  void sortKeyRangesMatchWhatTheConditionMatches(
      @ForAll("anyValues") AttributeValue key, @ForAll("numbers") AttributeValue bound) {
    AttributeLookup item = item(Optional.of(key), Optional.of(bound), Optional.empty());
    assertEquals(
        ConditionEvaluator.test(new Condition.Comparison(A, Comparator.EQUAL, B), item),
        new SortKeyCondition.EqualTo(bound).matches(key));
    assertEquals(
        ConditionEvaluator.test(new Condition.Comparison(A, Comparator.LESS, B), item),
        new SortKeyCondition.LessThan(bound).matches(key));
    assertEquals(
        ConditionEvaluator.test(new Condition.Comparison(A, Comparator.LESS_OR_EQUAL, B), item),
        new SortKeyCondition.AtMost(bound).matches(key));
    assertEquals(
        ConditionEvaluator.test(new Condition.Comparison(A, Comparator.GREATER, B), item),
        new SortKeyCondition.GreaterThan(bound).matches(key));
    assertEquals(
        ConditionEvaluator.test(new Condition.Comparison(A, Comparator.GREATER_OR_EQUAL, B), item),
        new SortKeyCondition.AtLeast(bound).matches(key));
    assertEquals(
        ConditionEvaluator.test(new Condition.Between(A, B, B), item),
        new SortKeyCondition.Between(bound, bound).matches(key));
    assertEquals(
        ConditionEvaluator.test(new Condition.BeginsWith(A, B), item),
        new SortKeyCondition.BeginsWith(bound).matches(key));
  }

  /** Equality is equality of a canonical text, order is order of numbers or of bytes. */
  private static boolean reference(
      Optional<AttributeValue> left, Comparator comparator, Optional<AttributeValue> right) {
    boolean equal =
        left.isPresent()
            && right.isPresent()
            && canonical(left.get()).equals(canonical(right.get()));
    OptionalInt order =
        left.isPresent() && right.isPresent()
            ? order(left.get(), right.get())
            : OptionalInt.empty();
    return switch (comparator) {
      case EQUAL -> equal;
      case NOT_EQUAL -> !equal;
      case LESS -> order.isPresent() && order.getAsInt() < 0;
      case LESS_OR_EQUAL -> order.isPresent() && order.getAsInt() <= 0;
      case GREATER -> order.isPresent() && order.getAsInt() > 0;
      case GREATER_OR_EQUAL -> order.isPresent() && order.getAsInt() >= 0;
    };
  }

  private static String canonical(AttributeValue value) {
    return value.type() + Notation.print(value);
  }

  private static OptionalInt order(AttributeValue left, AttributeValue right) {
    if (left instanceof AttributeValue.N a && right instanceof AttributeValue.N b) {
      return OptionalInt.of(a.value().subtract(b.value()).signum());
    }
    Optional<byte[]> a = bytes(left);
    Optional<byte[]> b = bytes(right);
    return a.isPresent() && b.isPresent() && left.type() == right.type()
        ? OptionalInt.of(Arrays.compareUnsigned(a.get(), b.get()))
        : OptionalInt.empty();
  }

  private static Optional<byte[]> bytes(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S(String text) -> Optional.of(text.getBytes(StandardCharsets.UTF_8));
      case AttributeValue.B bytes -> Optional.of(bytes.value());
      default -> Optional.empty();
    };
  }

  private static String text(AttributeValue string) {
    return ((AttributeValue.S) string).value();
  }

  private static AttributeLookup item(
      Optional<AttributeValue> a, Optional<AttributeValue> b, Optional<AttributeValue> c) {
    Item.Builder item = Item.builder();
    a.ifPresent(value -> item.put("a", value));
    b.ifPresent(value -> item.put("b", value));
    c.ifPresent(value -> item.put("c", value));
    return AttributeLookup.of(item.build());
  }

  @Provide
  Arbitrary<Optional<AttributeValue>> optionalValues() {
    return Values.any().optional(0.9);
  }

  @Provide
  Arbitrary<AttributeValue> anyValues() {
    return Values.any();
  }

  @Provide
  Arbitrary<List<AttributeValue>> lists() {
    return Values.any().list().ofMaxSize(4);
  }

  @Provide
  Arbitrary<AttributeValue> strings() {
    return Values.strings();
  }

  @Provide
  Arbitrary<AttributeValue> numbers() {
    return Values.numbers();
  }
}
