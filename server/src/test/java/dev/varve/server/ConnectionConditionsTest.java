package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.NewKey;
import dev.varve.protocol.ApiRequest;
import dev.varve.server.http.NoLeaks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Policies about the connection by which a request comes. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class ConnectionConditionsTest {
  private static final String LIST = "DynamoDB_20120810.ListTables";
  private static final String ALLOW = "{'Effect':'Allow','Action':'*','Resource':'*'";
  private static final String DENY = ALLOW + "},{'Effect':'Deny','Action':'*','Resource':'*'";

  @TempDir private Path folder;

  /** A condition, and whether it holds for a connection of this machine without encryption. */
  private static final Map<String, Boolean> CONDITIONS =
      Map.of(
          "{'IpAddress':{'aws:SourceIp':'127.0.0.0/8'}}", true,
          "{'IpAddress':{'aws:SourceIp':['10.0.0.0/8','127.0.0.1']}}", true,
          "{'IpAddress':{'aws:SourceIp':['10.0.0.0/8','::1/128']}}", false,
          "{'NotIpAddress':{'aws:SourceIp':'127.0.0.0/8'}}", false,
          "{'Bool':{'aws:SecureTransport':'false'}}", true,
          "{'Bool':{'aws:SecureTransport':'true'}}", false,
          "{'StringEquals':{'aws:UserAgent':'test/1'}}", true,
          "{'StringLike':{'aws:UserAgent':'other/*'}}", false,
          "{'DateGreaterThan':{'aws:CurrentTime':'2020-01-01T00:00:00Z'}}", true,
          "{'StringEquals':{'aws:RequestedRegion':'us-east-1'}}", true);

  @Test
  void areJudgedByIt() throws IOException {
    NewKey[] allowed = new NewKey[CONDITIONS.size()];
    NewKey[] denied = new NewKey[CONDITIONS.size()];
    List<String> conditions = List.copyOf(CONDITIONS.keySet());
    try (IdentityStore store = AuthServer.users(folder)) {
      store.createKey("admin");
      for (int i = 0; i < allowed.length; i++) {
        String condition = ",'Condition':" + conditions.get(i) + "}";
        allowed[i] = AuthServer.user(store, "allowed-" + i, ALLOW + condition);
        denied[i] = AuthServer.user(store, "denied-" + i, DENY + condition);
      }
    }
    try (AuthServer server = AuthServer.start(folder);
        SigningClient client = new SigningClient(server.port())) {
      for (int i = 0; i < allowed.length; i++) {
        boolean holds = CONDITIONS.get(conditions.get(i));
        assertEquals(holds ? 200 : 400, status(client, allowed[i]), conditions.get(i));
        assertEquals(holds ? 400 : 200, status(client, denied[i]), conditions.get(i));
      }
    }
  }

  private static int status(SigningClient client, NewKey key) throws IOException {
    List<Map.Entry<String, String>> headers =
        List.of(
            Map.entry("Host", "localhost"),
            Map.entry("User-Agent", "test/1"),
            // What a client says of itself counts for nothing.
            Map.entry("X-Forwarded-For", "10.0.0.1"),
            Map.entry("Forwarded", "for=10.0.0.1;proto=https"),
            Map.entry("Content-Type", "application/x-amz-json-1.0"),
            Map.entry("X-Amz-Target", LIST));
    ApiRequest request =
        SigningClient.signer(key).inHeader("POST", headers, "{}".getBytes(StandardCharsets.UTF_8));
    return client.send(request).status();
  }

  @Test
  void encryptionIsSeen() throws Exception {
    NewKey secure;
    NewKey plain;
    try (IdentityStore store = AuthServer.users(folder.resolve("db"))) {
      store.createKey("admin");
      String condition = ",'Condition':{'Bool':{'aws:SecureTransport':'%s'},";
      String address = "'IpAddress':{'aws:SourceIp':'127.0.0.1'}}}";
      secure = AuthServer.user(store, "secure", ALLOW + condition.formatted("true") + address);
      plain = AuthServer.user(store, "plain", ALLOW + condition.formatted("false") + address);
    }
    Certificates own = Certificates.make(folder, "own");
    try (AuthServer server =
            AuthServer.start(
                folder.resolve("db"),
                "--tls-cert",
                own.certificate().toString(),
                "--tls-key",
                own.key().toString());
        HttpClient client =
            HttpClient.newBuilder().sslContext(Certificates.client(null, own)).build()) {
      URI endpoint = server.server().endpoint();
      assertEquals(200, status(client, endpoint, secure));
      assertEquals(400, status(client, endpoint, plain));
    }
  }

  private static int status(HttpClient client, URI endpoint, NewKey key)
      throws IOException, InterruptedException {
    ApiRequest signed =
        SigningClient.signer(key)
            .inHeader(
                "POST",
                List.of(
                    Map.entry("Host", endpoint.getAuthority()),
                    Map.entry("Content-Type", "application/x-amz-json-1.0"),
                    Map.entry("X-Amz-Target", LIST)),
                "{}".getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofByteArray(signed.body()));
    signed.headers().fields().stream()
        .filter(field -> !field.getKey().equals("Host")) // which the client sets itself
        .forEach(field -> request.header(field.getKey(), field.getValue()));
    return client.send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
