package dev.varve.tools.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.value.AttributeType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server as small as can be, which answers with a database in memory. */
class EndpointDatabaseTest {
  private static final JsonFactory JSON = new JsonFactory();

  private Varve varve;
  private HttpServer server;
  private EndpointDatabase database;

  /** In place of an answer; null for none. */
  private volatile String broken;

  private volatile String authorization;

  @BeforeEach
  void start() throws IOException {
    varve = Varve.openInMemory();
    varve.createTable(
        TableDefinition.named("notes")
            .partitionKey("owner", AttributeType.S)
            .sortKey("at", AttributeType.N)
            .globalIndex("by-at", "at", AttributeType.N, "owner", AttributeType.S)
            .build());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI address =
        URI.create(
            "http://"
                + server.getAddress().getAddress().getHostAddress()
                + ":"
                + server.getAddress().getPort());
    database =
        new EndpointDatabase(
            address,
            Map.of("AWS_ACCESS_KEY_ID", "AKIA1", "AWS_REGION", "eu-west-1", "X", "y"));
  }

  @AfterEach
  void stop() throws IOException {
    database.close();
    server.stop(0);
    varve.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    authorization = exchange.getRequestHeaders().getFirst("Authorization");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int status = 200;
    try (JsonParser request = JSON.createParser(exchange.getRequestBody());
        JsonGenerator out = JSON.createGenerator(body)) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      Operations.find(target).run(varve, request, out);
    } catch (DynamoException refused) {
      status = 400;
      body.reset();
      String error =
          "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
              + refused.errorName()
              + "\",\"message\":\"no, no\"}";
      body.writeBytes(error.getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = broken == null ? body.toByteArray() : broken.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Test
  void statementsAreCarriedOutAndNamesFound() throws IOException {
    StringWriter out = new StringWriter();
    SqlSession session = new SqlSession(database, new PrintWriter(out), false);
    session.runAll("INSERT INTO notes VALUE {'owner': 'ann', 'at': 1}; SELECT * FROM notes");
    assertTrue(out.toString().contains("(1 item)"), out.toString());
    assertEquals(List.of("notes"), database.tables());
    assertEquals(
        new SqlDatabase.Shape(List.of("owner", "at"), List.of("by-at")), database.shape("notes"));
    assertEquals(SqlDatabase.Shape.NONE, database.shape("none"));
    assertTrue(
        authorization.startsWith("AWS4-HMAC-SHA256 Credential=AKIA1/"), authorization);
    assertTrue(authorization.contains("/eu-west-1/dynamodb/aws4_request"), authorization);
  }

  @Test
  void refusalsTellTheServicesWords() {
    EndpointException refused =
        assertThrows(EndpointException.class, () -> database.execute("nonsense", null));
    assertEquals("ValidationException: no, no", refused.getMessage());
  }

  @Test
  void whatIsNoAnswerIsToldAsSuch() {
    for (String text : List.of("<html>", "[]", "", "{\"Items\": [{\"a\": 5}]}", "{\"Items\": [")) {
      broken = text;
      assertThrows(
          EndpointException.class, () -> database.execute("SELECT * FROM notes", null), text);
    }
  }

  @Test
  void whereNobodyAnswersIsTold() throws IOException {
    server.stop(0);
    IOException failure =
        assertThrows(IOException.class, () -> database.execute("SELECT * FROM notes", null));
    assertTrue(failure.getMessage().contains("nobody answers"), failure.getMessage());
  }
}
