package dev.varve.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.expression.Notation;
import dev.varve.dynamodb.expression.SpecificationFile;
import dev.varve.dynamodb.expression.SpecificationFile.Case;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The cases of {@code requests.txt}: requests in JSON and what they are answered, in the order in
 * which errors are told. All go to one database, one after the other.
 */
class RequestSpecificationTest extends DatabaseFixture {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .build();

  @TestFactory
  Stream<DynamicTest> requests() {
    return SpecificationFile.tests("/dev/varve/dynamodb/requests.txt", this::answer);
  }

  private String answer(Case example) {
    Operation<?, ?> operation =
        Operations.find("DynamoDB_20120810." + example.setting("operation", ""));
    StringWriter answer = new StringWriter();
    try (JsonParser in = JSON.createParser(example.expression());
        JsonGenerator out = JSON.createGenerator(answer)) {
      operation.run(varve, in, out);
    } catch (DynamoException e) {
      return "! "
          + e.getClass().getSimpleName().replace("Exception", "")
          + ": "
          + String.valueOf(e.getMessage())
              .replace("One or more parameter values were invalid: ", "P:")
          + (e instanceof ConditionalCheckFailedException failed && failed.item().isPresent()
              ? " " + Notation.print(failed.item().get())
              : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer.toString().replace('"', '\'');
  }
}
