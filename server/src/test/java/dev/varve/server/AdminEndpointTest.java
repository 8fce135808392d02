package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.NewKey;
import dev.varve.identity.testing.Signer;
import dev.varve.server.ServerCommand.Running;
import dev.varve.server.http.NoLeaks;
import dev.varve.server.http.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@ExtendWith(NoLeaks.class)
@Timeout(120)
class AdminEndpointTest {
  private static final Path PAGE = Path.of("..", "docs", "testing.md");

  /** A request of the page: its path and its body. */
  private static final Pattern EXAMPLE =
      Pattern.compile("curl http://127\\.0\\.0\\.1:8001(/\\w*)(?: -d '([^']*)')?");

  @TempDir private Path folder;

  private static Running start(String... arguments) throws IOException {
    CommandLine commandLine = ServerMain.commandLine(Varve::openInMemory);
    commandLine.setDefaultValueProvider(
        Defaults.of(commandLine.getCommandSpec(), Map.of(), arguments));
    commandLine.parseArgs(arguments);
    ServerCommand command = commandLine.getCommand();
    return command.start();
  }

  private static Running inMemory() throws IOException {
    return start("--in-memory", "--port", "0", "--admin", "0");
  }

  private static int adminPort(Running running) {
    return running.administration().orElseThrow().endpoint().getPort();
  }

  /** Asks the endpoint; quotes in the body are single. */
  private static RawClient.Received admin(Running running, String path, String body)
      throws IOException {
    String method = body.isEmpty() ? "GET" : "POST";
    return admin(running, method + " " + path, "Host: 127.0.0.1:" + adminPort(running), body);
  }

  private static RawClient.Received admin(
      Running running, String methodAndPath, String fields, String body) throws IOException {
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try (RawClient client = new RawClient(adminPort(running))) {
      client.send(
          methodAndPath
              + " HTTP/1.1\r\n"
              + fields
              + "\r\nContent-Length: "
              + bytes.length
              + "\r\n\r\n");
      return client.send(bytes).receive();
    }
  }

  /** Asks the endpoint for something that it does. */
  private static String done(Running running, String path, String body) throws IOException {
    RawClient.Received answer = admin(running, path, body);
    assertEquals(200, answer.status(), answer.text());
    return answer.text();
  }

  private static RawClient.Received call(Running running, String operation, String body)
      throws IOException {
    String json = body.replace('\'', '"');
    try (RawClient client = new RawClient(running.server().port())) {
      return client
          .send(
              "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Amz-Target: DynamoDB_20120810."
                  + operation
                  + "\r\nContent-Length: "
                  + json.length()
                  + "\r\n\r\n"
                  + json)
          .receive();
    }
  }

  private static void createOrders(Running running) throws IOException {
    String table =
        "{'TableName':'Orders','AttributeDefinitions':[{'AttributeName':'Id','AttributeType':'S'}],"
            + "'KeySchema':[{'AttributeName':'Id','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST'}";
    assertEquals(200, call(running, "CreateTable", table).status());
  }

  private static RawClient.Received put(Running running, String id) throws IOException {
    return call(running, "PutItem", "{'TableName':'Orders','Item':{'Id':{'S':'" + id + "'}}}");
  }

  private static int count(Running running) throws IOException {
    String text = call(running, "Scan", "{'TableName':'Orders','Select':'COUNT'}").text();
    return Integer.parseInt(text.replaceFirst(".*\"Count\":(\\d+).*", "$1"));
  }

  @Test
  void theRequestsOfThePageWork() throws IOException {
    List<MatchResult> examples = EXAMPLE.matcher(Files.readString(PAGE)).results().toList();
    assertTrue(examples.size() > 10, "examples: " + examples.size());
    try (Running running = inMemory()) {
      createOrders(running);
      for (MatchResult example : examples) {
        done(running, example.group(1), example.group(2) == null ? "" : example.group(2));
      }
      assertTrue(done(running, "/", "").contains("\"tables\":{\"default\":[]}"));
    }
  }

