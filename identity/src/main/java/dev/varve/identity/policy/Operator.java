package dev.varve.identity.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operators of conditions, but for their prefixes and {@code IfExists}. */
enum Operator {
  STRING_EQUALS("StringEquals", Form.TEXT, (actual, wanted) -> actual.equals(Glob.text(wanted))),
  STRING_NOT_EQUALS("StringNotEquals", STRING_EQUALS),
  STRING_EQUALS_IGNORE_CASE(
      "StringEqualsIgnoreCase",
      Form.TEXT,
      (actual, wanted) -> actual.equalsIgnoreCase(Glob.text(wanted))),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", STRING_EQUALS_IGNORE_CASE),
  STRING_LIKE("StringLike", Form.TEXT, (actual, wanted) -> Glob.matches(wanted, actual)),
  STRING_NOT_LIKE("StringNotLike", STRING_LIKE),
  ARN_EQUALS("ArnEquals", Form.TEXT, (actual, wanted) -> Glob.matches(wanted, actual)),
  ARN_NOT_EQUALS("ArnNotEquals", ARN_EQUALS),
  ARN_LIKE("ArnLike", Form.TEXT, (actual, wanted) -> Glob.matches(wanted, actual)),
  ARN_NOT_LIKE("ArnNotLike", ARN_LIKE),
  BINARY_EQUALS("BinaryEquals", Form.TEXT, (actual, wanted) -> actual.equals(Glob.text(wanted))),
  BOOL("Bool", Form.BOOL, (actual, wanted) -> actual.equalsIgnoreCase(Glob.text(wanted))),
  NUMERIC_EQUALS("NumericEquals", Form.NUMBER, numbers(order -> order == 0)),
  NUMERIC_NOT_EQUALS("NumericNotEquals", NUMERIC_EQUALS),
  NUMERIC_LESS_THAN("NumericLessThan", Form.NUMBER, numbers(order -> order < 0)),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Form.NUMBER, numbers(order -> order <= 0)),
  NUMERIC_GREATER_THAN("NumericGreaterThan", Form.NUMBER, numbers(order -> order > 0)),
  NUMERIC_GREATER_THAN_EQUALS(
      "NumericGreaterThanEquals", Form.NUMBER, numbers(order -> order >= 0)),
  DATE_EQUALS("DateEquals", Form.DATE, dates(order -> order == 0)),
  DATE_NOT_EQUALS("DateNotEquals", DATE_EQUALS),
  DATE_LESS_THAN("DateLessThan", Form.DATE, dates(order -> order < 0)),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", Form.DATE, dates(order -> order <= 0)),
  DATE_GREATER_THAN("DateGreaterThan", Form.DATE, dates(order -> order > 0)),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Form.DATE, dates(order -> order >= 0)),
  IP_ADDRESS(
      "IpAddress",
      Form.ADDRESSES,
      (actual, wanted) ->
          AddressRange.parse(Glob.text(wanted)).filter(range -> range.has(actual)).isPresent()),
  NOT_IP_ADDRESS("NotIpAddress", IP_ADDRESS),
  /** Whether a key is absent: {@link ConditionTerm} compares that as if it were its value. */
  NULL("Null", Form.BOOL, (actual, wanted) -> actual.equalsIgnoreCase(Glob.text(wanted)));

  private static final Map<String, Operator> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(operator -> Keys.normal(operator.text), Function.identity()));

  /** What the values of a policy have to look like. */
  enum Form {
    TEXT("a text"),
    BOOL("true or false"),
    NUMBER("a number"),
    DATE("a date such as 2026-01-31T12:00:00Z"),
    ADDRESSES("an address such as 203.0.113.7 or a range such as 203.0.113.0/24");

    private final String description;

    Form(String description) {
      this.description = description;
    }

    @Override
    public String toString() {
      return description;
    }

    /** Whether a text has this form. */
    boolean fits(String value) {
      return switch (this) {
        case TEXT -> true;
        case BOOL -> {
          String word = value.toLowerCase(Locale.ROOT);
          yield word.equals("true") || word.equals("false");
        }
        case NUMBER -> Scalars.number(value).isPresent();
        case DATE -> Scalars.date(value).isPresent();
        case ADDRESSES -> AddressRange.parse(value).isPresent();
      };
    }
  }

  /** Compares a value of the request with one of the policy, as {@link Template#symbols}. */
  @FunctionalInterface
  private interface Test {
    boolean holds(String actual, int[] wanted);
  }

  /** Judges the order of two values, as a comparator gives it. */
  @FunctionalInterface
  private interface Order {
    boolean holds(int order);
  }

  private final String text;
  private final Form form;

  @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
  private final Test test;

  private final boolean negated;

  Operator(String text, Form form, Test test) {
    this.text = text;
    this.form = form;
    this.test = test;
    this.negated = false;
  }

  Operator(String text, Operator opposite) {
    this.text = text;
    this.form = opposite.form;
    this.test = opposite.test;
    this.negated = true;
  }

  private static Test numbers(Order wantedOrder) {
    return (actual, wanted) ->
        compared(Scalars.number(actual), Scalars.number(Glob.text(wanted)), wantedOrder);
  }

  private static Test dates(Order wantedOrder) {
    return (actual, wanted) ->
        compared(Scalars.date(actual), Scalars.date(Glob.text(wanted)), wantedOrder);
  }

  private static <T extends Comparable<T>> boolean compared(
      Optional<T> actual, Optional<T> wanted, Order order) {
    return actual.isPresent()
        && wanted.isPresent()
        && order.holds(actual.get().compareTo(wanted.get()));
  }

  /** The operator of a name, in any case. */
  static Optional<Operator> find(String name) {
    return Optional.ofNullable(BY_NAME.get(Keys.normal(name)));
  }

  Form form() {
    return form;
  }

  /** Whether this asks that a value is none of the policy's. */
  boolean isNegated() {
    return negated;
  }

  /** Whether a value is as the policy's is, before this is negated. */
  boolean fits(String actual, int[] wanted) {
    return test.holds(actual, wanted);
  }
}
