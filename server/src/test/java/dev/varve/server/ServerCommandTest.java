package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.server.ServerCommand.Running;
import dev.varve.server.TestServer.MemoryFiles;
import dev.varve.server.http.NoLeaks;
import dev.varve.server.http.RawClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@ExtendWith(NoLeaks.class)
@Timeout(120)
class ServerCommandTest {
  private static final String LIST =
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\nContent-Length: 2\r\n\r\n{}";

  @TempDir private Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final MemoryFiles memory = new MemoryFiles();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void close() {
    memory.close();
  }

  private CommandLine commandLine() {
    return ServerMain.commandLine(options -> memory.open("/db", options))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err));
  }

  /** Runs a command that cannot start; returns its status. */
  private int fail(Object... arguments) {
    CommandLine commandLine = commandLine();
    int status = ServerMain.run(commandLine, environment, words(arguments));
    commandLine.getErr().flush();
    return status;
  }

  private static String[] words(Object... arguments) {
    return Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
  }

  /** Starts the server that a command would start. */
  private Running start(Object... arguments) throws IOException {
    CommandLine commandLine = commandLine();
    commandLine.setDefaultValueProvider(
        Defaults.of(commandLine.getCommandSpec(), environment, words(arguments)));
    commandLine.parseArgs(words(arguments));
    ServerCommand command = commandLine.getCommand();
    return command.start();
  }

  private static String answer(Running running) throws IOException {
    return answer(running, LIST);
  }

  private static String answer(Running running, String request) throws IOException {
    try (RawClient client = new RawClient(running.server().port())) {
      return client.send(request).receive().text();
    }
  }

  private static String request(String operation, String body) {
    return LIST.replace("ListTables", operation)
        .replace(
            "Content-Length: 2\r\n\r\n{}", "Content-Length: " + body.length() + "\r\n\r\n" + body);
  }

  @Test
  void aDirectoryIsServedAndReleased() throws IOException {
    Path directory = folder.resolve("made/here");
    for (int round = 0; round < 2; round++) {
      try (Running running = start("-d", directory, "--port", 0)) {
        assertEquals("{\"TableNames\":[]}", answer(running));
        String endpoint = "http://127.0.0.1:" + running.server().port();
        String greeting = running.greeting();
        assertTrue(greeting.startsWith("Varve is ready at " + endpoint + "\n"), greeting);
        assertTrue(greeting.contains(directory.toString()), greeting);
        assertTrue(greeting.contains("not required"), greeting);
        assertTrue(greeting.contains("when it is on storage"), greeting);
        assertTrue(greeting.contains("--endpoint-url " + endpoint), greeting);
        assertTrue(greeting.contains("endpoint_url=\"" + endpoint + "\""), greeting);
        assertTrue(greeting.contains("URI.create(\"" + endpoint + "\")"), greeting);
      }
    }
  }

  @Test
  void memoryIsServed() throws IOException {
    environment.put("VARVE_DIR", folder.resolve("unused").toString());
    try (Running running = start("--in-memory", "--port=0")) {
      assertEquals("{\"TableNames\":[]}", answer(running));
      assertTrue(running.greeting().contains("in memory"), running.greeting());
    }
    assertTrue(Files.notExists(folder.resolve("unused")));
  }

  @Test
  void optionsComeFromTheEnvironmentAndFromAFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("varve.properties"),
            "# a comment\nport=0\ndurability=buffered\ndir=" + folder.resolve("of-file") + "\n");
    environment.put("VARVE_CONFIG", file.toString());
    environment.put("VARVE_DIR", folder.resolve("of-environment").toString());
    environment.put("VARVE_VERSION", "of something else");
    try (Running running = start()) {
      assertTrue(running.greeting().contains("of-environment"), running.greeting());
      assertTrue(running.greeting().contains("before it is on storage"), running.greeting());
    }
    environment.remove("VARVE_DIR");
    try (Running running = start("--config", file, "--durability", "SYNC")) {
      assertTrue(running.greeting().contains("of-file"), running.greeting());
      assertTrue(running.greeting().contains("when it is on storage"), running.greeting());
    }
  }

  @Test
  void flagsMayBeWordsToo() throws IOException {
    environment.put("VARVE_IN_MEMORY", "true");
    environment.put("VARVE_PORT", "0");
    try (Running running = start()) {
      assertTrue(running.greeting().contains("in memory"), running.greeting());
    }
    try (Running running = start("--in-memory")) {
      assertTrue(running.greeting().contains("in memory"), running.greeting());
    }
    try (Running running = start("--in-memory=false", "-d", folder.resolve("d"))) {
      assertTrue(running.greeting().contains(folder.toString()), running.greeting());
    }
  }

  @Test
  void throughputIsEnforcedIfAskedFor() throws IOException {
    for (boolean throttle : List.of(true, false)) {
      try (Running running = start("--in-memory", "--port", 0, "--throttle=" + throttle)) {
        answer(
            running,
            request(
                "CreateTable",
                "{\"TableName\":\"Tab\",\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],\"ProvisionedThroughput\":{\"ReadCapacityUnits\":1,\"WriteCapacityUnits\":1}}"));
        // More units than five minutes give.
        String large = "x".repeat(390_000);
        String put =
            request(
                "PutItem",
                "{\"TableName\":\"Tab\",\"Item\":{\"id\":{\"S\":\"a\"},\"text\":{\"S\":\""
                    + large
                    + "\"}}}");
        assertEquals("{}", answer(running, put));
        String second = answer(running, put);
        assertEquals(throttle, second.contains("ProvisionedThroughputExceededException"), second);
        assertEquals(throttle, second.contains("TableWriteProvisionedThroughputExceeded"), second);
      }
    }
  }

  @Test
  void accountsAndRegionsAreKeptApart() throws IOException {
    try (Running running = start("-d", folder, "--port", 0, "--separate")) {
      assertEquals("{\"TableNames\":[]}", answer(running));
      assertTrue(Files.isDirectory(folder.resolve("000000000000/us-east-1")));
    }
    Files.writeString(folder.resolve("something"), "");
    assertFails(
        1, "--separate needs a directory of its own", "-d", folder, "--port", 0, "--separate");
  }

  // ---- What cannot start ----

  @Test
  void aPortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path directory = folder.resolve("d");
      assertFails(
          1,
          "cannot listen at port " + taken.getLocalPort() + " of 127.0.0.1: ",
          "-d",
          directory,
          "--port",
          taken.getLocalPort());
      try (Varve free = Varve.open(directory, VarveOptions.defaults())) {
        assertEquals(List.of(), free.listTables()); // released
      }
    }
  }

  @Test
  void aDirectoryThatIsTaken() throws IOException {
    try (Varve taken = Varve.open(folder, VarveOptions.defaults())) {
      assertEquals(List.of(), taken.listTables());
      assertFails(1, "in use by another engine: " + folder, "-d", folder, "--port", 0);
    }
  }

  @Test
  void aBadCertificate() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.pem"), "nothing");
    assertFails(1, "bad.pem", "--in-memory", "--port", 0, "--tls-cert", bad, "--tls-key", bad);
  }

  @Test
  void aHostThatIsNone() {
    assertFails(1, "there is no host", "--in-memory", "--host", "nobody.invalid", "--insecure");
  }

  @Test
  void aConfigurationThatIsMissingOrHasUnknownNames() throws IOException {
    assertFails(1, "none.properties: no such file", "--config", folder.resolve("none.properties"));
    Path file = Files.writeString(folder.resolve("c"), "prot=8000\nhelp=true\nport=0\n");
    assertFails(2, "there is no option help, prot", "--config=" + file);
  }

  @Test
  void optionsThatDoNotGoTogether() {
    assertFails(2, "contradict", "--in-memory", "-d", folder);
    assertFails(2, "--auth needs a directory", "--in-memory", "--auth", "--port", 0);
    assertFails(2, "--tls-cert and --tls-key go together", "--in-memory", "--tls-cert", "x");
    assertFails(2, "--tls-client-ca needs", "--in-memory", "--tls-client-ca", "x");
    assertFails(2, "is reached from other machines", "--in-memory", "--host", "0.0.0.0");
    assertFails(
        2, "is reached from other machines", "--in-memory", "--host", "::", "--auth", "--port", 0);
  }

  @Test
  void valuesOutOfBounds() {
    List<Object[]> wrong =
        List.of(
            new Object[] {"--port", "x"},
            new Object[] {"--port", 70_000},
            new Object[] {"--durability", "never"},
            new Object[] {"--max-connections", 0},
            new Object[] {"--max-in-flight", 1},
            new Object[] {"--max-in-flight", Long.MAX_VALUE},
            new Object[] {"--head-seconds", 0},
            new Object[] {"--workers", -1},
            new Object[] {"--event-loops", -1},
            new Object[] {"--account", 1},
            new Object[] {"--sweep-seconds", -1},
            new Object[] {"--partition-bytes", 0},
            new Object[] {"--partition-heat", 0},
            new Object[] {"--region", "../.."},
            new Object[] {"--auth=perhaps"},
            new Object[] {"--unheard"},
            new Object[] {"word"});
    for (Object[] option : wrong) {
      List<Object> arguments = new ArrayList<>(List.of(option));
      arguments.add("--in-memory");
      err.getBuffer().setLength(0);
      assertEquals(2, fail(arguments.toArray()), String.join(" ", words(option)));
      assertTrue(err.toString().startsWith("varve: "), err.toString());
      assertEquals(2, err.toString().lines().count(), err.toString());
    }
  }

  @Test
  void helpTeaches() {
    CommandLine commandLine = commandLine();
    assertEquals(0, ServerMain.run(commandLine, environment, "--help"));
    commandLine.getOut().flush();
    for (String word :
        List.of("--in-memory", "--tls-client-ca", "VARVE_TLS_CERT", "aws dynamodb", "SIGTERM")) {
      assertTrue(out.toString().contains(word), out.toString());
    }
  }

  private void assertFails(int status, String words, Object... arguments) {
    err.getBuffer().setLength(0);
    assertEquals(status, fail(arguments), err.toString());
    assertTrue(err.toString().contains(words), err.toString());
    assertTrue(err.toString().startsWith("varve: "), err.toString());
  }
}
