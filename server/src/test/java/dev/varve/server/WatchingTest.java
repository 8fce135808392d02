package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.server.ServerCommand.Running;
import dev.varve.server.http.NoLeaks;
import dev.varve.server.http.RawClient;
import dev.varve.server.http.RawClient.Received;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What an operator sees of a server that the command started. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class WatchingTest {
  private static final String LIST =
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: 2\r\n\r\n{}";

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  private CommandLine commandLine(Object... arguments) {
    String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
    CommandLine commandLine =
        ServerMain.commandLine(
                _ -> {
                  throw new AssertionError("not in memory");
                })
            .setErr(new PrintWriter(err));
    commandLine.parseArgs(words);
    return commandLine;
  }

  private Running start(Object... arguments) throws IOException {
    CommandLine commandLine = commandLine(arguments);
    ServerCommand command = commandLine.getCommand();
    return command.start();
  }

  private static String get(Running running, String path) throws IOException {
    return ask(running, "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
  }

  private static String ask(Running running, String request) throws IOException {
    try (RawClient client = new RawClient(running.server().port())) {
      return client.send(request).receive().text();
    }
  }

  @Test
  void thePagesTellOfCallsConnectionsAndTheDatabase() throws IOException {
    try (Running running = start("-d", folder.resolve("db"), "--port", 0)) {
      ask(running, LIST);
      String figures = get(running, "/metrics?x=y");
      for (String sample :
          List.of(
              "varve_requests_seconds_count{operation=\"ListTables\",table=\"\"} 1",
              "varve_database_open{database=\"default\"} 1",
              "varve_connections_total 2",
              "varve_connections_open 1",
              "varve_access_log_dropped_total 0")) {
        assertTrue(figures.contains("\n" + sample), sample + " in\n" + figures);
      }
      assertEquals("{\"status\":\"alive\"}\n", get(running, "/health"));
      String ready = get(running, "/ready");
      assertTrue(ready.startsWith("{\"ready\":true,"), ready);
      assertTrue(ready.contains("\"disk\""), ready);
    }
  }

  @Test
  void databasesOfAccountsHaveTheirNames() throws IOException {
    try (Running running = start("-d", folder.resolve("db"), "--separate", "--port", 0)) {
      String signed =
          LIST.replace(
              "Content-Length",
              "Authorization: AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00\r\nContent-Length");
      assertEquals("{\"TableNames\":[]}", ask(running, signed));
      String figures = get(running, "/metrics");
      assertTrue(
          figures.contains("varve_database_open{database=\"123456789012/eu-west-1\"} 1"), figures);
      assertTrue(get(running, "/ready").startsWith("{\"ready\":true,"));
    }
  }

  @Test
  void theAccessLogHasALineForEachCall() throws IOException {
    Path log = folder.resolve("logs/access.log");
    try (Running running = start("-d", folder.resolve("db"), "--port", 0, "--access-log", log)) {
      ask(running, LIST);
      ask(running, LIST);
    }
    List<String> lines = Files.readAllLines(log);
    assertEquals(2, lines.size(), lines.toString());
    assertTrue(
        lines.getFirst().contains("\"operation\":\"ListTables\",\"status\":200"), lines.get(0));
  }

  private static String status(Running running, String path, String... fields) throws IOException {
    try (RawClient client = new RawClient(running.server().port())) {
      String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
      Received answer =
          client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n" + more + "\r\n").receive();
      return answer.status() + (answer.text().contains("\"checks\"") ? " with reasons" : "");
    }
  }

  @Test
  void figuresAreForThoseWithTheTokenWhereThereIsOne() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "0123456789abcdef\n");
    String right = "Authorization: bearer 0123456789abcdef";
    for (String auth : List.of("--auth=true", "--auth=false")) {
      try (Running running =
          start("-d", folder.resolve("db"), "--port", 0, "--metrics-token", file, auth)) {
        assertEquals("200", status(running, "/metrics", right));
        assertEquals("200 with reasons", status(running, "/ready", right));
        for (String wrong :
            List.of(
                "X: y",
                "Authorization: Bearer",
                "Authorization: Bearer ",
                "Authorization: Bearer 0123456789abcde",
                "Authorization: Bearer 0123456789abcdef0",
                "Authorization: Bearer 0123456789abcdeF",
                "Authorization: Basic 0123456789abcdef")) {
          assertEquals("403", status(running, "/metrics?x=y", wrong), wrong);
          assertEquals("200", status(running, "/ready", wrong), wrong);
          assertEquals("200", status(running, "/health", wrong), wrong);
        }
      }
    }
  }

  @Test
  void withSignaturesAndWithoutATokenNobodySeesFigures() throws IOException {
    try (Running running = start("-d", folder.resolve("db"), "--port", 0, "--auth")) {
      assertEquals("403", status(running, "/metrics"));
      assertEquals("200", status(running, "/ready"));
    }
  }

  @Test
  void aTokenThatIsNoneIsTold() throws IOException {
    Path file = folder.resolve("token");
    for (String token :
        List.of("", "0123456789abcde", "0123456789 abcdef", "0123456789abcdef\u00e4")) {
      Files.writeString(file, token);
      assertEquals(2, run("--metrics-token", file), token);
    }
    assertEquals(1, run("--metrics-token", folder.resolve("none")));
    assertTrue(err.toString().contains("none: no such file"), err.toString());
  }

  private int run(Object... arguments) {
    CommandLine commandLine = ServerMain.commandLine(_ -> null).setErr(new PrintWriter(err));
    List<String> words = new ArrayList<>(List.of("-d", folder.resolve("db").toString()));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    int status = ServerMain.run(commandLine, Map.of(), words.toArray(String[]::new));
    commandLine.getErr().flush();
    return status;
  }

  @Test
  void aLogThatCannotBeWrittenIsToldAndTheDatabaseReleased() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    CommandLine commandLine = ServerMain.commandLine(_ -> null).setErr(new PrintWriter(err));
    int status =
        ServerMain.run(
            commandLine,
            Map.of(),
            "-d",
            folder.resolve("db").toString(),
            "--port",
            "0",
            "--access-log",
            taken.toString());
    commandLine.getErr().flush();
    assertEquals(1, status);
    assertTrue(err.toString().contains("taken"), err.toString());
    try (Running running = start("-d", folder.resolve("db"), "--port", 0)) {
      assertFalse(ask(running, LIST).isEmpty());
    }
  }

  @Test
  void aSizeOfNothingIsRefused() {
    CommandLine commandLine = ServerMain.commandLine(_ -> null).setErr(new PrintWriter(err));
    int status =
        ServerMain.run(
            commandLine, Map.of(), "-d", folder.resolve("db").toString(), "--access-log-mib", "0");
    assertEquals(2, status, err.toString());
  }
}
