package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import dev.varve.identity.store.AccessKey;
import dev.varve.identity.store.Identities;
import dev.varve.identity.store.IdentityStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code varve keys} and its commands. */
class KeysCommandsTest {
  private static final String POLICY =
      "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\","
          + "\"Resource\":\"*\"}}";

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void nameDatabase() {
    database = folder.resolve("db");
  }

  private Invocation keys(Object... arguments) {
    Object[] words = new Object[arguments.length + 3];
    words[0] = "keys";
    words[1] = arguments[0];
    int at = 2;
    // The groups issuer and role have their own commands.
    int rest = 1;
    if (arguments[0].equals("issuer") || arguments[0].equals("role")) {
      words[at++] = arguments[rest++];
    }
    words[at++] = "-d";
    words[at++] = database;
    System.arraycopy(arguments, rest, words, at, arguments.length - rest);
    return Invocation.of(words);
  }

  private String done(Object... arguments) {
    Invocation invocation = keys(arguments);
    assertEquals(0, invocation.status(), invocation.err());
    return invocation.out() + invocation.err();
  }

  private void fails(String message, Object... arguments) {
    Invocation invocation = keys(arguments);
    assertEquals(1, invocation.status(), invocation.out());
    assertEquals("varve: " + message, invocation.err().strip());
  }

  private static String value(String output, String label) {
    return output
        .lines()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError(label + " is not in " + output));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Identities identities() throws IOException {
    try (IdentityStore store = IdentityStore.open(database)) {
      return store.current();
    }
  }

  @Test
  void theFirstKeyIsMadeWithTheDatabase() throws IOException {
    Invocation made = keys("create");
    assertEquals(0, made.status(), made.err());
    String id = value(made.out(), "Access key ID:");
    String secret = value(made.out(), "Secret access key:");
    assertTrue(made.out().contains("[varve]"), made.out());
    assertEquals(id, value(made.out(), "aws_access_key_id ="));
    assertEquals(secret, value(made.out(), "aws_secret_access_key ="));
    assertEquals(
        List.of("made an access key of admin; its secret is not shown again"), made.errLines());
    try (IdentityStore store = IdentityStore.open(database)) {
      AccessKey key = store.current().keys().get(id);
      assertEquals("admin", key.user());
      assertEquals(secret, store.secret(key));
    }
    try (Varve varve = Varve.open(database)) {
      assertEquals(List.of(), varve.listTables());
      done("create"); // while the database is in use
    }
    fails("admin has two active access keys, which is the most: deactivate one", "create");
  }

  @Test
  void aSecondUserHasNoPolicyUnlessOneIsGiven() throws IOException {
    fails("there are no users yet, and the first is admin", "create", "bob");
    done("create");
    assertTrue(
        done("create", "bob").contains("bob may do nothing yet: varve keys policy bob FILE"));
    Path policy = write("policy.json", POLICY);
    assertFalse(done("create", "eve", "--policy", policy).contains("may do nothing"));
    assertEquals(POLICY, identities().users().get("eve").policy().orElseThrow().text());
    Path broken = write("broken.json", "{}");
    fails(broken + " is no policy: there is no Statement", "create", "mallory", "--policy", broken);
    assertFalse(identities().users().containsKey("mallory"));
  }

