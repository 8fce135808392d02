package dev.varve.dynamodb.legacy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.varve.dynamodb.api.ConditionalOperator;
import dev.varve.dynamodb.api.json.GetItemJson;
import dev.varve.dynamodb.api.json.JsonIn;
import dev.varve.dynamodb.api.json.PutItemJson;
import dev.varve.dynamodb.api.json.QueryJson;
import dev.varve.dynamodb.api.json.ScanJson;
import dev.varve.dynamodb.api.json.UpdateItemJson;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.AttributeLookup;
import dev.varve.dynamodb.expression.Condition;
import dev.varve.dynamodb.expression.ConditionEvaluator;
import dev.varve.dynamodb.expression.Notation;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.expression.SpecificationFile;
import dev.varve.dynamodb.expression.SpecificationFile.Case;
import dev.varve.dynamodb.expression.Update;
import dev.varve.dynamodb.expression.UpdateApplier;
import dev.varve.dynamodb.expression.UpdateOutcome;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of the text files beside this class: every legacy parameter, as in a request. */
final class LegacySpecificationTest {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  @TestFactory
  Stream<DynamicTest> expected() {
    return tests(
        "expected",
        example -> {
          Condition condition =
              Expectations.condition(
                  request("Expected", example, PutItemJson::read).expected(), operator(example));
          return test(condition, example);
        });
  }

  @TestFactory
  Stream<DynamicTest> filters() {
    return tests(
        "filters",
        example -> {
          Condition condition =
              Filters.condition(
                  request("ScanFilter", example, ScanJson::read).scanFilter(), operator(example));
          return test(condition, example);
        });
  }

  @TestFactory
  Stream<DynamicTest> attributeUpdates() {
    return tests(
        "attribute-updates",
        example -> {
          Update update =
              AttributeUpdates.update(
                  request("AttributeUpdates", example, UpdateItemJson::read).attributeUpdates());
          Item key = Notation.item("{id: \"k\"}");
          update.requireKeyUntouched(key.asMap().keySet());
          UpdateOutcome outcome =
              UpdateApplier.apply(update, Notation.item(example.setting("item", "none")), key);
          return Notation.print(outcome.after().orElse(null))
              + " old "
              + Notation.print(outcome.updatedOld())
              + " new "
              + Notation.print(outcome.updatedNew());
        });
  }

  @TestFactory
  Stream<DynamicTest> keyConditions() {
    return tests(
        "key-conditions",
        example ->
            KeyConditions.terms(request("KeyConditions", example, QueryJson::read).keyConditions())
                    == null
                ? "nothing"
                : "legal");
  }

  @TestFactory
  Stream<DynamicTest> attributesToGet() {
    return tests(
        "attributes-to-get",
        example -> {
          Projection projection =
              AttributesToGet.projection(
                  request("AttributesToGet", example, GetItemJson::read).attributesToGet());
          return Notation.print(projection.select(Notation.item(example.setting("item", "{}"))));
        });
  }

  private static Stream<DynamicTest> tests(String name, SpecificationFile.Subject subject) {
    return SpecificationFile.tests(
        "/dev/varve/dynamodb/legacy/" + name + ".txt",
        example -> {
          try {
            return subject.apply(example);
          } catch (ValidationException e) {
            return "! "
                + Objects.requireNonNull(e.getMessage())
                    .replaceFirst("^One or more parameter values were invalid: ", "P:");
          }
        });
  }

  private static ConditionalOperator operator(Case example) {
    String operator = example.setting("operator", "none");
    return operator.equals("none") ? null : ConditionalOperator.valueOf(operator);
  }

  private static String test(Condition condition, Case example) {
    Item item = Notation.item(example.setting("item", "none"));
    return condition == null
        ? "no condition"
        : Boolean.toString(
            ConditionEvaluator.test(
                condition, item == null ? AttributeLookup.NOTHING : AttributeLookup.of(item)));
  }

  /** A request with nothing but a parameter. */
  private static <T> T request(String parameter, Case example, JsonIn.Reader<T> reader) {
    String text =
        example.expression().equals("absent")
            ? "{}"
            : "{" + parameter + ": " + example.expression() + "}";
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      return reader.read(new JsonIn(parser));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
