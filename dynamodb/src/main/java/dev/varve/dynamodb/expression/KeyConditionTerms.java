package dev.varve.dynamodb.expression;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.syntax.Comparator;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A key condition as a list of terms, each about one attribute. This is what the request alone
 * tells; {@link #against} compares it with the key of the table.
 */
public final class KeyConditionTerms {
  private static final String IN_ONE_CONDITION = "Invalid condition in KeyConditionExpression: ";

  /** A term: which values {@code attribute} may have. */
  private record Term(String attribute, SortKeyCondition condition) {}

  private final List<Term> terms;

  private KeyConditionTerms(List<Term> terms) {
    this.terms = terms;
  }

  /**
   * Analyses a condition.
   *
   * @throws ValidationException if it is more than comparisons of different top-level attributes
   *     with values, joined by AND
   */
  static KeyConditionTerms of(Condition condition) {
    List<Term> terms = new ArrayList<>();
    collect(condition, terms);
    Set<String> attributes = new HashSet<>();
    for (Term term : terms) {
      if (!attributes.add(term.attribute())) {
        throw new ValidationException(
            "KeyConditionExpressions must only contain one condition per key");
      }
    }
    return new KeyConditionTerms(List.copyOf(terms));
  }

  /**
   * The terms of {@code KeyConditions}.
   *
   * @param conditions by attribute
   */
  public static KeyConditionTerms of(Map<String, SortKeyCondition> conditions) {
    return new KeyConditionTerms(
        conditions.entrySet().stream()
            .map(condition -> new Term(condition.getKey(), condition.getValue()))
            .toList());
  }

  /**
   * Compares the terms with the key of a table.
   *
   * @param partitionKey the table's partition key
   * @param sortKey its sort key, if it has one
   * @throws ValidationException if a key attribute is missing, another attribute is there, or an
   *     operator or type does not fit
   */
  public KeyCondition against(KeyElement partitionKey, Optional<KeyElement> sortKey) {
    int keyAttributes = sortKey.isPresent() ? 2 : 1;
    if (terms.size() > 2) {
      throw new ValidationException(
          "The number of query conditions ("
              + terms.size()
              + ") exceeds the number of key attributes defined in the schema ("
              + keyAttributes
              + ")");
    }
    SortKeyCondition partition =
        conditionOn(partitionKey.name()).orElseThrow(() -> missed(partitionKey));
    if (terms.size() > keyAttributes) {
      throw new ValidationException("Query key condition not supported");
    }
    Optional<SortKeyCondition> sort = sortKey.flatMap(key -> conditionOn(key.name()));
    if (terms.size() == 2 && sort.isEmpty()) {
      throw missed(sortKey.orElseThrow());
    }
    if (!(partition instanceof SortKeyCondition.EqualTo(AttributeValue value))) {
      throw new ValidationException("Query key condition not supported");
    }
    requireType(partition, partitionKey.type());
    sort.ifPresent(condition -> requireType(condition, sortKey.orElseThrow().type()));
    return new KeyCondition(value, sort);
  }

  private Optional<SortKeyCondition> conditionOn(String attribute) {
    return terms.stream()
        .filter(term -> term.attribute().equals(attribute))
        .map(Term::condition)
        .findFirst();
  }

  private static ValidationException missed(KeyElement key) {
    return new ValidationException("Query condition missed key schema element: " + key.name());
  }

  private static void requireType(SortKeyCondition condition, AttributeType type) {
    Stream<AttributeValue> values =
        switch (condition) {
          case SortKeyCondition.EqualTo(AttributeValue value) -> Stream.of(value);
          case SortKeyCondition.LessThan(AttributeValue value) -> Stream.of(value);
          case SortKeyCondition.AtMost(AttributeValue value) -> Stream.of(value);
          case SortKeyCondition.GreaterThan(AttributeValue value) -> Stream.of(value);
          case SortKeyCondition.AtLeast(AttributeValue value) -> Stream.of(value);
          case SortKeyCondition.Between(AttributeValue lower, AttributeValue upper) ->
              Stream.of(lower, upper);
          case SortKeyCondition.BeginsWith(AttributeValue prefix) -> Stream.of(prefix);
        };
    if (values.anyMatch(value -> value.type() != type)) {
      throw ValidationException.invalidValues(
          "Condition parameter type does not match schema type");
    }
  }

  private static void collect(Condition condition, List<Term> terms) {
    switch (condition) {
      case Condition.And(List<Condition> parts) -> parts.forEach(part -> collect(part, terms));
      case Condition.Comparison comparison -> terms.add(comparison(comparison));
      case Condition.Between(Operand value, Operand lower, Operand upper) -> {
        String attribute = attributeFirst("BETWEEN", value, List.of(lower, upper));
        terms.add(
            new Term(attribute, new SortKeyCondition.Between(literal(lower), literal(upper))));
      }
      case Condition.BeginsWith(Operand value, Operand prefix) -> {
        String attribute = attributeFirst("begins_with", value, List.of(prefix));
        terms.add(new Term(attribute, new SortKeyCondition.BeginsWith(literal(prefix))));
      }
      case Condition.Or _ -> throw invalidOperator("OR");
      case Condition.Not _ -> throw invalidOperator("NOT");
      case Condition.In _, Condition.OneOf _ -> throw invalidOperator("IN");
      case Condition.AttributeExists _ -> throw invalidOperator("attribute_exists");
      case Condition.AttributeNotExists _ -> throw invalidOperator("attribute_not_exists");
      case Condition.HasType _ -> throw invalidOperator("attribute_type");
      case Condition.Contains _ -> throw invalidOperator("contains");
    }
  }

  private static Term comparison(Condition.Comparison comparison) {
    Comparator comparator = comparison.comparator();
    if (comparator == Comparator.NOT_EQUAL) {
      throw invalidOperator(comparator.symbol());
    }
    List<Operand> operands = List.of(comparison.left(), comparison.right());
    String attribute = onlyAttribute(operands);
    boolean attributeIsLeft = comparison.left() instanceof Operand.Attribute;
    AttributeValue value = literal(attributeIsLeft ? comparison.right() : comparison.left());
    SortKeyCondition condition =
        switch (attributeIsLeft ? comparator : comparator.mirrored()) {
          case EQUAL -> new SortKeyCondition.EqualTo(value);
          case LESS -> new SortKeyCondition.LessThan(value);
          case LESS_OR_EQUAL -> new SortKeyCondition.AtMost(value);
          case GREATER -> new SortKeyCondition.GreaterThan(value);
          case GREATER_OR_EQUAL -> new SortKeyCondition.AtLeast(value);
          case NOT_EQUAL -> throw new AssertionError("refused above");
        };
    return new Term(attribute, condition);
  }

  private static String attributeFirst(String operator, Operand first, List<Operand> others) {
    String attribute = onlyAttribute(Stream.concat(Stream.of(first), others.stream()).toList());
    if (!(first instanceof Operand.Attribute)) {
      throw new ValidationException(
          IN_ONE_CONDITION
              + operator
              + " operator must have the key attribute as its first operand");
    }
    return attribute;
  }

  /** The name of the one attribute among the operands of a condition. */
  private static String onlyAttribute(List<Operand> operands) {
    List<DocumentPath> paths = new ArrayList<>();
    for (Operand operand : operands) {
      switch (operand) {
        case Operand.Attribute(DocumentPath path) -> paths.add(path);
        case Operand.Literal _ -> {}
        case Operand.Size _ ->
            throw new ValidationException(
                "KeyConditionExpressions cannot contain nested operations");
      }
    }
    if (paths.isEmpty()) {
      throw new ValidationException(IN_ONE_CONDITION + "No key attribute specified");
    }
    if (paths.size() > 1) {
      throw new ValidationException(
          IN_ONE_CONDITION + "Multiple attribute names used in one condition");
    }
    if (paths.getFirst().isNested()) {
      throw new ValidationException(
          "KeyConditionExpressions cannot have conditions on nested attributes");
    }
    return paths.getFirst().attributeName();
  }

  private static AttributeValue literal(Operand operand) {
    return switch (operand) {
      case Operand.Literal(AttributeValue value) -> value;
      case Operand.Attribute _, Operand.Size _ ->
          throw new AssertionError("only one operand is an attribute, the others are values");
    };
  }

  private static ValidationException invalidOperator(String operator) {
    return new ValidationException("Invalid operator used in KeyConditionExpression: " + operator);
  }
}
