package dev.varve.dynamodb.expression;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ExpressionHint;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.SpecificationFile.Case;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The cases of the text files beside this class: every sort of expression, its results and its
 * errors.
 */
final class ExpressionSpecificationTest {
  private final ExpressionCache cache = new ExpressionCache(16);

  @TestFactory
  Stream<DynamicTest> syntax() {
    return SpecificationFile.tests("syntax.txt", this::bindByKind);
  }

  @TestFactory
  Stream<DynamicTest> conditions() {
    return SpecificationFile.tests("conditions.txt", this::condition);
  }

  @TestFactory
  Stream<DynamicTest> conditionErrors() {
    return SpecificationFile.tests("condition-errors.txt", this::condition);
  }

  @TestFactory
  Stream<DynamicTest> updates() {
    return SpecificationFile.tests("updates.txt", this::update);
  }

  @TestFactory
  Stream<DynamicTest> updateErrors() {
    return SpecificationFile.tests("update-errors.txt", this::update);
  }

  @TestFactory
  Stream<DynamicTest> returnedAttributes() {
    return SpecificationFile.tests("returned-attributes.txt", this::returnedAttributes);
  }

  @TestFactory
  Stream<DynamicTest> projections() {
    return SpecificationFile.tests("projections.txt", this::projection);
  }

  @TestFactory
  Stream<DynamicTest> keyConditions() {
    return SpecificationFile.tests("key-conditions.txt", this::keyCondition);
  }

  @TestFactory
  Stream<DynamicTest> placeholders() {
    return SpecificationFile.tests("placeholders.txt", this::placeholders);
  }

  @TestFactory
  Stream<DynamicTest> hints() {
    return SpecificationFile.tests("hints.txt", this::hint);
  }

  private String bindByKind(Case example) {
    return orError(() -> bind(example) == null ? "nothing" : "legal");
  }

  private Object bind(Case example) {
    Expressions expressions = expressions(example);
    String text = example.expression();
    return switch (example.setting("kind", "condition")) {
      case "condition" -> expressions.condition(text);
      case "filter" -> expressions.filter(text);
      case "key condition" -> expressions.keyCondition(text);
      case "update" -> expressions.update(text);
      case "projection" -> expressions.projection(text);
      case String other -> throw new IllegalArgumentException(other);
    };
  }

  private String hint(Case example) {
    ValidationException error =
        assertThrows(ValidationException.class, () -> bind(example), example.expression());
    return switch (error.hint().orElse(null)) {
      case null -> "none";
      case ExpressionHint.Name(String text) -> "name \"" + text + '"';
      case ExpressionHint.Value(String text) -> "value \"" + text + '"';
    };
  }

  private String condition(Case example) {
    return orError(() -> {
      Item item = Notation.item(example.setting("item", "none"));
      AttributeLookup attributes =
          item == null ? AttributeLookup.NOTHING : AttributeLookup.of(item);
      return Boolean.toString(
          ConditionEvaluator.test(
              expressions(example).condition(example.expression()), attributes));
    });
  }

  private String update(Case example) {
    return orError(() -> Notation.print(apply(example).after().orElse(null)));
  }

  private String returnedAttributes(Case example) {
    return orError(() -> {
      UpdateOutcome outcome = apply(example);
      return "old "
          + Notation.print(outcome.updatedOld())
          + " new "
          + Notation.print(outcome.updatedNew());
    });
  }

  private UpdateOutcome apply(Case example) {
    Update update = expressions(example).update(example.expression());
    Item key = Notation.item(example.setting("key", "{}"));
    update.requireKeyUntouched(key.asMap().keySet());
    return UpdateApplier.apply(update, Notation.item(example.setting("item", "none")), key);
  }

  private String projection(Case example) {
    return orError(() -> {
      Projection projection = expressions(example).projection(example.expression());
      return Notation.print(
          projection.select(AttributeLookup.of(Notation.item(example.setting("item", "{}")))));
    });
  }

  private String keyCondition(Case example) {
    return orError(() -> {
      KeyConditionTerms terms =
          Expressions.keyTerms(expressions(example).keyCondition(example.expression()));
      // The partition key, and behind a semicolon the sort key: names and types.
      String[] schema = example.setting("schema", "").split(" ?; ?", -1);
      KeyCondition condition =
          terms.against(
              keyElements(schema[0]), schema.length == 1 ? List.of() : keyElements(schema[1]));
      StringBuilder text = new StringBuilder();
      condition.partitionKey().forEach(value -> text.append(Notation.print(value)).append(' '));
      condition
          .sortKeyPrefix()
          .forEach(value -> text.append("= ").append(Notation.print(value)).append(' '));
      return text.toString().strip()
          + condition.sortKey().map(ExpressionSpecificationTest::print).orElse("");
    });
  }

  private static List<KeyElement> keyElements(String text) {
    String[] words = text.split(" ", -1);
    List<KeyElement> elements = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      elements.add(keyElement(words[i], words[i + 1]));
    }
    return elements;
  }

  /** All the expressions of a request, one after the other: {@code update | condition}. */
  private String placeholders(Case example) {
    return orError(() -> {
      Expressions expressions = expressions(example);
      for (String text : example.expression().split("\\|", -1)) {
        String expression = text.strip();
        if (expression.startsWith("SET") || expression.startsWith("REMOVE")) {
          expressions.update(expression);
        } else if (expression.startsWith("PROJECT")) {
          expressions.projection(expression.substring("PROJECT".length()).strip());
        } else {
          expressions.condition(expression);
        }
      }
      expressions.requireAllUsed();
      return "legal";
    });
  }

  private static KeyElement keyElement(String name, String type) {
    return new KeyElement(name, AttributeType.valueOf(type));
  }

  private static String print(SortKeyCondition condition) {
    return switch (condition) {
      case SortKeyCondition.EqualTo(AttributeValue value) -> ", = " + Notation.print(value);
      case SortKeyCondition.LessThan(AttributeValue value) -> ", < " + Notation.print(value);
      case SortKeyCondition.AtMost(AttributeValue value) -> ", <= " + Notation.print(value);
      case SortKeyCondition.GreaterThan(AttributeValue value) -> ", > " + Notation.print(value);
      case SortKeyCondition.AtLeast(AttributeValue value) -> ", >= " + Notation.print(value);
      case SortKeyCondition.Between(AttributeValue lower, AttributeValue upper) ->
          ", " + Notation.print(lower) + " to " + Notation.print(upper);
      case SortKeyCondition.BeginsWith(AttributeValue prefix) ->
          ", begins with " + Notation.print(prefix);
    };
  }

  private Expressions expressions(Case example) {
    Map<String, String> names = new LinkedHashMap<>();
    Notation.members(example.setting("names", "{}"))
        .forEach((key, name) -> names.put(key, ((AttributeValue.S) name).value()));
    return new Expressions(cache, names, Notation.members(example.setting("values", "{}")));
  }

  private static String orError(Supplier<String> result) {
    try {
      return result.get();
    } catch (ValidationException e) {
      return "! " + e.getMessage();
    }
  }
}
