package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Protocol;
import dev.varve.protocol.RequestIds;
import dev.varve.server.http.RawClient.Received;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that are slow, many, or want much. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class HttpLimitsTest {
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ";

  private final Servers servers = new Servers();
  private final CountDownLatch leave = new CountDownLatch(1);

  @AfterEach
  void stop() throws InterruptedException {
    leave.countDown();
    servers.close();
  }

  private RawClient connect(HttpLimits limits) throws IOException {
    return new RawClient(servers.start(new EchoHandler(RunsOn.WORKER), limits).port());
  }

  /** Answers once the test gives leave. */
  private HttpHandler waiting() {
    return new HttpHandler() {
      @Override
      public RunsOn place(ApiRequest request) {
        return RunsOn.WORKER;
      }

      @Override
      public ApiResponse answer(ApiRequest request) {
        try {
          leave.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
        return new ApiResponse(200, "text/plain", RequestIds.next(), new byte[0]);
      }
    };
  }

  // ---- Slow clients ----

  @Test
  void headsThatDoNotComeAreGivenUp() throws IOException {
    try (RawClient client = connect(HttpLimits.defaults().withTimes(SHORT, LONG, LONG))) {
      assertEquals(200, client.send(GET).receive().status());
      client.send("GET / HTTP/1.1\r\nHo");
      Received answer = client.receive();
      assertEquals(408, answer.status());
      assertEquals("close", answer.fields().get("connection"));
      assertTrue(client.isEnded());
    }
    assertEquals(1, servers.settled().timedOut());
  }

  @Test
  void bodiesThatDoNotComeAreGivenUp() throws IOException {
    try (RawClient client = connect(HttpLimits.defaults().withTimes(LONG, SHORT, LONG))) {
      client.send(POST + "10\r\n\r\nabc");
      assertEquals(408, client.receive().status());
      assertTrue(client.isEnded());
    }
    assertEquals(0, servers.settled().bytesInFlight());
  }

  @Test
  void idleConnectionsAreClosedWithoutAWord() throws IOException {
    try (RawClient client = connect(HttpLimits.defaults().withTimes(LONG, LONG, SHORT))) {
      assertEquals(200, client.send(GET).receive().status());
      assertTrue(client.isEnded());
    }
    try (RawClient client = connect(HttpLimits.defaults().withTimes(SHORT, LONG, LONG))) {
      assertTrue(client.isEnded()); // which has never sent anything
    }
  }

  @Test
  void requestsThatTakeLongAreWaitedFor() throws IOException {
    HttpLimits limits = HttpLimits.defaults().withTimes(SHORT, SHORT, SHORT);
    try (RawClient client = new RawClient(servers.start(waiting(), limits).port());
        RawClient other = connect(limits)) {
      client.send(GET);
      assertTrue(other.isEnded()); // the time of the others is over
      leave.countDown();
      assertEquals(200, client.receive().status());
    }
  }

  @Test
  void answersThatNobodyReadsAreGivenUp() throws Exception {
    byte[] large = new byte[8 << 20];
    HttpHandler handler =
        new HttpHandler() {
          @Override
          public RunsOn place(ApiRequest request) {
            return RunsOn.WORKER;
          }

          @Override
          public ApiResponse answer(ApiRequest request) {
            return new ApiResponse(200, "text/plain", RequestIds.next(), large);
          }
        };
    HttpServer server = servers.start(handler, HttpLimits.defaults().withSendTime(SHORT));
    try (RawClient client = new RawClient(server.port())) {
      client.send(GET.repeat(10));
      while (server.stats().timedOut() == 0) {
        Thread.sleep(1);
      }
      HttpStats stats = servers.settled();
      assertEquals(0, stats.connections());
      assertEquals(0, stats.bytesInFlight());
      assertEquals(1, stats.timedOut());
    }
  }

  @Test
  void answersThatAreReadSlowlyAreWaitedFor() throws Exception {
    byte[] large = new byte[16 << 20];
    HttpHandler handler =
        new HttpHandler() {
          @Override
          public RunsOn place(ApiRequest request) {
            return RunsOn.WORKER;
          }

          @Override
          public ApiResponse answer(ApiRequest request) {
            return new ApiResponse(200, "text/plain", RequestIds.next(), large);
          }
        };
    HttpServer server =
        servers.start(handler, HttpLimits.defaults().withSendTime(Duration.ofSeconds(1)));
    try (RawClient client = new RawClient(server.port())) {
      client.send(GET);
      Received head = client.receive(false);
      int length = Integer.parseInt(head.fields().get("content-length"));
      int read = 0;
      while (read < length) {
        read += client.read(512 << 10);
        Thread.sleep(100);
      }
      assertEquals(large.length, read);
    }
  }

  @Test
  void clientsThatReadNothingAreReadNoFurther() throws IOException {
    List<Integer> answered = Collections.synchronizedList(new ArrayList<>());
    HttpHandler handler =
        new HttpHandler() {
          @Override
          public RunsOn place(ApiRequest request) {
            return RunsOn.EVENT_LOOP;
          }

          @Override
          public ApiResponse answer(ApiRequest request) {
            answered.add(1);
            return new ApiResponse(200, "text/plain", RequestIds.next(), new byte[1 << 20]);
          }
        };
    int requests = 200;
    try (RawClient client = new RawClient(servers.start(handler).port())) {
      client.send(GET.repeat(requests));
      for (int i = 0; i < requests; i++) {
        assertEquals(1 << 20, client.receive().body().length);
        // What the sockets of both sides hold, and a few answers more.
        assertTrue(answered.size() - i < 50, "answered " + answered.size() + ", read " + i);
      }
    }
  }

  // ---- Many connections ----

  @Test
  void connectionsBeyondTheLimitAreTurnedAway() throws IOException {
    HttpServer server =
        servers.start(new EchoHandler(RunsOn.WORKER), HttpLimits.defaults().withConnections(2));
    try (RawClient first = new RawClient(server.port());
        RawClient second = new RawClient(server.port())) {
      assertEquals(200, first.send(GET).receive().status());
      assertEquals(200, second.send(GET).receive().status());
      try (RawClient third = new RawClient(server.port())) {
        Received answer = third.send(GET).receive();
        assertEquals(503, answer.status());
        assertTrue(answer.text().contains("ServiceUnavailable"), answer.text());
        assertTrue(third.isEnded());
      }
      assertEquals(200, first.send(GET).receive().status());
      assertEquals(1, server.stats().turnedAway());
    }
    servers.settled();
    try (RawClient fourth = new RawClient(server.port())) {
      assertEquals(200, fourth.send(GET).receive().status());
    }
  }

  @Test
  void thousandsMayBeIdle() throws IOException {
    int count = 2_000;
    HttpServer server = servers.start(new EchoHandler(RunsOn.EVENT_LOOP));
    List<RawClient> idle = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        RawClient client = new RawClient(server.port());
        idle.add(client);
        if (i % 2 == 0) {
          assertEquals(200, client.send(GET).receive().status());
        }
      }
      for (RawClient client : idle) {
        assertEquals(200, client.send(GET).receive().status());
      }
      assertEquals(count, server.stats().connections());
    } finally {
      for (RawClient client : idle) {
        client.close();
      }
    }
    assertEquals(0, servers.settled().connections());
  }

  // ---- Much at once ----

  @Test
  void bodiesWaitUntilThereIsRoomForThem() throws Exception {
    HttpLimits limits = HttpLimits.defaults().withBytesInFlight(2L * Protocol.MAX_BODY_BYTES);
    HttpServer server = servers.start(new EchoHandler(RunsOn.WORKER), limits);
    byte[] body = new byte[Protocol.MAX_BODY_BYTES];
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(
            threads.submit(() -> {
              int answered = 0;
              for (int round = 0; round < 3; round++) {
                try (RawClient client = new RawClient(server.port())) {
                  client.send(POST + body.length + "\r\n\r\n").send(body);
                  answered += client.receive().status() == 200 ? 1 : 0;
                }
              }
              return answered;
            }));
      }
      for (Future<Integer> client : clients) {
        assertEquals(3, client.get());
      }
    }
    assertEquals(0, servers.settled().bytesInFlight());
  }

  @Test
  void whoWaitsInVainIsToldThatTheServerIsBusy() throws Exception {
    HttpLimits limits =
        HttpLimits.defaults()
            .withBytesInFlight(2L * Protocol.MAX_BODY_BYTES)
            .withCrowdedTime(SHORT);
    HttpServer server = servers.start(waiting(), limits);
    byte[] body = new byte[Protocol.MAX_BODY_BYTES];
    try (RawClient first = new RawClient(server.port());
        RawClient second = new RawClient(server.port());
        RawClient third = new RawClient(server.port())) {
      first.send(POST + body.length + "\r\n\r\n").send(body);
      second.send(POST + body.length + "\r\n\r\n").send(body);
      while (server.stats().bytesInFlight() < limits.bytesInFlight()) {
        Thread.sleep(1);
      }
      third.send(POST + "10\r\n\r\n0123456789");
      Received answer = third.receive();
      assertEquals(503, answer.status());
      assertTrue(answer.text().contains("ServiceUnavailable"), answer.text());
      assertTrue(third.isEnded());
      leave.countDown();
      assertEquals(200, first.receive().status());
      assertEquals(200, second.receive().status());
    }
    assertEquals(0, servers.settled().bytesInFlight());
  }

  @Test
  void roomThatComesInTimeIsUsed() throws Exception {
    HttpLimits limits = HttpLimits.defaults().withBytesInFlight(2L * Protocol.MAX_BODY_BYTES);
    HttpServer server = servers.start(waiting(), limits);
    byte[] body = new byte[Protocol.MAX_BODY_BYTES];
    try (RawClient first = new RawClient(server.port());
        RawClient second = new RawClient(server.port());
        RawClient third = new RawClient(server.port())) {
      first.send(POST + body.length + "\r\n\r\n").send(body);
      second.send(POST + body.length + "\r\n\r\n").send(body);
      while (server.stats().bytesInFlight() < limits.bytesInFlight()) {
        Thread.sleep(1);
      }
      third.send(POST + "10\r\n\r\n0123456789");
      leave.countDown();
      assertEquals(200, third.receive().status());
    }
  }

  // ---- Stopping ----

  @Test
  void stoppingAnswersWhatIsUnderWay() throws Exception {
    HttpServer server = servers.start(waiting());
    try (RawClient busy = new RawClient(server.port());
        RawClient half = new RawClient(server.port());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      busy.send(POST + "3\r\n\r\nabc" + GET);
      half.send(POST + "3\r\n\r\na");
      while (server.stats().bytesInFlight() < 6) {
        Thread.sleep(1);
      }
      Future<Boolean> stopped = threads.submit(() -> server.stop(Duration.ofSeconds(60)));
      half.send("bc");
      leave.countDown();
      assertEquals(200, busy.receive().status());
      assertEquals(200, half.receive().status());
      assertTrue(half.isEnded());
      assertTrue(stopped.get());
    }
  }

  @Test
  void stoppingCutsOffWhatTakesTooLong() throws Exception {
    HttpServer server = servers.start(waiting());
    try (RawClient busy = new RawClient(server.port())) {
      busy.send(POST + "3\r\n\r\nabc");
      while (server.stats().bytesInFlight() == 0) {
        Thread.sleep(1);
      }
      assertFalse(server.stop(Duration.ofMillis(50)));
      assertTrue(busy.isEnded());
    }
  }

  @Test
  void limitsOutOfBoundsAreRefused() {
    HttpLimits defaults = HttpLimits.defaults();
    assertThrows(IllegalArgumentException.class, () -> defaults.withConnections(0));
    assertThrows(IllegalArgumentException.class, () -> defaults.withWorkers(0));
    assertThrows(IllegalArgumentException.class, () -> defaults.withBytesInFlight(1 << 20));
    assertThrows(IllegalArgumentException.class, () -> defaults.withCrowdedTime(Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> defaults.withSendTime(Duration.ofDays(1_000)));
    assertThrows(
        IllegalArgumentException.class,
        () -> defaults.withTimes(Duration.ofSeconds(-1), SHORT, SHORT));
  }
}
