package dev.varve.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.varve.server.http.RawClient.Received;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.time.Duration;
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
    assumeTrue(transport == Transport.NIO || Epoll.isAvailable());
    return servers.start(
        HttpCore.of(
            new EchoHandler(RunsOn.WORKER),
            HttpLimits.defaults(),
            Cors.anywhere(),
            Optional.empty()),
        transport);
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
