package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.RequestIds;
import dev.varve.server.http.RawClient.Received;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kinds of system calls may do differently. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class TransportTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  private final Servers servers = new Servers();

  @AfterEach
  void stop() throws InterruptedException {
    servers.close();
  }

  private HttpServer start(Transport transport) throws IOException {
    return start(transport, new EchoHandler(RunsOn.WORKER));
  }

  private HttpServer start(Transport transport, HttpHandler handler) throws IOException {
    assumeTrue(transport == Transport.NIO || Epoll.isAvailable());
    return servers.start(
        HttpCore.of(handler, HttpLimits.defaults(), Cors.anywhere(), Optional.empty()), transport);
  }

  /**
   * What a client sends before it ends.
   *
   * @param requests that are whole
   */
  private record Part(String sent, int requests) {}

  private static final List<Part> PARTS =
      List.of(
          new Part("", 0),
          new Part("PO", 0),
          new Part("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n", 0),
          new Part("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nabc", 0),
          new Part(
              "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nabc", 0),
          new Part(GET, 1),
          new Part(GET + GET + "GET", 2),
          new Part(GET + "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc", 1));

  @ParameterizedTest
  @EnumSource(Transport.class)
  void clientsThatEndEarlyLeaveNothing(Transport transport) throws IOException {
    for (RunsOn place : RunsOn.values()) {
      HttpServer server = start(transport, new EchoHandler(place));
      for (Part part : PARTS) {
        try (RawClient gone = new RawClient(server.port())) {
          gone.send(part.sent());
        }
        new RawClient(server.port()).send(part.sent()).reset();
        try (RawClient halfClosed = new RawClient(server.port())) {
          halfClosed.send(part.sent()).endSending();
          for (int i = 0; i < part.requests(); i++) {
            assertEquals(200, halfClosed.receive().status());
          }
          assertTrue(halfClosed.isEnded());
        }
      }
      HttpStats stats = servers.settled(3 * PARTS.size());
      assertEquals(0, stats.connections());
      assertEquals(0, stats.bytesInFlight());
      assertEquals(3L * PARTS.size(), stats.accepted());
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void clientsThatEndWhileTheyAreAnsweredLeaveNothing(Transport transport) throws IOException {
    byte[] large = new byte[8 << 20];
    for (RunsOn place : RunsOn.values()) {
      HttpServer server =
          start(
              transport,
              new HttpHandler() {
                @Override
                public RunsOn place(ApiRequest request) {
                  return place;
                }

                @Override
                public ApiResponse answer(ApiRequest request) {
                  return new ApiResponse(200, "application/json", RequestIds.next(), large);
                }
              });
      try (RawClient gone = new RawClient(server.port())) {
        assertEquals(1_000, gone.send(GET + GET).read(1_000));
      }
      RawClient reset = new RawClient(server.port());
      assertEquals(1_000, reset.send(GET + GET).read(1_000));
      reset.reset();
      try (RawClient halfClosed = new RawClient(server.port())) {
        halfClosed.send(GET + GET).endSending();
        if (transport == Transport.NIO) {
          assertEquals(large.length, halfClosed.receive().body().length);
          assertEquals(large.length, halfClosed.receive().body().length);
        } else {
          // Netty 4.2.18 cannot wait for such a client to read: what does not fit its buffer is
          // cut.
          halfClosed.read(3 * large.length);
        }
        assertTrue(halfClosed.isEnded());
      }
      HttpStats stats = servers.settled(3);
      assertEquals(0, stats.connections());
      assertEquals(0, stats.bytesInFlight());
    }
  }

  @Test
  void theBestOneIsFound() {
    assertEquals(Epoll.isAvailable() ? Transport.EPOLL : Transport.NIO, Transport.best());
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void requestsAreAnsweredAlsoAfterTheEndOfSending(Transport transport) throws IOException {
    HttpServer server = start(transport);
    try (RawClient client = new RawClient(server.port())) {
      client.send(GET.repeat(1_000)).endSending();
      for (int i = 0; i < 1_000; i++) {
        assertEquals(200, client.receive().status());
      }
      assertTrue(client.isEnded());
    }
    try (RawClient client = new RawClient(server.port())) {
      client.endSending();
      assertTrue(client.isEnded());
    }
    assertEquals(0, servers.settled().connections());
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void refusalsComeThroughWhileTheClientSends(Transport transport) throws IOException {
    try (RawClient client = new RawClient(start(transport).port())) {
      client.send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50000000\r\n\r\n");
      client.send(new byte[4 << 20]);
      Received answer = client.receive();
      assertEquals(413, answer.status());
      assertTrue(client.isEnded());
    }
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void stoppingEndsConnections(Transport transport) throws Exception {
    HttpServer server = start(transport);
    try (RawClient client = new RawClient(server.port())) {
      assertEquals(200, client.send(GET).receive().status());
      assertTrue(server.stop(Duration.ofSeconds(30)));
      assertTrue(client.isEnded());
    }
  }
}
