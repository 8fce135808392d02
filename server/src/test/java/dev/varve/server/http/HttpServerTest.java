package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.NeverWaits;
import dev.varve.io.WouldWait;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Begun;
import dev.varve.protocol.Protocol;
import dev.varve.protocol.RequestIds;
import dev.varve.server.http.RawClient.Received;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of the server, over sockets. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class HttpServerTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  private final Servers servers = new Servers();

  @AfterEach
  void stop() throws InterruptedException {
    servers.close();
  }

  private RawClient echo(RunsOn place) throws IOException {
    return new RawClient(servers.start(new EchoHandler(place)).port());
  }

  // ---- Answers ----

  @ParameterizedTest
  @EnumSource(RunsOn.class)
  void anAnswerHasTheServicesFields(RunsOn place) throws IOException {
    try (RawClient client = echo(place)) {
      for (int i = 0; i < 3; i++) {
        Received answer =
            client.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc").receive();
        assertEquals("HTTP/1.1 200 OK", answer.line());
        assertEquals("POST /x [Host=h, Content-Length=3] 3 891568578", answer.text());
        assertTrue(answer.fields().get("x-amzn-requestid").matches("[0-9A-Z]{52}"));
        assertEquals(Long.toString(crc(answer.body())), answer.fields().get("x-amz-crc32"));
        assertEquals("text/plain", answer.fields().get("content-type"));
        assertTrue(
            answer
                .fields()
                .get("date")
                .matches("[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT"));
        assertFalse(answer.fields().containsKey("connection"));
        assertFalse(answer.fields().containsKey("access-control-allow-origin"));
      }
    }
  }

  private static long crc(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return crc.getValue();
  }

  @Test
  void headIsAnsweredWithoutBody() throws IOException {
    try (RawClient client = echo(RunsOn.WORKER)) {
      client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n" + GET);
      Received head = client.receive(false);
      assertEquals(
          "HEAD / [Host=h] 0 0".length(), Integer.parseInt(head.fields().get("content-length")));
      assertEquals("GET / [Host=h] 0 0", client.receive().text());
    }
  }

  @ParameterizedTest
  @EnumSource(RunsOn.class)
  void answersInARowHaveTheOrderOfTheRequests(RunsOn place) throws Exception {
    int port = servers.start(new EchoHandler(place)).port();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> clients = new ArrayList<>();
      for (int c = 0; c < 8; c++) {
        int client = c;
        clients.add(threads.submit(() -> sendInARow(port, client)));
      }
      for (Future<?> client : clients) {
        client.get();
      }
    }
  }

  private static Void sendInARow(int port, int number) throws IOException {
    int count = 300;
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String body = "x".repeat(i * 7 % 1000);
      all.append("POST /" + number + "/" + i + " HTTP/1.1\r\nHost: h\r\n");
      all.append("Content-Length: " + body.length() + "\r\n\r\n" + body);
    }
    try (RawClient client = new RawClient(port)) {
      client.send(all.toString());
      for (int i = 0; i < count; i++) {
        String text = client.receive().text();
        assertTrue(text.startsWith("POST /" + number + "/" + i + " "), text);
      }
    }
    return null;
  }

  @Test
  void largeAnswersAreWhole() throws IOException {
    byte[] large = new byte[5 << 20];
    new Random(1).nextBytes(large);
    for (RunsOn place : RunsOn.values()) {
      try (RawClient client = new RawClient(servers.start(answering(place, large)).port())) {
        client.send(GET + GET);
        for (int i = 0; i < 2; i++) {
          Received answer = client.receive();
          assertEquals(large.length, answer.body().length);
          assertEquals(Long.toString(crc(large)), answer.fields().get("x-amz-crc32"));
        }
      }
      assertEquals(0, servers.settled().bytesInFlight());
    }
  }

  private static HttpHandler answering(RunsOn place, byte[] body) {
    return new HttpHandler() {
      @Override
      public RunsOn place(ApiRequest request) {
        return place;
      }

      @Override
      public ApiResponse answer(ApiRequest request) {
        return new ApiResponse(200, "application/json", RequestIds.next(), body);
      }
    };
  }

  @Test
  void largeAnswersAreCompressedWhereThatIsAskedFor() throws IOException {
    byte[] large = "0123456789".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
    try (RawClient client = new RawClient(servers.start(answering(RunsOn.WORKER, large)).port())) {
      Received answer =
          client
              .send("GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: deflate, GZIP;q=0.5\r\n\r\n")
              .receive();
      assertEquals("gzip", answer.fields().get("content-encoding"));
      assertEquals(Long.toString(crc(answer.body())), answer.fields().get("x-amz-crc32"));
      assertTrue(answer.body().length < 1_000);
      assertEquals(
          new String(large, StandardCharsets.US_ASCII),
          new String(
              new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(),
              StandardCharsets.US_ASCII));
      for (String other : List.of("identity", "gzip;q=0", "gzip; q=0.00", "br")) {
        Received plain =
            client
                .send("GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: " + other + "\r\n\r\n")
                .receive();
        assertEquals(large.length, plain.body().length);
        assertFalse(plain.fields().containsKey("content-encoding"));
      }
    }
    byte[] small = new byte[Reply.MIN_GZIP_BYTES - 1];
    try (RawClient client = new RawClient(servers.start(answering(RunsOn.WORKER, small)).port())) {
      client.send("GET / HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n");
      assertEquals(small.length, client.receive().body().length);
    }
  }

  @Test
  void faultsOfTheHandlerAreAnswered() throws IOException {
    for (RunsOn place : RunsOn.values()) {
      HttpHandler broken =
          new HttpHandler() {
            @Override
            public RunsOn place(ApiRequest request) {
              return place;
            }

            @Override
            public ApiResponse answer(ApiRequest request) {
              throw new AssertionError("a bug");
            }
          };
      try (RawClient client = new RawClient(servers.start(broken).port())) {
        client.send(GET + GET);
        assertEquals(500, client.receive().status());
        assertEquals(500, client.receive().status());
      }
    }
  }

  /** Every other request breaks off in the event loop. */
  @Test
  void whatWouldHaveToWaitIsAnsweredByAWorker() throws Exception {
    EchoHandler echo = new EchoHandler(RunsOn.EVENT_LOOP);
    AtomicInteger brokenOff = new AtomicInteger();
    HttpHandler sometimes =
        new HttpHandler() {
          @Override
          public RunsOn place(ApiRequest request) {
            return echo.place(request);
          }

          @Override
          public ApiResponse answer(ApiRequest request) {
            if (NeverWaits.here() && request.uri().endsWith("0")) {
              brokenOff.incrementAndGet();
              throw new WouldWait();
            }
            return echo.answer(request);
          }
        };
    int port = servers.start(sometimes).port();
    sendInARow(port, 1);
    assertEquals(30, brokenOff.get());
    assertEquals(0, servers.settled().bytesInFlight());
  }

  /** Every other request leaves a wait, which one thread makes. */
  @Test
  void whatLeavesAWaitIsAnsweredAfterIt() throws Exception {
    EchoHandler echo = new EchoHandler(RunsOn.EVENT_LOOP);
    Set<Thread> waiting = ConcurrentHashMap.newKeySet();
    HttpHandler leaving =
        new HttpHandler() {
          @Override
          public RunsOn place(ApiRequest request) {
            return echo.place(request);
          }

          @Override
          public ApiResponse answer(ApiRequest request) {
            throw new AssertionError("no worker is needed");
          }

          @Override
          public Begun begin(ApiRequest request) {
            ApiResponse answer = echo.answer(request);
            if (!request.uri().endsWith("0")) {
              return new Begun.Answered(answer);
            }
            return new Begun.Later(() -> {
              waiting.add(Thread.currentThread());
              return answer;
            });
          }
        };
    int port = servers.start(leaving).port();
    sendInARow(port, 1);
    assertEquals(1, waiting.size());
    assertEquals(0, servers.settled().bytesInFlight());
  }

  // ---- Versions and connections ----

  @Test
  void oldClientsAreAnsweredAndLeft() throws IOException {
    try (RawClient client = echo(RunsOn.WORKER)) {
      Received answer = client.send("GET / HTTP/1.0\r\n\r\n").receive();
      assertEquals("close", answer.fields().get("connection"));
      assertTrue(client.isEnded());
    }
    try (RawClient client = echo(RunsOn.WORKER)) {
      String request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
      assertEquals("keep-alive", client.send(request).receive().fields().get("connection"));
      assertEquals(200, client.send(request).receive().status());
    }
  }

  @Test
  void whoAsksForTheEndGetsIt() throws IOException {
    try (RawClient client = echo(RunsOn.EVENT_LOOP)) {
      client.send("GET /1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n" + GET);
      Received answer = client.receive();
      assertTrue(answer.text().startsWith("GET /1 "));
      assertEquals("close", answer.fields().get("connection"));
      assertTrue(client.isEnded());
    }
  }

  @ParameterizedTest
  @EnumSource(RunsOn.class)
  void whoEndsSendingIsAnsweredStill(RunsOn place) throws IOException {
    try (RawClient client = echo(place)) {
      client.send(GET + GET).endSending();
      assertEquals(200, client.receive().status());
      assertEquals(200, client.receive().status());
      assertTrue(client.isEnded());
    }
  }

  // ---- Bodies ----

  @Test
  void clientsThatWaitForLeaveGetIt() throws IOException {
    try (RawClient client = echo(RunsOn.WORKER)) {
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      assertEquals("HTTP/1.1 100 Continue", client.receive().line());
      assertTrue(client.send("abc").receive().text().endsWith(" 3 891568578"));
      // Who sends the body at once gets the answer at once.
      client.send(
          "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");
      assertEquals(200, client.receive().status());
    }
  }

  @Test
  void bodiesOfSixteenMebibytesAreTaken() throws IOException {
    byte[] body = new byte[Protocol.MAX_BODY_BYTES];
    try (RawClient client = echo(RunsOn.WORKER)) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length + "\r\n\r\n");
      client.send(body);
      assertTrue(client.receive().text().endsWith(" " + body.length + " " + crc(body)));
    }
    assertEquals(0, servers.settled().bytesInFlight());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 16777217\r\n\r\n",
        "Content-Length: 16777217\r\nExpect: 100-continue\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n1000001\r\n"
      })
  void largerOnesAreRefusedBeforeAllElse(String rest) throws IOException {
    try (RawClient client = echo(RunsOn.WORKER)) {
      client.send("PUT /nowhere HTTP/1.1\r\nHost: h\r\n" + rest);
      client.send(new byte[1 << 20]); // which is dropped, so that the answer comes through
      Received answer = client.receive();
      assertEquals(413, answer.status());
      assertEquals("close", answer.fields().get("connection"));
      assertFalse(answer.fields().containsKey("x-amzn-requestid"));
      assertTrue(client.isEnded());
    }
    assertEquals(1, servers.settled().refused());
  }

  @Test
  void whatIsNoHttpIsRefusedAndTheConnectionEnds() throws IOException {
    try (RawClient client = echo(RunsOn.WORKER)) {
      client.send(GET + "GET / HTTP/1.1\r\nHost : h\r\n\r\n" + GET);
      assertEquals(200, client.receive().status());
      Received answer = client.receive();
      assertEquals(400, answer.status());
      assertEquals("a header field has no name with a colon behind it\n", answer.text());
      assertEquals("close", answer.fields().get("connection"));
      assertTrue(client.isEnded());
    }
  }

  // ---- Web pages ----

  @Test
  void pagesFromAnywhereMayCall() throws IOException {
    try (RawClient client = echo(RunsOn.WORKER)) {
      Received answer =
          client.send("GET / HTTP/1.1\r\nHost: h\r\nOrigin: http://a\r\n\r\n").receive();
      assertEquals("*", answer.fields().get("access-control-allow-origin"));
      assertEquals(
          "x-amzn-requestid,x-amz-crc32", answer.fields().get("access-control-expose-headers"));
      Received question =
          client
              .send(
                  "OPTIONS / HTTP/1.1\r\nHost: h\r\nOrigin: http://a\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-amz-target, x-amz-date\r\n\r\n")
              .receive();
      assertEquals(200, question.status());
      assertEquals("0", question.fields().get("content-length"));
      assertEquals("*", question.fields().get("access-control-allow-origin"));
      assertEquals("172800", question.fields().get("access-control-max-age"));
      assertEquals("POST", question.fields().get("access-control-allow-methods"));
      assertEquals(
          "x-amz-target, x-amz-date", question.fields().get("access-control-allow-headers"));
      assertTrue(question.fields().get("x-amzn-requestid").matches("[0-9A-Z]{52}"));
      // Nobody's question goes to the handler.
      assertEquals(
          "OPTIONS / [Host=h] 0 0",
          client.send("OPTIONS / HTTP/1.1\r\nHost: h\r\n\r\n").receive().text());
    }
  }

  @Test
  void orOnlyFromTheOriginsThatAreAllowed() throws IOException {
    HttpServer server =
        servers.start(
            new EchoHandler(RunsOn.WORKER),
            HttpLimits.defaults(),
            Cors.of(List.of("https://a:1", "https://B")));
    try (RawClient client = new RawClient(server.port())) {
      for (String origin : List.of("https://a:1", "https://b", "HTTPS://b")) {
        Received answer =
            client.send("GET / HTTP/1.1\r\nHost: h\r\nOrigin: " + origin + "\r\n\r\n").receive();
        assertEquals(origin, answer.fields().get("access-control-allow-origin"));
        assertEquals("Origin", answer.fields().get("vary"));
      }
      for (String origin : List.of("https://a", "http://a:1", "null")) {
        for (String method : List.of("GET", "OPTIONS")) {
          Received answer =
              client
                  .send(method + " / HTTP/1.1\r\nHost: h\r\nOrigin: " + origin + "\r\n\r\n")
                  .receive();
          assertEquals(200, answer.status());
          assertFalse(answer.fields().containsKey("access-control-allow-origin"));
        }
      }
    }
  }

  // ---- Stopping ----

  @Test
  void aStoppedServerIsGone() throws Exception {
    HttpServer server = servers.start(new EchoHandler(RunsOn.WORKER));
    try (RawClient idle = new RawClient(server.port());
        RawClient used = new RawClient(server.port())) {
      assertEquals(200, used.send(GET).receive().status());
      assertTrue(server.stop(Duration.ofSeconds(30)));
      assertTrue(idle.isEnded());
      assertTrue(used.isEnded());
    }
  }
}