  @Test
  void faultsStrikeTheClientsOfTheServer() throws IOException {
    try (Running running = inMemory()) {
      createOrders(running);
      done(
          running,
          "/faults",
          "{'rules':[{'fault':'throttle','operations':['PutItem'],'tables':['Orders'],'times':1},"
              + "{'fault':'internalError','operations':['GetItem']}]}");
      RawClient.Received refused = put(running, "a");
      assertEquals(400, refused.status());
      assertTrue(refused.text().contains("#ThrottlingException"), refused.text());
      assertEquals(200, put(running, "a").status());
      assertEquals(
          500, call(running, "GetItem", "{'TableName':'Orders','Key':{'Id':{'S':'a'}}}").status());
      String state = done(running, "/", "");
      assertTrue(state.contains("\"calls\":2,\"struck\":1"), state);
      assertTrue(done(running, "/faults", "{}").startsWith("{\"on\":false"));
      assertEquals(
          200, call(running, "GetItem", "{'TableName':'Orders','Key':{'Id':{'S':'a'}}}").status());
    }
  }

  @Test
  void statesAreKeptAndBroughtBack() throws IOException {
    try (Running running = inMemory()) {
      createOrders(running);
      put(running, "a");
      assertEquals("{\"forks\":[\"one\"]}", done(running, "/forks", "{'keep':'one'}"));
      put(running, "b");
      assertEquals(2, count(running));
      for (int round = 0; round < 2; round++) {
        done(running, "/reset", "{'fork':'one'}");
        assertEquals(1, count(running));
        done(running, "/reset", "{'to':'noItems'}");
        assertEquals(0, count(running));
      }
      done(running, "/forks", "{'keep':'one'}"); // in the place of the former
      put(running, "a");
      done(running, "/reset", "{'fork':'one'}");
      assertEquals(0, count(running));
      done(running, "/reset", "{'to':'noTables'}");
      assertEquals("{\"TableNames\":[]}", call(running, "ListTables", "{}").text());
      assertEquals("{\"forks\":[]}", done(running, "/forks", "{'drop':'one'}"));
      assertEquals(404, admin(running, "/reset", "{'fork':'one'}").status());
    }
  }

