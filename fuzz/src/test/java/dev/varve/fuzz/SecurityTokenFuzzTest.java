package dev.varve.fuzz;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.session.SecurityTokenService;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.Issuer;
import dev.varve.io.MemoryLedger;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Headers;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Forms that ask for temporary credentials, to which anybody may turn: each is refused, since
 * nobody has a token of the issuer.
 */
class SecurityTokenFuzzTest {
  private static final String ISSUER = "https://accounts.example.com";

  /** The example of a public key in RFC 7517; none of the inputs is signed with its private one. */
  private static final String KEYS =
      """
      {"keys":[{"kty":"EC","crv":"P-256","use":"sig","kid":"1",
        "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}
      """;

  private static final Headers FORM =
      Headers.of(
          List.of(
              Map.entry("Host", "h"),
              Map.entry("Content-Type", "application/x-www-form-urlencoded")));

  private static final SecurityTokenService SERVICE = service();

  private static SecurityTokenService service() {
    ManualClock clock = new ManualClock();
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    Path directory = Path.of("/db");
    try {
      files.createDirectories(directory);
      IdentityStore store =
          IdentityStore.open(files.env(clock, new DirectScheduler()), directory, Optional.empty());
      store.createKey("admin");
      store.putIssuer(Issuer.of(ISSUER, KEYS));
      store.putRole("player", ISSUER, "game", Policy.everything());
      return new SecurityTokenService(store, clock, "000000000000");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @FuzzTest(maxDuration = "10m")
  void nobodyGetsCredentials(byte[] input) {
    ApiResponse answer = SERVICE.answer(new ApiRequest("POST", "/", FORM, input));
    String text = new String(answer.body(), StandardCharsets.UTF_8);
    assertTrue(answer.status() == 400 || answer.status() == 403, answer.status() + " " + text);
    assertTrue(text.contains("<Code>"), text);
    assertFalse(text.contains("<SecretAccessKey>"), text);
  }
}
