package dev.varve.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.InternalServerError;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.error.ValidationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Answers requests as the service does: AWS JSON 1.0, from bytes to bytes. Checks come in the
 * service's order: method and content type, JSON, operation, who calls, and then all that the
 * operation checks itself. For any number of threads.
 */
public final class Protocol {
  /** The most bytes that a body may have, compressed and otherwise: 16 MiB. */
  public static final int MAX_BODY_BYTES = 16 << 20;

  private static final String JSON_1_0 = "application/x-amz-json-1.0";
  private static final String JSON = "application/json";
  private static final byte[] NOT_FOUND =
      "<UnknownOperationException/>\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NOTHING = new byte[0];

  private final Databases databases;
  private final Gate gate;
  private final CallListener listener;

  /** A protocol for databases behind a gate. */
  public Protocol(Databases databases, Gate gate, CallListener listener) {
    this.databases = databases;
    this.gate = gate;
    this.listener = listener;
  }

  /** The operation that a request names in its headers, or null if there is none. */
  public static Operation<?, ?> operation(ApiRequest request) {
    String target = request.headers().value("X-Amz-Target");
    return target == null ? null : Operations.find(target);
  }

  /** Answers a request. Whatever goes wrong is an answer, too. */
  public ApiResponse answer(ApiRequest request) {
    Call call = new Call(request);
    ApiResponse response = call.answer();
    listener.answered(call.completed(response));
    return response;
  }

  /**
   * Makes a call that leaves what it would have to wait for at its end, in a thread that takes such
   * waits.
   *
   * @param left gives what the call has left, or null if it has left nothing
   * @return the answer, or what waits and then has it
   */
  public Begun begin(ApiRequest request, Supplier<Wait> left) {
    Call call = new Call(request);
    ApiResponse response = call.answer();
    Wait wait = left.get();
    if (wait == null) {
      listener.answered(call.completed(response));
      return new Begun.Answered(response);
    }
    return new Begun.Later(() -> {
      ApiResponse answer = call.after(wait, response);
      listener.answered(call.completed(answer));
      return answer;
    });
  }

  /** What is left to be waited for at the end of a call. */
  @FunctionalInterface
  public interface Wait {
    /** Returns when it is over; throws what the call would have thrown. */
    void await() throws IOException;
  }

  /** What became of one request so far. */
  private final class Call {
    private final long start = System.nanoTime();
    private final String id = RequestIds.next();
    private final ApiRequest request;
    private Operation<?, ?> operation;
    private Caller caller;
    private Object input;
    private Object output;
    private String error;
    private Throwable failure;

    Call(ApiRequest request) {
      this.request = request;
    }

    CompletedCall completed(ApiResponse response) {
      return new CompletedCall(
          operation,
          input,
          caller,
          response.status(),
          error,
          failure,
          output,
          System.nanoTime() - start,
          request.body().length,
          response.body().length,
          id);
    }

    ApiResponse answer() {
      if (request.method().equals("GET") && isRoot(request.uri())) {
        return text(200, "text/plain", health());
      }
      String contentType = contentType();
      if (contentType == null || !request.method().equals("POST")) {
        return text(404, "text/plain", NOT_FOUND);
      }
      try {
        return json(200, contentType, run());
      } catch (BodyTooLargeException _) {
        error = "413";
        return new ApiResponse(413, null, id, NOTHING);
      } catch (DynamoException e) {
        return json(e, contentType);
      } catch (IOException | RuntimeException e) {
        return failed(e, contentType);
      }
    }

    /** The answer once the wait is over: the one that there is, unless the wait fails. */
    ApiResponse after(Wait wait, ApiResponse response) {
      try {
        wait.await();
        return response;
      } catch (IOException | RuntimeException e) {
        return failed(e, response.contentType());
      }
    }

    private ApiResponse failed(Exception cause, String contentType) {
      failure = cause;
      output = null;
      return json(
          new InternalServerError(
              "The server encountered an internal error trying to fulfill the request."),
          contentType);
    }

    private ApiResponse text(int status, String type, byte[] body) {
      return new ApiResponse(status, type, id, body);
    }

    private ApiResponse json(int status, String type, byte[] body) {
      return new ApiResponse(status, type, id, body);
    }

    private ApiResponse json(DynamoException thrown, String type) {
      error = thrown.errorName();
      BodyBuffer body = new BodyBuffer();
      try (JsonGenerator out = WireJson.factory().createGenerator(body)) {
        ErrorBody.write(thrown, out);
      } catch (IOException e) {
        throw new IllegalStateException("an array in memory does not fail", e);
      }
      return json(thrown instanceof InternalServerError ? 500 : 400, type, body.finish());
    }

    private byte[] health() {
      String host = request.headers().value("Host");
      return ("healthy: " + (host == null ? "" : host) + " ").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The content type of the answer: the request's, or null if it is none of ours. A request
     * without a body needs none.
     */
    private String contentType() {
      String sent = request.headers().value("Content-Type");
      if (sent == null) {
        return request.body().length == 0 ? JSON_1_0 : null;
      }
      int end = sent.indexOf(';');
      String type = (end < 0 ? sent : sent.substring(0, end)).strip();
      return type.equalsIgnoreCase(JSON_1_0) ? JSON_1_0 : type.equalsIgnoreCase(JSON) ? JSON : null;
    }

    private byte[] run() throws IOException {
      byte[] body =
          ContentCoding.decoded(request.body(), request.headers().value("Content-Encoding"));
      operation = Protocol.operation(request);
      if (operation == null) {
        if (body.length > 0) {
          WireJson.requireObject(body);
        }
        throw new UnknownOperationException("");
      }
      try {
        caller = gate.identify(request);
      } catch (DynamoException refused) {
        if (body.length > 0) {
          WireJson.requireObject(body); // bad JSON is told first
        }
        throw refused;
      }
      if (body.length == 0) {
        throw new SerializationException("");
      }
      return run(operation, body);
    }

    private <I, O> byte[] run(Operation<I, O> known, byte[] body) throws IOException {
      I read = RequestReader.read(known, body);
      input = read;
      gate.admit(request, caller, known, read);
      O result = answer(known, read);
      output = result;
      BodyBuffer bytes = new BodyBuffer();
      try (JsonGenerator out = WireJson.factory().createGenerator(bytes)) {
        known.writer().write(result, JsonOut.toBytes(out));
      }
      return bytes.finish();
    }

    private <I, O> O answer(Operation<I, O> known, I read) throws IOException {
      DynamoDb database = databases.of(caller);
      if (known.equals(Operations.DESCRIBE_ENDPOINTS)) {
        database = new HostEndpoint(database, request.headers().first("Host"));
      }
      try {
        return known.call().call(database, read);
      } catch (UnsupportedOperationException lacking) {
        if (!known.name().equals(lacking.getMessage())) {
          throw lacking; // something else is amiss
        }
        // No fault of the server, upon which clients would ask again and again.
        ValidationException refusal =
            new ValidationException(known.name() + " is not supported by this database");
        refusal.initCause(lacking);
        throw refusal;
      }
    }
  }

  private static boolean isRoot(String uri) {
    return uri.equals("/") || uri.startsWith("/?") || uri.isEmpty();
  }
}