  @Test
  void itemsExpireByTheClock() throws IOException {
    try (Running running = inMemory()) {
      createOrders(running);
      done(running, "/clock", "{'set':'2030-01-01T00:00:00Z','stop':true}");
      call(
          running,
          "UpdateTimeToLive",
          "{'TableName':'Orders','TimeToLiveSpecification':{'Enabled':true,'AttributeName':'Until'}}");
      call( // an hour later
          running,
          "PutItem",
          "{'TableName':'Orders','Item':{'Id':{'S':'a'},'Until':{'N':'1893459600'}}}");
      assertEquals("{\"deleted\":0}", done(running, "/sweep", "{}"));
      assertEquals(
          "{\"time\":\"2030-01-01T02:00:00Z\",\"stands\":true}",
          done(running, "/clock", "{'advanceSeconds':7200}"));
      assertEquals("{\"deleted\":1}", done(running, "/sweep", "{'table':'Orders'}"));
      assertTrue(done(running, "/clock", "{'followMachine':true}").contains("false"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /faults | 400 | [1]
          /faults | 400 | {'seed':1
          /faults | 400 | {'seed':1,'seed':2}
          /faults | 400 | {} {}
          /faults | 400 | {'seed':1.5}
          /faults | 400 | {'seed':1e999999999}
          /faults | 400 | {'seed':null}
          /faults | 400 | {'what':1}
          /faults | 400 | {'rules':{}}
          /faults | 400 | {'rules':[1]}
          /faults | 400 | {'rules':[{}]}
          /faults | 400 | {'rules':[{'fault':'no'}]}
          /faults | 400 | {'rules':[{'fault':'throttle','rate':0}]}
          /faults | 400 | {'rules':[{'fault':'throttle','rate':1e400}]}
          /faults | 400 | {'rules':[{'fault':'throttle','operations':['Put']}]}
          /faults | 400 | {'rules':[{'fault':'throttle','tables':[1]}]}
          /faults | 400 | {'rules':[{'fault':'throttle','lagMillis':1}]}
          /faults | 400 | {'rules':[{'fault':'staleRead'}]}
          /faults | 400 | {'rules':[{'fault':'staleRead','lagMillis':9223372036854775807}]}
          /faults | 400 | {'rules':[{'fault':'latency','shortestMillis':2,'longestMillis':1}]}
          /faults | 400 | {'rules':[[[[[[[[[[[[1]]]]]]]]]]]]}
          /clock  | 400 | {'set':'yesterday'}
          /clock  | 400 | {'set':'+20000-01-01T00:00:00Z'}
          /clock  | 400 | {'advanceSeconds':9223372036854775807}
          /clock  | 400 | {'advanceSeconds':'1'}
          /clock  | 400 | {'stop':true,'run':true}
          /clock  | 400 | {'stop':false}
          /clock  | 400 | {'followMachine':true,'advanceSeconds':1}
          /sweep  | 404 | {'table':'Nobody'}
          /reset  | 400 | {}
          /reset  | 400 | {'to':'nothing'}
          /reset  | 400 | {'to':'noItems','fork':'a'}
          /reset  | 404 | {'fork':'a'}
          /forks  | 400 | {}
          /forks  | 400 | {'keep':'../a'}
          /forks  | 400 | {'keep':'a','drop':'b'}
          /forks  | 404 | {'drop':'b'}
          /nobody | 404 | {}
          /faults?a=b | 404 | {}
          """)
  void whatIsWrongIsRefusedAndChangesNothing(String path, int status, String body)
      throws IOException {
    try (Running running = inMemory()) {
      createOrders(running);
      put(running, "a");
      done(running, "/clock", "{'stop':true}");
      String before = done(running, "/", "");
      RawClient.Received answer = admin(running, path, body);
      assertEquals(status, answer.status(), answer.text());
      assertTrue(answer.text().startsWith("{\"message\":\""), answer.text());
      assertEquals(before, done(running, "/", ""));
      assertEquals(1, count(running));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          403 | Host: example.com
          403 | Host: 127.0.0.1.example.com:80
          403 | Host: localhost!Origin: http://127.0.0.1:8001
          403 | Host: localhost!Origin: null
          200 | Host: localhost
          200 | Host: [::1]:8001
          """)
  void onlyThisMachineAdministers(int status, String fields) throws IOException {
    try (Running running = inMemory()) {
      assertEquals(
          status, admin(running, "POST /faults", fields.replace("!", "\r\n"), "{}").status());
    }
  }

  @Test
  void otherMethodsAreRefused() throws IOException {
    try (Running running = inMemory()) {
      assertEquals(404, admin(running, "DELETE /faults", "Host: localhost", "").status());
      assertEquals(404, admin(running, "GET /reset", "Host: localhost", "").status());
    }
  }

  @Test
  void withoutTheOptionThereIsNothing() throws IOException {
    try (Running running = start("--in-memory", "--port", "0")) {
      assertTrue(running.administration().isEmpty());
      assertFalse(running.greeting().contains("admin"), running.greeting());
    }
    try (Running running = inMemory()) {
      String line = "  admin       http://127.0.0.1:" + adminPort(running) + "\n";
      assertTrue(running.greeting().contains(line), running.greeting());
    }
  }

  @Test
  void whatIsOnDiskIsNotForked() throws IOException {
    try (Running running =
        start("-d", folder.resolve("data").toString(), "--port", "0", "--admin=0")) {
      createOrders(running);
      assertEquals(409, admin(running, "/forks", "{'keep':'a'}").status());
      assertEquals(409, admin(running, "/reset", "{'fork':'a'}").status());
      put(running, "a");
      done(running, "/reset", "{'to':'noItems'}");
      assertEquals(0, count(running));
    }
  }

  @Test
  void separateDatabasesAreAllAdministered() throws IOException {
    try (Running running = start("--in-memory", "--separate", "--port", "0", "--admin", "0")) {
      createOrders(running);
      put(running, "a");
      done(running, "/reset", "{'to':'noItems'}");
      assertEquals(0, count(running));
      done(running, "/faults", "{'rules':[{'fault':'throttle'}]}");
      assertEquals(400, put(running, "a").status());
    }
  }

  @Test
  void aStateIsBroughtIntoAnotherAccountsDatabase() throws IOException {
    try (Running running = start("--in-memory", "--separate", "--port", "0", "--admin", "0")) {
      createOrders(running);
      done(running, "/forks", "{'keep':'clean'}"); // of the only one
      assertEquals("{\"TableNames\":[]}", tables(running, "111111111111"));
      assertEquals(400, admin(running, "/forks", "{'keep':'clean'}").status());
      done(running, "/forks", "{'keep':'clean','database':'000000000000/us-east-1'}");
      done(running, "/reset", "{'fork':'clean','database':'111111111111/us-east-1'}");
      assertEquals("{\"TableNames\":[\"Orders\"]}", tables(running, "111111111111"));
      done(running, "/reset", "{'to':'noTables','database':'000000000000/us-east-1'}");
      assertEquals("{\"TableNames\":[]}", tables(running, "000000000000"));
      assertEquals("{\"TableNames\":[\"Orders\"]}", tables(running, "111111111111"));
      String nobody = "'database':'222222222222/us-east-1'}";
      assertEquals(404, admin(running, "/reset", "{'to':'noTables'," + nobody).status());
      assertEquals(404, admin(running, "/reset", "{'fork':'clean'," + nobody).status());
      assertEquals(404, admin(running, "/forks", "{'keep':'a'," + nobody).status());
    }
  }

  /** The tables of an account, which signs by nothing but its number. */
  private static String tables(Running running, String account) throws IOException {
    try (RawClient client = new RawClient(running.server().port())) {
      return client
          .send(
              "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
                  + "X-Amz-Target: DynamoDB_20120810.ListTables\r\n"
                  + "Authorization: AWS4-HMAC-SHA256 Credential="
                  + account
                  + "/20300101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=a\r\n"
                  + "Content-Length: 2\r\n\r\n{}")
          .receive()
          .text();
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      IOException failure =
          assertThrows(
              IOException.class,
              () ->
                  start("--in-memory", "--port", "0", "--admin", "" + taken.getLocalPort())
                      .close());
      assertTrue(failure.getMessage().contains("--admin takes another"), failure.getMessage());
    }
    assertThrows(
        UsageException.class, () -> start("--in-memory", "--port=0", "--admin=70000").close());
  }

  @Test
  void onlyAnAdministratorsSignatureIsTaken() throws IOException {
    NewKey administrator;
    NewKey powerful;
    NewKey conditional;
    try (IdentityStore store = AuthServer.users(folder)) {
      administrator = store.createKey("admin");
      store.setPolicy("admin", Optional.of(Policy.everything()));
      powerful =
          AuthServer.user(store, "bob", "{'Effect':'Allow','Action':'dynamodb:*','Resource':'*'}");
      conditional =
          AuthServer.user(
              store,
              "cat",
              "{'Effect':'Allow','Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:username':'cat'}}}");
    }
    try (AuthServer server = AuthServer.start(folder, "--admin", "0")) {
      assertEquals(200, signed(server, administrator).status());
      RawClient.Received refused = signed(server, powerful);
      assertEquals(403, refused.status());
      assertTrue(refused.text().contains("varve:Administer"), refused.text());
      assertEquals(403, signed(server, conditional).status());
      assertEquals(
          403, signed(server, new NewKey(administrator.id(), "no", administrator.user())).status());
      try (RawClient client = new RawClient(server.adminPort())) {
        RawClient.Received unsigned =
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").receive();
        assertEquals(403, unsigned.status());
        assertTrue(unsigned.text().contains("MissingAuthenticationToken"), unsigned.text());
      }
    }
  }

  private static RawClient.Received signed(AuthServer server, NewKey key) throws IOException {
    Signer signer = SigningClient.signer(key);
    byte[] body = "{\"to\":\"noItems\"}".getBytes(StandardCharsets.UTF_8);
    try (RawClient client = new RawClient(server.adminPort())) {
      return client
          .send(
              SigningClient.bytes(
                  signer.inHeader(
                      "POST",
                      "/reset",
                      List.of(
                          Map.entry("Host", "localhost"),
                          Map.entry("Content-Type", "application/json")),
                      body)))
          .receive();
    }
  }
}
