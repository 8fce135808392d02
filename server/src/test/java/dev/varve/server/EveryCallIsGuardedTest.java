package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.NewKey;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Headers;
import dev.varve.server.GuardedOperation.Need;
import dev.varve.server.http.NoLeaks;
import dev.varve.server.http.RawClient.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server with {@code --auth}: without a valid signature and a policy that allows it nothing is
 * read and nothing written, by no operation and at no path.
 */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class EveryCallIsGuardedTest {
  private static final String DYNAMODB = "DynamoDB_20120810.";
  private static final String ALL = "{'Effect':'Allow','Action':'*','Resource':'*'}";
  private static final Pattern TYPE = Pattern.compile("\"__type\":\"[^\"#]*#([A-Za-z]+)\"");

  /** The errors of signatures and policies. */
  private static final Set<String> NOT_LET_IN =
      Set.of(
          "MissingAuthenticationTokenException",
          "IncompleteSignatureException",
          "InvalidSignatureException",
          "UnrecognizedClientException",
          "ExpiredTokenException",
          "AccessDeniedException");

  private final List<GuardedOperation> operations = GuardedOperation.all();
  private final Map<String, NewKey> users = new HashMap<>();

  @TempDir private Path folder;
  private AuthServer server;
  private SigningClient client;
  private NewKey admin;

  /** Starts the server with some users, and perhaps with several for each operation. */
  private void start(boolean forOperations) throws IOException {
    try (IdentityStore store = AuthServer.users(folder)) {
      admin = store.createKey("admin");
      addUsers(store);
      if (forOperations) {
        addUsersForOperations(store);
      }
    }
    server = AuthServer.start(folder);
    client = new SigningClient(server.port());
    for (String table : List.of("Guarded", "Other", "Victim")) {
      administer(
          "CreateTable",
          "{'TableName':'"
              + table
              + "','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':["
              + "{'AttributeName':'p','AttributeType':'S'},"
              + "{'AttributeName':'tag','AttributeType':'S'}],"
              + "'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],"
              + "'GlobalSecondaryIndexes':[{'IndexName':'byTag',"
              + "'KeySchema':[{'AttributeName':'tag','KeyType':'HASH'}],"
              + "'Projection':{'ProjectionType':'ALL'}}],"
              + "'Tags':[{'Key':'hidden-key','Value':'hidden-value'}]}");
      administer(
          "PutItem",
          "{'TableName':'" + table + "','Item':{'p':{'S':'a'},'tag':{'S':'hidden-tag'}}}");
    }
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
  }

  private void addUsers(IdentityStore store) throws IOException {
    addUser(store, "nobody", "");
    addUser(store, "denied", ALL + "," + ALL.replace("Allow", "Deny"));
    addUser(store, "inactive", ALL);
    store.setActive(users.get("inactive").id(), false);
    addUser(store, "deleted", ALL);
    store.deleteUser("deleted");
    addUser(store, "guarded-only", table("Guarded"));
    addUser(
        store,
        "index-only",
        "{'Effect':'Allow','Action':'*','Resource':'"
            + GuardedOperation.TABLES
            + "Guarded/index/byTag'}");
  }

  private void addUsersForOperations(IdentityStore store) throws IOException {
    for (GuardedOperation operation : operations) {
      List<Need> needs = operation.needs();
      addUser(store, "only-" + operation, allowing(needs));
      addUser(
          store,
          "elsewhere-" + operation,
          needs.stream()
              .map(need -> new Need(need.action(), "Other*").allowed())
              .collect(Collectors.joining(",")));
      addUser(
          store,
          "all-but-" + operation,
          "{'Effect':'Allow','NotAction':["
              + needs.stream()
                  .map(need -> "'dynamodb:" + need.action() + "'")
                  .collect(Collectors.joining(","))
              + "],'Resource':'*'}");
      for (int i = 0; i < needs.size() && needs.size() > 1; i++) {
        List<Need> rest = new ArrayList<>(needs);
        rest.remove(i);
        addUser(store, "lacks-" + i + "-" + operation, allowing(rest));
      }
    }
  }

  private static String allowing(List<Need> needs) {
    return needs.stream().map(Need::allowed).collect(Collectors.joining(","));
  }

  private static String table(String name) {
    return "{'Effect':'Allow','Action':'*','Resource':'" + GuardedOperation.TABLES + name + "'}";
  }

  private void addUser(IdentityStore store, String name, String statements) throws IOException {
    users.put(
        name,
        statements.isEmpty() ? store.createKey(name) : AuthServer.user(store, name, statements));
  }

  private String administer(String operation, String body) throws IOException {
    Received answer = client.call(admin, DYNAMODB + operation, body);
    assertEquals(200, answer.status(), answer.text());
    return answer.text();
  }

  /** What the administrator sees of the tables. */
  private String everything() throws IOException {
    StringBuilder all = new StringBuilder(administer("ListTables", "{}"));
    for (String table : List.of("Guarded", "Other", "Victim")) {
      for (String read :
          List.of("DescribeTable", "DescribeTimeToLive", "DescribeContinuousBackups", "Scan")) {
        all.append(administer(read, "{'TableName':'" + table + "'}"));
      }
      String arn = "{'ResourceArn':'" + GuardedOperation.TABLES + table + "'}";
      all.append(administer("ListTagsOfResource", arn));
      all.append(client.call(admin, DYNAMODB + "GetResourcePolicy", arn).text());
    }
    return all.toString();
  }

  private static String type(Received answer) {
    Matcher type = TYPE.matcher(answer.text());
    return type.find() ? type.group(1) : "none";
  }

  private static void assertRefused(String error, Received answer, Object what) {
    assertEquals(error, type(answer), () -> what + ": " + answer.text());
    assertEquals(400, answer.status(), () -> what + ": " + answer.text());
    assertTellsNothing(answer, what);
  }

  private static void assertTellsNothing(Received answer, Object what) {
    String all = answer.fields() + answer.text();
    assertFalse(all.contains("hidden"), () -> what + ": " + all);
  }

  /** Callers that are not let in, whatever they ask for, and how they are told so. */
  private Map<String, String> strangers() {
    Map<String, String> strangers = new LinkedHashMap<>();
    strangers.put("unsigned", "MissingAuthenticationTokenException");
    strangers.put("basic", "MissingAuthenticationTokenException");
    strangers.put("incomplete", "IncompleteSignatureException");
    strangers.put("wrong secret", "InvalidSignatureException");
    strangers.put("expired", "InvalidSignatureException");
    strangers.put("early", "InvalidSignatureException");
    strangers.put("unknown key", "UnrecognizedClientException");
    strangers.put("unknown session", "UnrecognizedClientException");
    strangers.put("inactive", "UnrecognizedClientException");
    strangers.put("deleted", "UnrecognizedClientException");
    strangers.put("nobody", "AccessDeniedException");
    strangers.put("denied", "AccessDeniedException");
    return strangers;
  }

  private ApiRequest asked(String stranger, String target, String body) {
    NewKey key = users.getOrDefault(stranger, admin);
    Instant now = Instant.now();
    return switch (stranger) {
      case "unsigned" -> SigningClient.unsigned(target, body);
      case "basic" -> with(SigningClient.unsigned(target, body), "Authorization", "Basic YTpi");
      case "incomplete" ->
          with(
              SigningClient.unsigned(target, body),
              "Authorization",
              "AWS4-HMAC-SHA256 Credential=" + admin.id());
      case "wrong secret" -> {
        NewKey other = new NewKey(admin.id(), users.get("nobody").secret(), "admin");
        yield SigningClient.signed(SigningClient.signer(other), target, body);
      }
      case "expired" ->
          SigningClient.signed(
              SigningClient.signer(admin, now.minus(Duration.ofMinutes(16))), target, body);
      case "early" ->
          SigningClient.signed(
              SigningClient.signer(admin, now.plus(Duration.ofMinutes(7))), target, body);
      case "unknown key" -> {
        NewKey unknown = new NewKey("AKIAIOSFODNN7EXAMPLE", admin.secret(), "admin");
        yield SigningClient.signed(SigningClient.signer(unknown), target, body);
      }
      case "unknown session" -> {
        NewKey session = new NewKey("ASIAIOSFODNN7EXAMPLE", admin.secret(), "admin");
        yield with(
            SigningClient.signed(SigningClient.signer(session), target, body),
            "X-Amz-Security-Token",
            "AAAA");
      }
      default -> SigningClient.signed(SigningClient.signer(key), target, body);
    };
  }

  private static ApiRequest with(ApiRequest request, String name, String value) {
    List<Map.Entry<String, String>> fields = new ArrayList<>(request.headers().fields());
    fields.add(Map.entry(name, value));
    return new ApiRequest(request.method(), request.uri(), Headers.of(fields), request.body());
  }

  // ---- Operations ----

  @Test
  void noOperationIsForStrangers() throws IOException {
    start(false);
    String before = everything();
    for (GuardedOperation operation : operations) {
      for (Map.Entry<String, String> stranger : strangers().entrySet()) {
        ApiRequest request = asked(stranger.getKey(), operation.target(), operation.body());
        assertRefused(
            stranger.getValue(), client.send(request), operation + " of " + stranger.getKey());
      }
    }
    assertEquals(before, everything());
  }

  @Test
  void everyOperationNeedsItsActionsOnItsResourcesAndNothingElse() throws IOException {
    start(true);
    String before = everything();
    for (GuardedOperation operation : operations) {
      for (String name : users.keySet()) {
        boolean isAbout =
            name.equals("elsewhere-" + operation)
                || name.equals("all-but-" + operation)
                || name.matches("lacks-[0-9]-" + operation);
        if (isAbout) {
          assertRefused(
              "AccessDeniedException",
              client.call(users.get(name), operation.target(), operation.body()),
              name);
        }
      }
    }
    assertEquals(before, everything());
    for (GuardedOperation operation : operations) {
      Received answer =
          client.call(users.get("only-" + operation), operation.target(), operation.body());
      assertFalse(NOT_LET_IN.contains(type(answer)), () -> operation + ": " + answer.text());
      assertNotEquals(500, answer.status(), () -> operation + ": " + answer.text());
      if (operation.succeeds()) {
        assertEquals(200, answer.status(), () -> operation + ": " + answer.text());
      }
    }
  }

  @Test
  void aPartThatIsNotAllowedRefusesTheWhole() throws IOException {
    start(false);
    String before = everything();
    NewKey key = users.get("guarded-only");
    String put = "[{'PutRequest':{'Item':{'p':{'S':'new'}}}}]";
    String keys = "{'Keys':[{'p':{'S':'a'}}]}";
    String item = "{'TableName':'%s','Item':{'p':{'S':'new'}}}";
    String at = "{'TableName':'%s','Key':{'p':{'S':'a'}}}";
    String insert = "{'Statement':'INSERT INTO %s VALUE {\\'p\\':?}','Parameters':[{'S':'new'}]}";
    Map<String, String> bodies =
        Map.of(
            "BatchWriteItem",
            "{'RequestItems':{'Guarded':" + put + ",'Other':" + put + "}}",
            "BatchGetItem",
            "{'RequestItems':{'Guarded':" + keys + ",'Other':" + keys + "}}",
            "TransactWriteItems",
            "{'TransactItems':[{'Put':"
                + item.formatted("Guarded")
                + "},{'Put':"
                + item.formatted("Other")
                + "}]}",
            "TransactGetItems",
            "{'TransactItems':[{'Get':"
                + at.formatted("Guarded")
                + "},{'Get':"
                + at.formatted("Other")
                + "}]}",
            "BatchExecuteStatement",
            "{'Statements':["
                + insert.formatted("Guarded")
                + ","
                + insert.formatted("Other")
                + "]}",
            "ExecuteTransaction",
            "{'TransactStatements':["
                + insert.formatted("Guarded")
                + ","
                + insert.formatted("Other")
                + "]}");
    for (Map.Entry<String, String> body : bodies.entrySet()) {
      assertRefused(
          "AccessDeniedException",
          client.call(key, DYNAMODB + body.getKey(), body.getValue()),
          body.getKey());
    }
    assertEquals(before, everything());
    String allowed = "{'RequestItems':{'Guarded':" + put + "}}";
    assertEquals(200, client.call(key, DYNAMODB + "BatchWriteItem", allowed).status());
  }

  @Test
  void aTableAndItsIndexAreTwoThings() throws IOException {
    start(false);
    NewKey ofTable = users.get("guarded-only");
    NewKey ofIndex = users.get("index-only");
    String arn = GuardedOperation.TABLES + "Guarded/index/byTag";
    for (String name : List.of("Guarded", GuardedOperation.TABLES + "Guarded", arn)) {
      String scan = "{'TableName':'" + name + "'}";
      String scanIndex = "{'TableName':'" + name + "','IndexName':'byTag'}";
      assertEquals(200, client.call(ofTable, DYNAMODB + "Scan", scan).status(), name);
      assertRefused(
          "AccessDeniedException", client.call(ofTable, DYNAMODB + "Scan", scanIndex), name);
      assertEquals(200, client.call(ofIndex, DYNAMODB + "Scan", scanIndex).status(), name);
      assertRefused("AccessDeniedException", client.call(ofIndex, DYNAMODB + "Scan", scan), name);
    }
  }

  // ---- Paths ----

  @Test
  void noPathTellsAnything() throws IOException {
    start(false);
    String before = everything();
    List<String> paths =
        List.of(
            "/",
            "/?Action=ListTables",
            "/health",
            "/ready",
            "/metrics",
            "/metrics?a=b",
            "/metrics/",
            "//metrics",
            "/%6detrics",
            "/shell",
            "/shell/",
            "/index.html",
            "/Guarded",
            "/tables/Guarded",
            "/admin",
            "/debug/pprof",
            "/.aws/credentials",
            "/../identity/identity.json",
            "/DynamoDB_20120810.ListTables");
    for (String method :
        List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "LIST")) {
      for (String path : paths) {
        for (String body : List.of("", "{'TableName':'Guarded'}")) {
          ApiRequest call = SigningClient.unsigned(DYNAMODB + "Scan", body);
          assertPath(new ApiRequest(method, path, call.headers(), call.body()));
          Headers host = Headers.of(List.of(Map.entry("Host", "localhost")));
          assertPath(new ApiRequest(method, path, host, call.body()));
          Headers page =
              Headers.of(
                  List.of(
                      Map.entry("Host", "localhost"), Map.entry("Origin", "https://a.example")));
          assertPath(new ApiRequest(method, path, page, call.body()));
          if (path.matches("[/a-z]*")) {
            assertPath(
                SigningClient.signer(users.get("nobody"))
                    .inHeader(method, path, call.headers().fields(), call.body()));
          }
        }
      }
    }
    assertEquals(before, everything());
  }

  private void assertPath(ApiRequest request) throws IOException {
    Received answer = client.send(request);
    String what = request.method() + " " + request.uri() + " " + request.headers().fields();
    assertTellsNothing(answer, what);
    assertFalse(answer.text().contains("Items"), () -> what + ": " + answer.text());
    assertFalse(answer.text().contains("varve_"), () -> what + ": " + answer.text());
    // The name that the caller said himself stands in the refusal.
    assertFalse(
        answer.text().replaceAll("table/Guarded", "").contains("Guarded"),
        () -> what + ": " + answer.text());
    if (answer.status() == 200) {
      boolean isPreflight =
          request.method().equals("OPTIONS") && request.headers().value("Origin") != null;
      assertTrue(
          isPreflight ? answer.body().length == 0 : isPublic(request, answer.text()),
          () -> what + ": " + answer.text());
    }
  }

  private static boolean isPublic(ApiRequest request, String text) {
    return request.method().equals("GET")
        && switch (request.uri().split("\\?", 2)[0]) {
          case "/" -> text.equals("healthy: localhost ");
          case "/health" -> text.equals("{\"status\":\"alive\"}\n");
          case "/ready" -> text.equals("{\"ready\":true}\n");
          default -> false;
        };
  }

  @Test
  void nobodyGetsCredentialsWithoutAToken() throws IOException {
    start(false);
    String role = "&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Fadmin&RoleSessionName=abc";
    for (String form :
        List.of(
            "",
            "Action=AssumeRoleWithWebIdentity",
            "Action=AssumeRoleWithWebIdentity" + role,
            "Action=AssumeRoleWithWebIdentity" + role + "&WebIdentityToken=",
            "Action=AssumeRoleWithWebIdentity" + role + "&WebIdentityToken=a.b.c",
            "Action=AssumeRoleWithWebIdentity"
                + role
                + "&WebIdentityToken=eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIiwic3ViIjoiYiJ9.",
            "Action=AssumeRole" + role,
            "Action=GetSessionToken",
            "Action=GetCallerIdentity",
            "Action=GetFederationToken&Name=admin")) {
      ApiRequest request =
          new ApiRequest(
              "POST",
              "/",
              Headers.of(
                  List.of(
                      Map.entry("Host", "localhost"),
                      Map.entry("X-Amz-Target", DYNAMODB + "ListTables"),
                      Map.entry("Content-Type", "application/x-www-form-urlencoded"))),
              form.getBytes(StandardCharsets.UTF_8));
      Received answer = client.send(request);
      assertTrue(answer.status() == 400 || answer.status() == 403, answer.text());
      assertFalse(answer.text().contains("SecretAccessKey"), answer.text());
      assertFalse(answer.text().contains("Guarded"), answer.text());
    }
  }
}
