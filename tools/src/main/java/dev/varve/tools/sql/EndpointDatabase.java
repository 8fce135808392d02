package dev.varve.tools.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.Item;
import dev.varve.identity.signature.RequestSigner;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database behind DynamoDB's protocol over HTTP: Varve's server, another, or the service. */
public final class EndpointDatabase implements SqlDatabase, AutoCloseable {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int OK = 200;
  private static final String HOST = "Host";

  /** Writes the members of a request. */
  private interface Members {
    void write(JsonGenerator out) throws IOException;
  }

  /** Reads the value of a member of an answer; the parser stands at its first token. */
  private interface Member {
    void read(JsonParser in) throws IOException;
  }

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI endpoint;
  private final RequestSigner signer;
  private final Optional<String> sessionToken;

  /**
   * The database behind an address.
   *
   * @param endpoint such as {@code http://localhost:8000}
   * @param environment has the access key and the region where the AWS CLI looks for them; a server
   *     that wants no signatures takes any
   */
  public EndpointDatabase(URI endpoint, Map<String, String> environment) {
    this.endpoint = endpoint;
    this.signer =
        new RequestSigner(
            environment.getOrDefault("AWS_ACCESS_KEY_ID", "varve"),
            environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "varve"),
            environment.getOrDefault(
                "AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1")));
    this.sessionToken = Optional.ofNullable(environment.get("AWS_SESSION_TOKEN"));
  }

  @Override
  public void close() {
    http.close();
  }

  @Override
  public Page execute(String statement, String nextToken) throws IOException {
    List<Item> items = new ArrayList<>();
    List<String> tokens = new ArrayList<>();
    call(
        "ExecuteStatement",
        out -> {
          out.writeStringField("Statement", statement);
          if (nextToken != null) {
            out.writeStringField("NextToken", nextToken);
          }
        },
        Map.of(
            "Items",
            in -> {
              while (in.nextToken() == JsonToken.START_OBJECT) {
                items.add(ItemJson.read(in));
              }
            },
            "NextToken",
            in -> tokens.add(in.getText())));
    return new Page(items, tokens.stream().findFirst());
  }

  @Override
  public List<String> tables() throws IOException {
    List<String> names = new ArrayList<>();
    List<String> last = new ArrayList<>();
    do {
      String start = last.isEmpty() ? null : last.removeLast();
      call(
          "ListTables",
          out -> {
            if (start != null) {
              out.writeStringField("ExclusiveStartTableName", start);
            }
          },
          Map.of(
              "TableNames",
              in -> {
                while (in.nextToken() == JsonToken.VALUE_STRING) {
                  names.add(in.getText());
                }
              },
              "LastEvaluatedTableName",
              in -> last.add(in.getText())));
    } while (!last.isEmpty());
    return names;
  }

  @Override
  public Shape shape(String table) throws IOException {
    List<String> keys = new ArrayList<>();
    List<String> indexes = new ArrayList<>();
    Member index = in -> each(in, Map.of("IndexName", member -> indexes.add(member.getText())));
    try {
      call(
          "DescribeTable",
          out -> out.writeStringField("TableName", table),
          Map.of(
              "Table",
              in ->
                  object(
                      in,
                      Map.of(
                          "KeySchema",
                          list ->
                              each(list, Map.of("AttributeName", name -> keys.add(name.getText()))),
                          "GlobalSecondaryIndexes",
                          index,
                          "LocalSecondaryIndexes",
                          index))));
    } catch (EndpointException refused) {
      return Shape.NONE; // there is no such table, or it is somebody else's
    }
    return new Shape(keys, indexes);
  }

  /** Reads the wanted members of each object of a list. */
  private static void each(JsonParser in, Map<String, Member> wanted) throws IOException {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      object(in, wanted);
    }
  }

  /** Reads the wanted members of an object, and passes over the others. */
  private static void object(JsonParser in, Map<String, Member> wanted) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      Member member = wanted.get(in.currentName());
      in.nextToken();
      if (member == null) {
        in.skipChildren();
      } else {
        member.read(in);
      }
    }
  }

  private void call(String operation, Members request, Map<String, Member> wanted)
      throws IOException {
    HttpResponse<byte[]> response = send(operation, body(request));
    try (JsonParser in = JSON.createParser(response.body())) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new EndpointException("HTTP " + response.statusCode(), "no JSON object came back");
      }
      if (response.statusCode() != OK) {
        throw refusal(response.statusCode(), in);
      }
      object(in, wanted);
    } catch (JsonProcessingException | DynamoException broken) {
      throw new EndpointException(
          "HTTP " + response.statusCode(), "what came back is no answer of " + operation, broken);
    }
  }

  private static byte[] body(Members members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      members.write(out);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static EndpointException refusal(int status, JsonParser in) throws IOException {
    List<String> types = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    Member message = member -> messages.add(member.getText());
    object(
        in,
        Map.of(
            "__type", member -> types.add(member.getText()),
            "message", message,
            "Message", message));
    String type = types.isEmpty() ? "HTTP " + status : types.getFirst();
    return new EndpointException(
        type.substring(type.indexOf('#') + 1), messages.isEmpty() ? "" : messages.getFirst());
  }

  private HttpResponse<byte[]> send(String operation, byte[] body) throws IOException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry(HOST, endpoint.getAuthority()));
    headers.add(Map.entry("Content-Type", "application/x-amz-json-1.0"));
    headers.add(Map.entry("X-Amz-Target", "DynamoDB_20120810." + operation));
    sessionToken.ifPresent(token -> headers.add(Map.entry("X-Amz-Security-Token", token)));
    ApiRequest signed =
        signer.signed(
            new ApiRequest("POST", "/", Headers.of(headers), body), System.currentTimeMillis());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve("/"))
            .timeout(TIMEOUT)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    for (Map.Entry<String, String> field : signed.headers().fields()) {
      if (!field.getKey().equals(HOST)) { // which the client itself adds
        request.header(field.getKey(), field.getValue());
      }
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("waiting for " + endpoint + " was interrupted");
    } catch (ConnectException e) {
      throw new IOException(endpoint + ": nobody answers there", e);
    }
  }
}
