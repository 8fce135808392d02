package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.engine.Durability;
import dev.varve.server.PemTls.PemFiles;
import dev.varve.server.http.NoLeaks;
import dev.varve.server.http.RawClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NoLeaks.class)
@Timeout(120)
class TlsTest {
  private static final Duration PAUSE = Duration.ofMillis(20);

  @TempDir private Path folder;

  private static TestServer start(PemTls tls) throws IOException {
    return TestServer.start(Durability.BUFFERED, builder -> builder.tls(tls));
  }

  private static HttpResponse<String> listTables(TestServer server, SSLContext context)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
      return client.send(
          HttpRequest.newBuilder(server.server().endpoint())
              .header("Content-Type", "application/x-amz-json-1.0")
              .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
              .POST(BodyPublishers.ofString("{}" + " ".repeat(1 << 20)))
              .build(),
          BodyHandlers.ofString());
    }
  }

  @Test
  void connectionsAreEncrypted() throws Exception {
    Certificates own = Certificates.make(folder, "own");
    PemFiles files = new PemFiles(own.certificate(), own.key(), Optional.empty());
    try (PemTls tls = PemTls.open(files, PAUSE);
        TestServer server = start(tls)) {
      assertEquals("https", server.server().endpoint().getScheme());
      assertEquals(
          "{\"TableNames\":[]}", listTables(server, Certificates.client(null, own)).body());
      Certificates other = Certificates.make(folder, "other");
      assertThrows(IOException.class, () -> listTables(server, Certificates.client(null, other)));
      try (RawClient plain = new RawClient(server.server().port())) {
        plain.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
        while (!plain.isEnded()) {
          // An alert may come first.
        }
      }
    }
  }

  @Test
  void clientsNeedACertificateWhereThatIsAskedFor() throws Exception {
    Certificates own = Certificates.make(folder, "own");
    Certificates client = Certificates.make(folder, "client");
    PemFiles files = new PemFiles(own.certificate(), own.key(), Optional.of(client.certificate()));
    try (PemTls tls = PemTls.open(files, PAUSE);
        TestServer server = start(tls)) {
      assertEquals(200, listTables(server, Certificates.client(client, own)).statusCode());
      assertThrows(IOException.class, () -> listTables(server, Certificates.client(null, own)));
      assertThrows(IOException.class, () -> listTables(server, Certificates.client(own, own)));
    }
  }

  @Test
  void newFilesAreReadOnceTheyFit() throws Exception {
    Certificates own = Certificates.make(folder, "own");
    Certificates next = Certificates.make(folder, "next");
    PemFiles files = new PemFiles(own.certificate(), own.key(), Optional.empty());
    SSLContext old = Certificates.client(null, own);
    try (PemTls tls = PemTls.open(files, PAUSE);
        TestServer server = start(tls)) {
      Files.writeString(own.certificate(), "no certificate");
      Thread.sleep(10 * PAUSE.toMillis());
      assertEquals(200, listTables(server, old).statusCode());
      next.replace(own);
      awaitAnswer(server, Certificates.client(null, next));
      assertThrows(IOException.class, () -> listTables(server, old));
    }
  }

  private static void awaitAnswer(TestServer server, SSLContext context) throws Exception {
    for (int i = 0; ; i++) {
      try {
        assertEquals(200, listTables(server, context).statusCode());
        return;
      } catch (IOException notYet) {
        assertTrue(i < 500, notYet::toString);
        Thread.sleep(PAUSE);
      }
    }
  }

  @Test
  void filesThatAreNotWhatTheyShouldBeAreNamed() throws Exception {
    Certificates own = Certificates.make(folder, "own");
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path missing = folder.resolve("missing");
    assertRefused("missing: no such file", own.certificate(), missing);
    assertRefused("missing: no such file", missing, own.key());
    assertRefused("empty", own.certificate(), empty);
    assertRefused("empty", empty, own.key());
    assertRefused("own.key: is no PEM file of certificates", own.key(), own.certificate());
    assertRefused("own.crt: has no private key", own.certificate(), own.certificate());
    assertRefused(
        "own.crt: is not the certificate of the key",
        own.certificate(),
        Certificates.make(folder, "other").key());
    for (String form : new String[] {"RSA", "EC", "ENCRYPTED"}) {
      Path other =
          Files.writeString(
              folder.resolve(form),
              Files.readString(own.key()).replace("PRIVATE", form + " PRIVATE"));
      assertRefused("openssl pkcs8", own.certificate(), other);
    }
    Path broken =
        Files.writeString(
            folder.resolve("broken"),
            Files.readString(own.key()).replaceFirst("KEY-----\n....", "KEY-----\n"));
    assertRefused("broken", own.certificate(), broken);
  }

  private static void assertRefused(String words, Path certificate, Path key) {
    PemFiles files = new PemFiles(certificate, key, Optional.empty());
    IOException refusal = assertThrows(IOException.class, () -> PemTls.open(files, PAUSE).close());
    assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
  }
}
