package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.Durability;
import dev.varve.server.http.HttpLimits;
import dev.varve.server.http.HttpStats;
import dev.varve.server.http.NoLeaks;
import dev.varve.server.http.RawClient;
import dev.varve.server.http.RawClient.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad input of all kinds to a server with a database: each is answered as documented, and then
 * nothing is held of it, the data is as before, and others are served.
 */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class BadInputTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MIB = 1 << 20;

  private static final String KEPT = "{\"TableName\":\"Tab\",\"Key\":{\"p\":{\"S\":\"kept\"}}}";
  private static final String DELETE =
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Amz-Target: DynamoDB_20120810.DeleteItem\r\nContent-Length: "
          + KEPT.length()
          + "\r\n\r\n"
          + KEPT;

  private TestServer server;

  @BeforeEach
  void open() throws IOException {
    open(HttpLimits.defaults().withTimes(LONG, LONG, LONG));
  }

  private void open(HttpLimits limits) throws IOException {
    server = TestServer.start(Durability.BUFFERED, builder -> builder.limits(limits));
    assertEquals(
        200,
        call(
                "CreateTable",
                "{'TableName':'Tab','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST'}"
                    .replace('\'', '"'))
            .status());
    assertEquals(200, put("kept", "\"S\":\"value\"").status());
  }

  @AfterEach
  void othersAreServedAndNothingIsHeldOrLost() throws IOException {
    try {
      assertEquals("{\"TableNames\":[\"Tab\"]}", call("ListTables", "{}").text());
      assertEquals(
          "{\"Item\":{\"p\":{\"S\":\"kept\"},\"v\":{\"S\":\"value\"}}}",
          call("GetItem", KEPT).text());
      HttpStats stats = settled();
      assertEquals(0, stats.connections());
      assertEquals(0, stats.bytesInFlight());
    } finally {
      server.close();
    }
  }

  private HttpStats settled() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    HttpStats stats = server.server().stats();
    while ((stats.connections() > 0 || stats.bytesInFlight() > 0) && System.nanoTime() < end) {
      Thread.onSpinWait();
      stats = server.server().stats();
    }
    return stats;
  }

  private RawClient connect() throws IOException {
    return new RawClient(server.server().port());
  }

  private Received call(String operation, String body, String... fields) throws IOException {
    return call(operation, body.getBytes(StandardCharsets.ISO_8859_1), fields);
  }

  private Received call(String operation, byte[] body, String... fields) throws IOException {
    try (RawClient client = connect()) {
      return client.send(head(operation, body.length, fields)).send(body).receive();
    }
  }

  private static String head(String operation, int length, String... fields) {
    return "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Amz-Target: DynamoDB_20120810."
        + operation
        + "\r\n"
        + (fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n")
        + "Content-Length: "
        + length
        + "\r\n\r\n";
  }

  private Received put(String key, String value) throws IOException {
    return call(
        "PutItem",
        "{\"TableName\":\"Tab\",\"Item\":{\"p\":{\"S\":\"" + key + "\"},\"v\":{" + value + "}}}");
  }

  private static void assertSerialization(Received answer, String message) {
    String member = message.isEmpty() ? "" : ",\"Message\":\"" + message + "\"";
    assertEquals(
        "400 {\"__type\":\"com.amazon.coral.service#SerializationException\"" + member + "}",
        answer.status() + " " + answer.text());
  }

  // ---- Bodies that are not what they should be ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "[]",
        "null",
        "\"a\"",
        "1",
        "{\"TableName\":}",
        "{\"TableName\":\"Tab\"",
        "{\"TableName\":\"Tab",
        "{\"TableName\":\"Tab\"}x",
        "{\"TableName\":\"Tab\"}{}",
        "{\"TableName\":\"Tab\"},",
        "{'TableName':'Tab'}",
        "{TableName:\"Tab\"}",
        "{\"TableName\":\"Tab\u0001\"}",
        "{\"TableName\":\"Tab\n\"}",
        "{\"TableName\":\"\\x\"}",
        "{\"TableName\":\"\\u12\"}",
        "{\"TableName\":tru}",
        "{\"TableName\":NaN}",
        "{\"TableName\":\"Tab\",}",
        "{\"TableName\":01}",
        "{\"TableName\":\"\u00ff\"}",
        "{\"TableName\":\"\u00e4\"}",
        "\u0000",
        "//\n{}",
        "\u001f\u008b"
      })
  void brokenJson(String body) throws IOException {
    assertSerialization(call("DescribeTable", body), "");
    assertSerialization(call("PutItem", body), "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"M\":{\"a\":", "{\"L\":["})
  void depthBombs(String level) throws IOException {
    for (int levels : new int[] {300, 100_000, 2_000_000 / level.length()}) {
      String deep = level.repeat(levels);
      assertSerialization(call("DescribeTable", "{\"TableName\":" + deep), "");
      assertSerialization(
          call("PutItem", "{\"TableName\":\"Tab\",\"Item\":{\"p\":{\"S\":\"x\"},\"d\":" + deep),
          "");
    }
  }

  @Test
  void valuesThatNestTooDeep() throws IOException {
    String deep = "{\"L\":[".repeat(40) + "{\"S\":\"x\"}" + "]}".repeat(40);
    Received answer = put("deep", "\"L\":[" + deep + "]");
    assertEquals(400, answer.status());
    assertTrue(answer.text().contains("Nesting Levels have exceeded"), answer.text());
  }

  @ParameterizedTest
  @CsvSource({
    "A,       Base64 encoded length is expected a multiple of 4 bytes but found: 1",
    "AAAAA,   Base64 encoded length is expected a multiple of 4 bytes but found: 5",
    "AB==,    Invalid last non-pad Base64 character dectected"
  })
  void badBase64(String text, String message) throws IOException {
    assertSerialization(put("bad", "\"B\":\"" + text + "\""), message);
    assertSerialization(put("bad", "\"BS\":[\"AAAA\",\"" + text + "\"]"), message);
    assertEquals("{}", call("GetItem", KEPT.replace("kept", "bad")).text());
  }

  @Test
  void base64OfOtherCharacters() throws IOException {
    for (String text : List.of("!!!!", "AA-_", "AA A", "A===", "====")) {
      Received answer = put("bad", "\"B\":\"" + text + "\"");
      assertEquals(400, answer.status(), text);
      assertTrue(answer.text().contains("#SerializationException"), answer.text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "text/json",
        "application/xml",
        "application/x-amz-json-1.1",
        "application/json5",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "",
        ";"
      })
  void wrongContentTypes(String type) throws IOException {
    try (RawClient client = connect()) {
      client.send(DELETE.replace("application/json", type));
      Received answer = client.receive();
      assertEquals(404, answer.status());
      assertEquals("<UnknownOperationException/>\n", answer.text());
    }
  }

  // ---- Compression ----

  @Test
  void brokenCompression() throws IOException {
    String message = "The body is not what its Content-Encoding says";
    byte[] whole = Gzip.of(KEPT);
    byte[] damaged = whole.clone();
    damaged[whole.length - 5] ^= 1; // the checksum
    byte[] damagedInside = whole.clone();
    damagedInside[whole.length / 2] ^= 0x55;
    for (byte[] body :
        List.of(
            KEPT.getBytes(StandardCharsets.US_ASCII),
            new byte[] {0x1f, (byte) 0x8b},
            Arrays.copyOf(whole, 10),
            Arrays.copyOf(whole, whole.length / 2),
            Arrays.copyOf(whole, whole.length - 1),
            damaged,
            damagedInside)) {
      assertSerialization(call("DeleteItem", body, "Content-Encoding: gzip"), message);
    }
    assertSerialization(call("DeleteItem", whole, "Content-Encoding: deflate"), message);
    assertSerialization(
        call("DeleteItem", whole, "Content-Encoding: br"), "Unsupported Content-Encoding: br");
  }

  @Test
  void bombs() throws Exception {
    byte[] gzip = Gzip.of(" ".repeat(20 * MIB));
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(deflated)) {
      for (int i = 0; i < 1_000; i++) {
        out.write(new byte[MIB]);
      }
    }
    byte[] deflate = deflated.toByteArray();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        answers.add(
            threads.submit(() -> call("DeleteItem", gzip, "Content-Encoding: gzip").status()));
        answers.add(
            threads.submit(
                () -> call("DeleteItem", deflate, "Content-Encoding: deflate").status()));
      }
      for (Future<Integer> answer : answers) {
        assertEquals(413, answer.get());
      }
    }
  }

  // ---- Too much, too slow ----

  @Test
  void bodiesOfAHundredMegabytes() throws IOException {
    try (RawClient client = connect()) {
      client.send(head("PutItem", 100_000_000));
      assertEquals(413, client.receive().status());
      assertTrue(client.isEnded());
    }
    try (RawClient client = connect()) {
      client.send(head("PutItem", 100_000_000, "Expect: 100-continue"));
      assertEquals(413, client.receive().status());
      assertTrue(client.isEnded());
    }
    try (RawClient client = connect()) {
      client.send(head("PutItem", 0).replace("Content-Length: 0", "Transfer-Encoding: chunked"));
      byte[] chunk = new byte[MIB];
      for (int i = 0; i < 16; i++) {
        client.send(Integer.toHexString(MIB) + "\r\n").send(chunk).send("\r\n");
      }
      client.send("1\r\n \r\n"); // one byte too many
      assertEquals(413, client.receive().status());
      assertTrue(client.isEnded());
    }
  }

  @Test
  void slowBodies() throws Exception {
    server.close();
    open(HttpLimits.defaults().withTimes(LONG, SHORT, LONG));
    try (RawClient silent = connect();
        RawClient dripping = connect()) {
      silent.send(head("PutItem", 10) + "{");
      dripping.send(head("PutItem", 1_000_000));
      // A byte now and then does not help.
      while (server.server().stats().timedOut() < 2) {
        dripping.send(" ");
        Thread.sleep(20);
      }
      assertEquals(408, silent.receive().status());
      assertTrue(silent.isEnded());
      assertEquals(408, dripping.receive().status());
    }
  }

  @Test
  void oversizeHeads() throws IOException {
    String rest = " HTTP/1.1\r\nHost: h\r\n";
    for (String head :
        List.of(
            "POST /" + "x".repeat(17 << 10) + rest + "\r\n",
            "POST /" + rest + "A: " + "x".repeat(17 << 10) + "\r\n\r\n",
            "POST /" + rest + "A: b\r\n".repeat(3_000) + "\r\n",
            "POST /" + rest + "A: " + "x".repeat(MIB),
            "P".repeat(MIB))) {
      try (RawClient client = connect()) {
        client.send(head + DELETE);
        assertEquals(400, client.receive().status());
        assertTrue(client.isEnded());
      }
    }
  }

  // ---- Smuggling ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n",
        "Transfer-Encoding: chunked\nContent-Length: 5\n\n0\n\n",
        "Transfer-Encoding: chunked\nContent-Length: 0\n\n0\n\n",
        "Content-Length: 0\nContent-Length: 5\n\nabcde",
        "Content-Length: 5\nContent-Length: 5\n\nabcde",
        "Content-Length: 0, 5\n\nabcde",
        "Content-Length: +5\n\nabcde",
        "Content-Length: -5\n\nabcde",
        "Content-Length: 0x5\n\nabcde",
        "Content-Length: 5 5\n\nabcde",
        "Content-Length: \n\n",
        "Content-Length : 5\n\nabcde",
        " Content-Length: 5\n\nabcde",
        "Content-Length:\n 5\n\nabcde",
        "Transfer-Encoding: identity\n\n",
        "Transfer-Encoding: chunked, identity\n\n0\n\n",
        "Transfer-Encoding: identity, chunked\n\n0\n\n",
        "Transfer-Encoding: gzip\n\n",
        "Transfer-Encoding: xchunked\n\n0\n\n",
        "Transfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n0\n\n",
        "Transfer-Encoding : chunked\n\n0\n\n",
        "Transfer-Encoding:\n chunked\n\n0\n\n",
        "Transfer_Encoding: chunked\u0000\n\n0\n\n",
        "Transfer-Encoding: chunked\n\n0x1\na\n0\n\n",
        "Transfer-Encoding: chunked\n\n-1\n\n0\n\n",
        "Transfer-Encoding: chunked\n\n1 \na\n0\n\n",
        "Transfer-Encoding: chunked\n\n1\nab\n0\n\n",
        "Transfer-Encoding: chunked\n\nfffffffff\na\n0\n\n",
        "Host: other\n\n",
        "Expect: 200-ok\nContent-Length: 0\n\n"
      })
  void whatTwoProgramsMightReadDifferently(String lines) throws IOException {
    try (RawClient client = connect()) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\n" + lines.replace("\n", "\r\n") + DELETE);
      Received answer = client.receive();
      assertTrue(List.of(400, 417, 501).contains(answer.status()), answer.line());
      assertEquals("close", answer.fields().get("connection"));
      assertTrue(client.isEnded()); // and what is behind has not been done
    }
  }

  @Test
  void linesThatEndOtherwise() throws IOException {
    for (String request :
        List.of(
            DELETE.replace("\r\n", "\n"),
            DELETE.replace("\r\n", "\r"),
            DELETE.replaceFirst("\r\n", "\n"),
            DELETE.replace("\r\n\r\n", "\n\n"),
            DELETE.replace("Host: h\r\n", "Host: h\r\n\u000b\r\n"))) {
      try (RawClient client = connect()) {
        client.send(request).send("\r\n\r\n");
        assertEquals(400, client.receive().status());
        assertTrue(client.isEnded());
      }
    }
  }

  // ---- Clients that go away ----

  @Test
  void clientsThatGoInTheMiddleOfARequest() throws IOException {
    String delete = head("DeleteItem", KEPT.length() + 1) + KEPT; // of which the end is missing
    byte[] gzip = Gzip.of(KEPT);
    String gzipped = new String(gzip, 0, gzip.length - 2, StandardCharsets.ISO_8859_1);
    for (String part :
        List.of(
            "POST",
            delete.substring(0, 60),
            delete.substring(0, delete.indexOf('{')),
            delete,
            head("DeleteItem", 10 * MIB) + " ".repeat(3 * MIB),
            head("DeleteItem", gzip.length, "Content-Encoding: gzip") + gzipped,
            delete
                .replaceFirst("Content-Length: [0-9]*", "Transfer-Encoding: chunked")
                .replace(
                    "{\"TableName\"", Integer.toHexString(KEPT.length()) + "\r\n{\"TableName\""))) {
      try (RawClient gone = connect()) {
        gone.send(part);
      }
      RawClient reset = connect();
      reset.send(part).reset();
    }
  }

  @Test
  void clientsThatGoBeforeTheirAnswer() throws IOException {
    String value = "\"S\":\"" + "x".repeat(100_000) + "\"";
    for (int i = 0; i < 9; i++) {
      assertEquals(200, put("large-" + i, value).status());
    }
    String scan = "{\"TableName\":\"Tab\"}";
    String request = head("Scan", scan.length()) + scan;
    for (int i = 0; i < 20; i++) {
      try (RawClient gone = connect()) {
        gone.send(request.repeat(20));
        if (i % 2 == 0) {
          assertEquals(50_000, gone.read(50_000));
        }
      }
      RawClient reset = connect();
      reset.send(request.repeat(20));
      if (i % 2 == 0) {
        assertEquals(50_000, reset.read(50_000));
      }
      reset.reset();
    }
    assertEquals(200, call("Scan", scan).status());
  }
}
