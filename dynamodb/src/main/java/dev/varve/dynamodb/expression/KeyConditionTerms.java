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
   * Compares the terms with the key of a table or an index.
   *
   * @param partitionKey the attributes of the partition key; each needs a value
   * @param sortKey the attributes of the sort key, possibly none; the first of them may have
   *     values, and the last of these any condition
   * @throws ValidationException if a key attribute is missing, another attribute is there, or an
   *     operator or type does not fit
   */
  public KeyCondition against(List<KeyElement> partitionKey, List<KeyElement> sortKey) {
    int keyAttributes = partitionKey.size() + sortKey.size();
    if (terms.size() > Math.max(2, keyAttributes)) {
      throw new ValidationException(
          "The number of query conditions ("
              + terms.size()
              + ") exceeds the number of key attributes defined in the schema ("
              + keyAttributes
              + ")");
    }
    List<SortKeyCondition> partition = leading(partitionKey);
    if (partition.size() < partitionKey.size()) {
      throw missed(partitionKey.get(partition.size()));
    }
    if (terms.size() > keyAttributes) {
      throw unsupported();
    }
    List<SortKeyCondition> sort = leading(sortKey);
    if (partition.size() + sort.size() < terms.size()) {
      throw missed(sortKey.get(sort.size()));
    }
    List<AttributeValue> partitionValues = values(partition);
    requireTypes(partition, partitionKey);
    requireTypes(sort, sortKey);
    return sort.isEmpty()
        ? new KeyCondition(partitionValues, List.of(), Optional.empty())
        : new KeyCondition(
            partitionValues, values(sort.subList(0, sort.size() - 1)), Optional.of(sort.getLast()));
  }

  /** The conditions on the attributes, up to the first that has none. */
  private List<SortKeyCondition> leading(List<KeyElement> attributes) {
    List<SortKeyCondition> conditions = new ArrayList<>(attributes.size());
    for (KeyElement attribute : attributes) {
      Optional<SortKeyCondition> condition = conditionOn(attribute.name());
      if (condition.isEmpty()) {
        break;
      }
      conditions.add(condition.get());
    }
    return conditions;
  }

  /** The values that the conditions demand. */
  private static List<AttributeValue> values(List<SortKeyCondition> conditions) {
    List<AttributeValue> values = new ArrayList<>(conditions.size());
    for (SortKeyCondition condition : conditions) {
      if (!(condition instanceof SortKeyCondition.EqualTo(AttributeValue value))) {
        throw unsupported();
      }
      values.add(value);
    }
    return values;
  }

  private static ValidationException unsupported() {
    return new ValidationException("Query key condition not supported");
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

  /** The error that a value for a key attribute has another type than the attribute. */
  public static ValidationException wrongType() {
    return ValidationException.invalidValues("Condition parameter type does not match schema type");
  }

  private static void requireTypes(List<SortKeyCondition> conditions, List<KeyElement> attributes) {
    for (int i = 0; i < conditions.size(); i++) {
      AttributeType type = attributes.get(i).type();
      for (AttributeValue value : conditions.get(i).values()) {
        if (value.type() != type) {
          throw wrongType();
        }
      }
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
    return new Term(
        attribute,
        SortKeyCondition.of(attributeIsLeft ? comparator : comparator.mirrored(), value));
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
