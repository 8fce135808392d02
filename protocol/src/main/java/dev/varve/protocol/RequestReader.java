package dev.varve.protocol;

import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.error.DynamoException;
import java.io.IOException;

/** Reads requests from bodies. */
final class RequestReader {
  private RequestReader() {}

  /**
   * Reads a request, whose items stay bytes if it is right and written as clients write it.
   *
   * @throws DynamoException if it is no JSON, has a wrong type somewhere, or a value that its
   *     enumeration does not know
   */
  static <I> I read(Operation<I, ?> operation, byte[] body) throws IOException {
    try (JsonParser in = WireJson.factory().createParser(body)) {
      I read = operation.encodedRequest(in, body.length);
      WireJson.requireEnd(in);
      return read;
    } catch (DynamoException _) {
      return readValues(operation, body); // which takes it, or knows what to say
    }
  }

  /**
   * Reads a request, whose items become values.
   *
   * @throws DynamoException as {@link #read} does
   */
  static <I> I readValues(Operation<I, ?> operation, byte[] body) throws IOException {
    try (JsonParser in = WireJson.factory().createParser(body)) {
      I read = operation.request(in);
      WireJson.requireEnd(in);
      return read;
    } catch (DynamoException wrongTypeOrWord) {
      WireJson.requireObject(body); // bad JSON is told first, even where it comes later
      throw wrongTypeOrWord;
    }
  }
}
