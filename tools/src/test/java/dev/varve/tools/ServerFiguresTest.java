package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Partitions of a server that runs, as its figures tell them. */
class ServerFiguresTest {
  private static final String FIGURES =
      """
      # HELP varve_partition_items Items
      varve_partition_items{database="default",table="Cities",index="",partition="3"} 12.0
      varve_partition_items{database="default",table="Other",index="",partition="4"} 9.0
      varve_partition_table_bytes{database="default",table="Cities",index="",partition="3"} 4096.0
      varve_partition_hashes{database="default",table="Cities",index="",partition="3",first="0000000000000000",last="ffffffffffffffff"} 1.0
      varve_partition_operations_per_second{database="default",table="Cities",index="",partition="3"} 321.5
      varve_partition_hottest_key_share{database="default",table="Cities",index="",partition="3"} 0.75
      varve_partition_outcome{database="default",table="Cities",index="",partition="3",outcome="hot_by_one_key"} 1.0
      varve_partition_operation_seconds{database="default",table="Cities",index="",partition="3",kind="get",quantile="0.5"} 1.0E-5
      varve_partition_operation_seconds{database="default",table="Cities",index="",partition="3",kind="get",quantile="0.99"} 2.0E-4
      varve_partition_operation_seconds{database="default",table="Cities",index="",partition="3",kind="put",quantile="0.5"} 7.0
      varve_partition_items{database="default",table="Cities",index="byName",partition="5"} 11.0
      """;

  /** Runs the command against a server that gives one answer. */
  private static Invocation partitions(String status, String table) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      server.setSoTimeout(20_000);
      Future<String> asked = thread.submit(() -> answer(server, status));
      String address = "http://127.0.0.1:" + server.getLocalPort();
      Invocation shown = Invocation.of("partitions", "--endpoint", address, table);
      assertEquals("GET /metrics HTTP/1.1", asked.get());
      return shown;
    }
  }

  /** Returns the first line of the request. */
  private static String answer(ServerSocket server, String status) throws IOException {
    try (Socket client = server.accept();
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
      String first = in.readLine();
      String line = first;
      while (line != null && !line.isEmpty()) {
        line = in.readLine();
      }
      String head =
          "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
              .formatted(status, FIGURES.length());
      client.getOutputStream().write((head + FIGURES).getBytes(StandardCharsets.US_ASCII));
      return first;
    }
  }

  @Test
  void heatLatencyAndTheLastLookAreShown() throws Exception {
    Invocation shown = partitions("200 OK", "Cities");
    assertEquals(0, shown.status(), shown.err());
    assertEquals(3, shown.outLines().size(), shown.out());
    String row = shown.outLines().get(1).replaceAll(" +", " ");
    assertEquals(
        "3 - 0000000000000000..ffffffffffffffff 12 4,096 0 321.5 75% 10.0 200.0 hot by one key",
        row);
    assertTrue(shown.outLines().get(2).contains("byName"), shown.out());
  }

  @Test
  void aServerThatDoesNotTellIsNamed() throws Exception {
    Invocation refused = partitions("403 Forbidden", "Cities");
    assertEquals(1, refused.status());
    assertTrue(refused.err().contains("does not show its figures: 403"), refused.err());
    Invocation unknown = partitions("200 OK", "None");
    assertEquals(1, unknown.status());
    assertTrue(unknown.err().contains("no partitions of a table None"), unknown.err());
    assertEquals(2, Invocation.of("partitions", "--endpoint", "localhost", "Cities").status());
  }

  @Test
  void labelsMayHaveAnyCharacters() {
    ServerFigures.Sample sample =
        ServerFigures.Sample.parse("name{a=\"x,y\",b=\"q\\\"}\",c=\"\"} 2.5");
    assertEquals(Map.of("a", "x,y", "b", "q\"}", "c", ""), sample.labels());
    assertEquals(2.5, sample.value());
    assertNull(ServerFigures.Sample.parse("name 1.0"));
    assertNull(ServerFigures.Sample.parse("name{a} 1.0"));
  }
}
