package dev.varve.identity.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.identity.policy.Policy;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.testing.FormatPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/formats/identity.md says what the code writes and reads. */
class IdentityFormatTest {
  private static final Path FILE = Path.of("identity");
  private static final String MASTER_KEY = "00112233445566778899aabbccddeeff".repeat(2);
  private static final String KEY_ID = "AKIAVARVEEXAMPLE2345";
  private static final String SECRET = "varveEXAMPLEsecretVarveEXAMPLEsecret1234";

  private static MasterKey masterKey() {
    return MasterKey.parse(MASTER_KEY, new SecureRandom()).orElseThrow();
  }

  private static IdentityJson.Content read(byte[] bytes) throws IOException {
    IdentityLayout.Header header = IdentityLayout.header(bytes, FILE);
    byte[] json = Arrays.copyOfRange(bytes, IdentityLayout.HEADER_BYTES, bytes.length);
    assertEquals(json.length, header.length());
    IdentityLayout.requireSound(header, bytes, json, FILE);
    return new IdentityJson(FILE).read(json);
  }

  @Test
  void theExampleOfThePageIsReadAndWritten() throws IOException {
    byte[] page = FormatPage.example("identity.md");
    assertEquals(2, IdentityLayout.header(page, FILE).revision());
    IdentityJson.Content content = read(page);
    assertArrayEquals(
        "varve identity".getBytes(StandardCharsets.US_ASCII),
        masterKey().open(content.check(), "check of the master key").orElseThrow());
    User admin = content.identities().users().get("admin");
    assertEquals(new User("admin", 1_700_000_000_000L, Optional.of(Policy.everything())), admin);
    AccessKey key = content.identities().keys().get(KEY_ID);
    assertEquals("admin", key.user());
    assertEquals(1_700_000_060_000L, key.lastUsed());
    assertArrayEquals(
        SECRET.getBytes(StandardCharsets.US_ASCII),
        masterKey().open(key.sealedSecret(), "secret of access key " + KEY_ID).orElseThrow());
    assertArrayEquals(page, IdentityLayout.encode(2, new IdentityJson(FILE).write(content)));
  }

  @Test
  void allMembersAreReadAsTheyWereWritten() throws IOException {
    Issuer issuer = Issuer.of("https://a.example.com", IdentityStoreTest.KEY_SET);
    Identities identities =
        new Identities(
            Map.of("bob", new User("bob", 1, Optional.empty())),
            Map.of(),
            Map.of("r", new Role("r", issuer.url(), "aud", 2, Policy.everything())),
            Map.of(issuer.url(), issuer));
    byte[] check = {1, 2, 3};
    byte[] json = new IdentityJson(FILE).write(new IdentityJson.Content(check, identities));
    IdentityJson.Content read = new IdentityJson(FILE).read(json);
    assertArrayEquals(check, read.check());
    assertEquals(identities, read.identities());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{'check':'AA==','users':[],'keys':[],'issuers':[]}",
        "{'check':1,'users':[],'keys':[],'issuers':[],'roles':[]}",
        "{'check':'?','users':[],'keys':[],'issuers':[],'roles':[]}",
        "{'check':'AA==','users':{},'keys':[],'issuers':[],'roles':[]}",
        "{'check':'AA==','users':[1],'keys':[],'issuers':[],'roles':[]}",
        "{'check':'AA==','users':[{'name':'a b','created':1}],'keys':[],'issuers':[],'roles':[]}",
        "{'check':'AA==','users':[{'name':'a','created':1,'policy':1}],'keys':[],'issuers':[],'roles':[]}",
        "{'check':'AA==','users':[{'name':'a','created':1,'policy':'{}'}],'keys':[],'issuers':[],'roles':[]}",
        "{'check':'AA==','users':[{'name':'a','created':1},{'name':'a','created':1}],'keys':[],'issuers':[],'roles':[]}",
        "{'check':'AA==','users':[],'keys':[{'id':'a'}],'issuers':[],'roles':[]}",
        "{'check':'AA==','users':[],'keys':[],'issuers':[{'url':'https://a','keys':'{}'}],'roles':[]}"
      })
  void otherContentIsCorruption(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    assertThrows(CorruptionException.class, () -> new IdentityJson(FILE).read(bytes));
  }

  @Test
  void whatANewerReleaseAddedIsRefused() throws IOException {
    byte[] page = FormatPage.example("identity.md");
    byte[] newer = page.clone();
    newer[8] = 2;
    assertThrows(UnsupportedFormatException.class, () -> IdentityLayout.header(newer, FILE));
    for (String json :
        List.of(
            "{'groups':[]}",
            "{'check':'AA==','users':[{'name':'a','boundary':'x'}],'keys':[],'issuers':[],'roles':[]}")) {
      byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
      assertThrows(UnsupportedFormatException.class, () -> new IdentityJson(FILE).read(bytes));
    }
  }
}
