package dev.varve.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.error.DynamoException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The general way of a request: its items become values, and so do those of the answer before they
 * are written. What {@link Protocol} answers has to be the same, byte for byte.
 */
final class ValuePath {
  private final DynamoDb database;

  ValuePath(DynamoDb database) {
    this.database = database;
  }

  /** The answer to a request, or the error. */
  <I, O> String answer(Operation<I, O> operation, byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = WireJson.factory().createGenerator(bytes)) {
      try {
        I request = RequestReader.readValues(operation, body);
        O result = operation.call().call(database, request);
        operation.writer().write(result, new JsonOut(out));
      } catch (DynamoException error) {
        ErrorBody.write(error, out, new JsonOut(out));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
