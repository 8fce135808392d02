package dev.varve.tools.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteStatementResult;
import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.ListTablesResult;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.json.DescribeTableJson;
import dev.varve.dynamodb.api.json.DescribeTableResultJson;
import dev.varve.dynamodb.api.json.ExecuteStatementJson;
import dev.varve.dynamodb.api.json.ExecuteStatementResultJson;
import dev.varve.dynamodb.api.json.JsonIn;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.api.json.ListTablesJson;
import dev.varve.dynamodb.api.json.ListTablesResultJson;
import dev.varve.dynamodb.error.DynamoException;
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
    ExecuteStatementResult result =
        call(
            "ExecuteStatement",
            ExecuteStatement.builder().statement(statement).nextToken(nextToken).build(),
            ExecuteStatementJson::write,
            ExecuteStatementResultJson::read);
    return new Page(result.items(), result.nextToken());
  }

  @Override
  public List<String> tables() throws IOException {
    List<String> names = new ArrayList<>();
    Optional<String> last = Optional.empty();
    do {
      ListTablesResult page =
          call(
              "ListTables",
              ListTables.builder().exclusiveStartTableName(last.orElse(null)).build(),
              ListTablesJson::write,
              ListTablesResultJson::read);
      names.addAll(page.tableNames());
      last = page.lastEvaluatedTableName();
    } while (last.isPresent());
    return names;
  }

  @Override
  public Shape shape(String table) throws IOException {
    TableDescription description;
    try {
      description =
          call(
                  "DescribeTable",
                  DescribeTable.builder().tableName(table).build(),
                  DescribeTableJson::write,
                  DescribeTableResultJson::read)
              .table();
    } catch (EndpointException refused) {
      return Shape.NONE; // there is no such table, or it is somebody else's
    }
    return Shape.of(description);
  }

  private <I, O> O call(
      String operation, I request, JsonOut.Writer<I> writer, JsonIn.Reader<O> reader)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(body)) {
      writer.write(request, new JsonOut(out));
    }
    HttpResponse<byte[]> response = send(operation, body.toByteArray());
    try (JsonParser in = JSON.createParser(response.body())) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new EndpointException("HTTP " + response.statusCode(), "no JSON object came back");
      }
      if (response.statusCode() != OK) {
        throw refusal(response.statusCode(), in);
      }
      return reader.read(new JsonIn(in));
    } catch (JsonProcessingException | DynamoException broken) {
      throw new EndpointException(
          "HTTP " + response.statusCode(), "what came back is no answer of " + operation, broken);
    }
  }

  /** What an error's body says; the parser stands at its start. */
  private static EndpointException refusal(int status, JsonParser in) throws IOException {
    String type = "HTTP " + status;
    String message = "";
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String member = in.currentName();
      in.nextToken();
      switch (member) {
        case "__type" -> type = in.getText();
        case "message", "Message" -> message = in.getText();
        default -> in.skipChildren();
      }
    }
    return new EndpointException(type.substring(type.indexOf('#') + 1), message);
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
