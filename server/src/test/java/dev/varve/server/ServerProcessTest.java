package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.server.http.RawClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command in a process of its own, which is told to end. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class ServerProcessTest {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");

  @TempDir private Path folder;

  @Test
  void isStoppedByASignalAndKeepsWhatItAcknowledged() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ServerMain.class.getName(),
                "server",
                "-d",
                folder.toString(),
                "--port=0",
                "--durability=buffered")
            .redirectErrorStream(true)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      int port = port(out, lines);
      try (RawClient client = new RawClient(port)) {
        call(
            client,
            "CreateTable",
            "{'TableName':'Tab','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST'}");
        call(client, "PutItem", "{'TableName':'Tab','Item':{'p':{'S':'a'}}}");
      }
      process.toHandle().destroy(); // and keep the streams open
      out.lines().forEach(lines::add);
    } finally {
      process.destroyForcibly();
    }
    assertEquals(128 + 15, process.waitFor());
    assertEquals("varve: stopped", lines.getLast(), lines.toString());
    try (Varve reopened = Varve.open(folder, VarveOptions.defaults())) {
      assertTrue(
          reopened
              .getItem(GetItem.of("Tab", Item.of("p", AttributeValue.s("a"))))
              .item()
              .isPresent());
    }
  }

  /** The port that the greeting tells, which is read to its end. */
  private static int port(BufferedReader out, List<String> lines) throws IOException {
    int port = -1;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.add(line);
      Matcher address = ADDRESS.matcher(line);
      if (port < 0 && address.find()) {
        port = Integer.parseInt(address.group(1));
      }
      if (line.equals("Ctrl-C stops it.")) {
        return port;
      }
    }
    throw new AssertionError(lines);
  }

  private static void call(RawClient client, String operation, String json) throws IOException {
    String body = json.replace('\'', '"');
    client.send(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Amz-Target: DynamoDB_20120810."
            + operation
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    assertEquals(200, client.receive().status());
  }
}
