package dev.varve.dynamodb.api.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.rules.Findings;
import dev.varve.dynamodb.error.SerializationException;
import java.io.IOException;

/**
 * An operation, as a caller needs it that has JSON in its hands. Immutable.
 *
 * @param service what stands before the name where a request names its operation
 * @param name the operation's name
 * @param reader reads the request
 * @param check checks it against the model
 * @param call the method
 * @param writer writes the answer
 * @param <I> the request
 * @param <O> the answer
 */
public record Operation<I, O>(
    String service,
    String name,
    JsonIn.Reader<I> reader,
    Findings.Check<I> check,
    Call<I, O> call,
    JsonOut.Writer<O> writer) {

  /** Far more than any request has that is not refused: memory is not to be had for the asking. */
  private static final int MAX_ELEMENTS = 1 << 17;

  /** Runs an operation. */
  @FunctionalInterface
  public interface Call<I, O> {
    O call(DynamoDb database, I request) throws IOException;
  }

  /** Runs an operation without an answer. */
  @FunctionalInterface
  interface SilentCall<I> {
    void call(DynamoDb database, I request) throws IOException;
  }

  /** How a request names the operation: {@code DynamoDB_20120810.GetItem}. */
  public String target() {
    return service + "." + name;
  }

  /**
   * Reads a request, runs it and writes the answer; nothing for an operation without one.
   *
   * @param in before its first token
   * @throws dev.varve.dynamodb.error.DynamoException as the operation does, or if the request has a
   *     wrong type somewhere
   */
  public void run(DynamoDb database, JsonParser in, JsonGenerator out) throws IOException {
    writer.write(call.call(database, request(in)), new JsonOut(out));
  }

  /**
   * Reads a request.
   *
   * @param in before its first token
   * @throws dev.varve.dynamodb.error.DynamoException if it is no JSON, has a wrong type somewhere,
   *     a value that its enumeration does not know, or too many elements to be kept
   */
  public I request(JsonParser in) throws IOException {
    return request(in, new JsonIn(in, MAX_ELEMENTS, 0));
  }

  /**
   * Reads a request whose items stay bytes, in the form in which they are stored.
   *
   * @param in before its first token
   * @param bytes how long the JSON is
   * @throws dev.varve.dynamodb.error.DynamoException if there is anything that is not right, or not
   *     as clients write it. The error is not for the client: {@link #request(JsonParser)} has to
   *     read the same again, which takes it or tells what is wrong
   */
  public I encodedRequest(JsonParser in, int bytes) throws IOException {
    return request(in, new JsonIn(in, MAX_ELEMENTS, bytes));
  }

  private I request(JsonParser in, JsonIn members) throws IOException {
    I request;
    try {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new SerializationException("");
      }
      request = reader.read(members);
    } catch (JsonProcessingException e) {
      // Also what nests deeper than the parser goes. The service says no more than this.
      SerializationException error = new SerializationException("");
      error.initCause(e);
      throw error;
    }
    if (members.hasUnknown()) {
      // The operation itself cannot see these any more.
      Findings findings = new Findings(members);
      check.check(request, findings);
      findings.requireNone();
    }
    return request;
  }

  static <I> Call<I, Void> silent(SilentCall<I> call) {
    return (database, request) -> {
      call.call(database, request);
      return null;
    };
  }

  static void unchecked(Object request, Findings out) {
    // There is no constraint on such a request.
  }

  static void writeNothing(Void answer, JsonOut out) {
    // Such an operation answers with an empty body.
  }
}
