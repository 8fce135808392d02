package dev.varve.tools.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.value.AttributeType;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server as small as can be, which answers with a database in memory. */
class EndpointDatabaseTest {
  private static final JsonFactory JSON = new JsonFactory();

  private Varve varve;
  private ServerSocket server;
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
    server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
    URI address =
        URI.create(
            "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
    database =
        new EndpointDatabase(
            address, Map.of("AWS_ACCESS_KEY_ID", "AKIA1", "AWS_REGION", "eu-west-1", "X", "y"));
  }

  @AfterEach
  void stop() throws IOException {
    database.close();
    server.close();
    varve.close();
  }

  /** One request on each connection, until the socket is closed. */
  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        answer(socket);
      } catch (IOException gone) {
        // The end of the test, or of the connection.
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    line(in); // POST / HTTP/1.1
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    authorization = headers.get("Authorization");
    byte[] request = in.readNBytes(Integer.parseInt(headers.get("Content-Length")));
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean refused = !run(headers.get("X-Amz-Target"), request, body);
    byte[] bytes = broken == null ? body.toByteArray() : broken.getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 "
            + (refused ? "400 Bad Request" : "200 OK")
            + "\r\nConnection: close\r\nContent-Length: "
            + bytes.length
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Returns whether it was not refused. */
  private boolean run(String target, byte[] request, ByteArrayOutputStream body)
      throws IOException {
    try (JsonParser in = JSON.createParser(request);
        JsonGenerator out = JSON.createGenerator(body)) {
      Operations.find(target).run(varve, in, out);
      return true;
    } catch (DynamoException refused) {
      body.reset();
      String error =
          "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
              + refused.errorName()
              + "\",\"message\":\"no, no\"}";
      body.writeBytes(error.getBytes(StandardCharsets.UTF_8));
      return false;
    }
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.append((char) c);
    }
    return line.toString().strip();
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
    assertTrue(authorization.startsWith("AWS4-HMAC-SHA256 Credential=AKIA1/"), authorization);
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
    InetAddress loopback = InetAddress.getLoopbackAddress();
    int free;
    // Not the server's: a thread that accepts may take one more connection after it is closed.
    try (ServerSocket closed = new ServerSocket(0, 1, loopback)) {
      free = closed.getLocalPort();
    }
    URI address = URI.create("http://" + loopback.getHostAddress() + ":" + free);
    try (EndpointDatabase nobody = new EndpointDatabase(address, Map.of())) {
      IOException failure =
          assertThrows(IOException.class, () -> nobody.execute("SELECT * FROM notes", null));
      assertTrue(failure.getMessage().contains("nobody answers"), failure.getMessage());
    }
  }
}