  @Test
  void aFileWithTheKeyIsWrittenOnRequest() throws IOException {
    Path csv = folder.resolve("key.csv");
    String output = done("create", "--csv", csv);
    assertEquals(
        List.of(
            "User name,Access key ID,Secret access key",
            "admin," + value(output, "Access key ID:") + "," + value(output, "Secret access key:")),
        Files.readAllLines(csv));
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(csv));
    fails(csv + ": exists already", "create", "--csv", csv);
    assertEquals(1, identities().keys().size(), "no key is made whose secret is lost");
    Path other = folder.resolve("other.csv");
    done("create");
    fails(
        "admin has two active access keys, which is the most: deactivate one",
        "create",
        "--csv",
        other);
    assertFalse(Files.exists(other));
  }

  @Test
  void keysAreListedWithTheirStates() {
    String first = value(done("create"), "Access key ID:");
    String second = value(done("create"), "Access key ID:");
    String bobs = value(done("create", "bob"), "Access key ID:");
    assertEquals(second + " is inactive\n", done("deactivate", second));
    done("delete", bobs);
    List<String> lines = keys("list").outLines();
    assertEquals(4, lines.size());
    assertTrue(
        lines.get(0).matches("user +policy +access key +status +created +last used"), lines.get(0));
    assertTrue(
        lines.get(1).matches("admin +yes +" + first + " +Active +\\S+Z +never"), lines.get(1));
    assertTrue(
        lines.get(2).matches("admin +yes +" + second + " +Inactive +\\S+Z +never"), lines.get(2));
    assertTrue(lines.get(3).matches("bob +- +- +- +\\S+Z +-"), lines.get(3));
    assertEquals(second + " is active\n", done("activate", second));
    assertEquals("deleted bob\n", done("delete-user", "bob"));
    assertEquals(3, keys("list").outLines().size());
    fails("there is no access key " + bobs, "deactivate", bobs);
    fails("there is no access key " + bobs, "activate", bobs);
    fails("there is no access key " + bobs, "delete", bobs);
    fails("there is no user bob", "delete-user", "bob");
  }

  @Test
  void policiesAreGivenShownAndTakenAway() throws IOException {
    done("create");
    done("create", "bob");
    fails("bob has no policy", "policy", "bob");
    Path policy = write("policy.json", POLICY);
    assertEquals("changed the policy of bob\n", done("policy", "bob", policy));
    assertEquals(POLICY + "\n", done("policy", "bob"));
    Path broken = write("broken.json", POLICY.replace("dynamodb:*", "everything"));
    fails(
        broken
            + " is no policy: Statement 1: an action is *, or a service and a name such as"
            + " dynamodb:GetItem, not everything",
        "policy",
        "bob",
        broken);
    assertEquals("removed the policy of bob\n", done("policy", "bob", "--remove"));
    fails("there is no user eve", "policy", "eve", policy);
    fails("there is no user eve", "policy", "eve");
    fails(
        folder.resolve("none") + ": no such file or directory",
        "policy",
        "bob",
        folder.resolve("none"));
    assertEquals(2, keys("policy", "bob", policy, "--remove").status());
  }

  @Test
  void rolesTrustIssuers() throws IOException {
    done("create");
    Path policy = write("policy.json", POLICY);
    Path keySet =
        write(
            "keys.json",
            """
            {"keys":[{"kty":"EC","crv":"P-256","kid":"1",
              "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
              "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}
            """);
    String url = "https://accounts.example.com";
    Object[] put = {
      "role", "put", "player", "--issuer", url, "--audience", "game", "--policy", policy
    };
    fails("there is no issuer " + url, put);
    assertEquals("tokens of " + url + " are taken\n", done("issuer", "put", url, keySet));
    assertEquals(url + "\n", done("issuer", "list"));
    assertEquals("role player for tokens of " + url + "\n", done(put));
    assertTrue(done("role", "list").contains("player"));
    fails("the role player trusts " + url, "issuer", "delete", url);
    assertEquals("deleted player\n", done("role", "delete", "player"));
    assertEquals("deleted " + url + "\n", done("issuer", "delete", url));
    Invocation broken = keys("issuer", "put", url, policy);
    assertEquals(1, broken.status());
    assertTrue(broken.err().contains("is no JSON Web Key Set"), broken.err());
  }

  @Test
  void aDatabaseThatIsNotThereHasNoKeys() {
    for (Object[] command :
        List.of(
            new Object[] {"list"},
            new Object[] {"deactivate", "AKIA"},
            new Object[] {"policy", "admin"},
            new Object[] {"issuer", "list"},
            new Object[] {"role", "list"})) {
      fails("there is no database in " + database, command);
    }
    assertFalse(Files.exists(database));
  }

  @Test
  void aFolderOfSomethingElseIsLeftAlone() throws IOException {
    Files.createDirectory(database);
    write("db/thesis.txt", "all my work");
    Invocation refused = keys("create");
    assertEquals(1, refused.status());
    assertFalse(Files.exists(database.resolve("identity")));
  }
}
