package dev.varve.identity.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.identity.policy.Policy;
import dev.varve.io.CorruptionException;
import dev.varve.io.FileSystem.FileLock;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityStoreTest {
  private static final Path DATABASE = Path.of("/db");
  private static final Path FILE = DATABASE.resolve("identity/identity");
  private static final Path MASTER_KEY = DATABASE.resolve("identity/master-key");
  private static final String GIVEN = "0123456789abcdef".repeat(4);

  private MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final ManualClock clock = new ManualClock();
  private final DirectScheduler scheduler = new DirectScheduler();

  private IdentityStore open() throws IOException {
    return open(Optional.empty());
  }

  private IdentityStore open(Optional<String> masterKey) throws IOException {
    return IdentityStore.open(files.env(clock, scheduler), DATABASE, masterKey);
  }

  @AfterEach
  void nothingStaysOpen() {
    assertEquals(List.of(), files.openHandles());
  }

  private byte[] read(Path path) throws IOException {
    try (StorageFile file = files.openReadOnly(path)) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(bytes));
      return bytes;
    }
  }

  private void write(Path path, byte[] bytes) throws IOException {
    files.delete(path);
    try (StorageFile file = files.create(path)) {
      file.write(0, MemorySegment.ofArray(bytes));
    }
  }

  @Test
  void theFirstKeyIsTheAdministrators() throws IOException {
    try (IdentityStore store = open()) {
      assertEquals(Identities.NONE, store.current());
      assertEquals(
          "there are no users yet, and the first is admin",
          assertThrows(IdentityException.class, () -> store.createKey("bob")).getMessage());
      NewKey key = store.createKey("admin");
      assertEquals(20, key.id().length());
      assertTrue(key.id().matches("AKIA[A-Z2-7]{16}"), key.id());
      assertEquals(40, key.secret().length());
      assertFalse(key.toString().contains(key.secret()));
      User admin = store.current().users().get("admin");
      assertEquals(Optional.of(Policy.everything()), admin.policy());
      AccessKey kept = store.current().keys().get(key.id());
      assertTrue(kept.active());
      assertEquals(clock.epochMillis(), kept.created());
      assertEquals(0, kept.lastUsed());
      assertEquals(key.secret(), store.secret(kept));
      assertEquals(Optional.empty(), bob(store).policy());
    }
  }

  private static User bob(IdentityStore store) throws IOException {
    store.createKey("bob");
    return store.current().users().get("bob");
  }

  @Test
  void twoKeysOfAUserMayBeActive() throws IOException {
    try (IdentityStore store = open()) {
      String first = store.createKey("admin").id();
      String second = store.createKey("admin").id();
      assertNotEquals(first, second);
      String message = "admin has two active access keys, which is the most: deactivate one";
      assertEquals(
          message,
          assertThrows(IdentityException.class, () -> store.createKey("admin")).getMessage());
      store.setActive(first, false);
      store.createKey("admin");
      assertEquals(3, store.current().keysOf("admin").size());
      assertEquals(
          message,
          assertThrows(IdentityException.class, () -> store.setActive(first, true)).getMessage());
      store.deleteKey(second);
      store.setActive(first, true);
      assertTrue(store.current().keys().get(first).active());
    }
  }

  @Test
  void whatIsNotThereCannotBeChanged() throws IOException {
    try (IdentityStore store = open()) {
      store.createKey("admin");
      assertThrows(IdentityException.class, () -> store.setActive("AKIA", false));
      assertThrows(IdentityException.class, () -> store.deleteKey("AKIA"));
      assertThrows(IdentityException.class, () -> store.deleteUser("bob"));
      assertThrows(IdentityException.class, () -> store.setPolicy("bob", Optional.empty()));
      assertThrows(IdentityException.class, () -> store.deleteRole("r"));
      assertThrows(IdentityException.class, () -> store.deleteIssuer("https://a"));
      assertThrows(
          IdentityException.class, () -> store.putRole("r", "https://a", "b", Policy.everything()));
      for (String name : List.of("", "a b", "a/b", "x".repeat(65), "\u00e4")) {
        assertThrows(IdentityException.class, () -> store.createKey(name), name);
      }
    }
  }

  @Test
  void everythingIsThereAfterReopening() throws IOException {
    Identities before;
    NewKey key;
    try (IdentityStore store = open()) {
      key = store.createKey("admin");
      store.createKey("bob");
      store.setPolicy("bob", Optional.of(Policy.everything()));
      store.putIssuer(Issuer.of("https://a.example.com", KEY_SET));
      store.putRole("r", "https://a.example.com", "b", Policy.everything());
      before = store.current();
    }
    try (IdentityStore store = open()) {
      Identities after = store.current();
      assertEquals(before.users(), after.users());
      assertEquals(before.roles(), after.roles());
      assertEquals(before.issuers(), after.issuers());
      assertEquals(List.copyOf(before.keys().keySet()), List.copyOf(after.keys().keySet()));
      assertEquals(key.secret(), store.secret(after.keys().get(key.id())));
      assertThrows(
          IdentityException.class, () -> store.deleteIssuer("https://a.example.com"), "trusted");
      store.deleteRole("r");
      store.deleteIssuer("https://a.example.com");
      store.deleteUser("bob");
      assertEquals(1, store.current().keys().size());
    }
  }

  static final String KEY_SET =
      """
      {"keys":[{"kty":"EC","crv":"P-256","kid":"1",
        "x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"}]}
      """;

  @Test
  void aCopyOfTheFileGivesNoSecretAway() throws IOException {
    try (IdentityStore store = open()) {
      NewKey key = store.createKey("admin");
      String text = new String(read(FILE), StandardCharsets.ISO_8859_1);
      assertTrue(text.contains(key.id()));
      assertFalse(text.contains(key.secret()));
    }
    files.delete(MASTER_KEY);
    assertEquals(
        "there is no master key for /db/identity/identity: neither /db/identity/master-key nor the"
            + " environment's VARVE_MASTER_KEY",
        assertThrows(IOException.class, this::open).getMessage());
    assertEquals(
        "/db/identity/identity was written with another master key than that of the environment's"
            + " VARVE_MASTER_KEY",
        assertThrows(IOException.class, () -> open(Optional.of(GIVEN))).getMessage());
  }

  @Test
  void theMasterKeyMayComeFromTheEnvironment() throws IOException {
    NewKey key;
    try (IdentityStore store = open(Optional.of(GIVEN))) {
      key = store.createKey("admin");
    }
    assertFalse(files.exists(MASTER_KEY));
    try (IdentityStore store = open(Optional.of(GIVEN))) {
      assertEquals(key.secret(), store.secret(store.current().keys().get(key.id())));
    }
    assertEquals(
        "VARVE_MASTER_KEY is not 64 hexadecimal digits",
        assertThrows(IOException.class, () -> open(Optional.of("secret"))).getMessage());
  }

  @Test
  void aSecretDoesNotOpenForAnotherKey() throws IOException {
    try (IdentityStore store = open()) {
      store.createKey("admin");
      AccessKey first = store.current().keys().values().iterator().next();
      AccessKey swapped = new AccessKey("AKIAOTHER", "admin", true, 0, 0, first.sealedSecret());
      assertTrue(
          assertThrows(IOException.class, () -> store.secret(swapped))
              .getMessage()
              .contains("AKIAOTHER"));
    }
  }

  @Test
  void anotherStoresChangesAreSeenASecondLater() throws IOException {
    try (IdentityStore server = open();
        IdentityStore tool = open()) {
      assertEquals(Optional.empty(), server.sealing());
      NewKey key = tool.createKey("admin");
      assertEquals(Identities.NONE, server.current());
      clock.advance(Duration.ofSeconds(1));
      assertEquals(key.secret(), server.secret(server.current().keys().get(key.id())));
      tool.setActive(key.id(), false);
      clock.advance(Duration.ofSeconds(1));
      assertFalse(server.current().keys().get(key.id()).active());
      server.deleteUser("admin");
      clock.advance(Duration.ofSeconds(1));
      assertEquals(Identities.NONE.users(), tool.current().users());
    }
  }

  @Test
  void damageThatComesLaterStopsAllUseUntilItIsMended() throws IOException {
    try (IdentityStore store = open()) {
      store.createKey("admin");
      byte[] good = read(FILE);
      byte[] bad = good.clone();
      bad[IdentityLayout.HEADER_BYTES - 1] ^= (byte) 1;
      write(FILE, bad);
      clock.advance(Duration.ofSeconds(1));
      for (int i = 0; i < 2; i++) {
        IOException failed = assertThrows(IOException.class, store::current);
        assertTrue(failed.getMessage().contains("/db/identity/identity"), failed.getMessage());
      }
      write(FILE, good);
      clock.advance(Duration.ofSeconds(1));
      assertEquals(1, store.current().users().size());
    }
  }

  @Test
  void everyDamagedByteIsNoticed() throws IOException {
    try (IdentityStore store = open()) {
      store.createKey("admin");
    }
    byte[] good = read(FILE);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) 0x10;
      write(FILE, bad);
      IOException failed = assertThrows(IOException.class, this::open, "byte " + at);
      assertTrue(
          failed instanceof CorruptionException || failed instanceof UnsupportedFormatException,
          failed.toString());
      assertTrue(failed.getMessage().contains("/db/identity/identity"), failed.getMessage());
    }
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      write(FILE, cut);
      assertThrows(CorruptionException.class, this::open, "cut at " + length);
    }
    write(FILE, Arrays.copyOf(good, good.length + 1));
    assertThrows(CorruptionException.class, this::open);
    write(FILE, good);
    write(MASTER_KEY, "no key".getBytes(StandardCharsets.US_ASCII));
    assertTrue(
        assertThrows(CorruptionException.class, this::open)
            .getMessage()
            .contains("/db/identity/master-key"));
  }

  @Test
  void aPowerLossLeavesTheOldOrTheNew() throws IOException {
    MemoryFileSystem whole = new MemoryFileSystem(new MemoryLedger());
    files = whole;
    String[] ids = changes();
    int operations = whole.operations();
    assertTrue(operations > 10, operations + " operations");
    for (int at = 1; at <= operations; at++) {
      MemoryFileSystem before = new MemoryFileSystem(new MemoryLedger());
      files = before;
      before.crashAt(at, at);
      assertThrows(IOException.class, this::changes, "at operation " + at);
      files = before.crashImage();
      try (IdentityStore store = open()) {
        int keys = store.current().keys().size();
        assertTrue(keys <= ids.length, keys + " keys");
        for (AccessKey key : store.current().keys().values()) {
          assertEquals(40, store.secret(key).length());
        }
        // And it goes on.
        store.createKey("admin");
      } catch (IdentityException full) {
        assertEquals(
            "admin has two active access keys, which is the most: deactivate one",
            full.getMessage());
      }
    }
  }

  private String[] changes() throws IOException {
    try (IdentityStore store = open()) {
      return new String[] {store.createKey("admin").id(), store.createKey("admin").id()};
    }
  }

  @Test
  void usesAreWrittenNowAndThen() throws IOException {
    String id;
    try (IdentityStore store = open()) {
      id = store.createKey("admin").id();
      AccessKey key = store.current().keys().get(id);
      int operations = files.operations();
      clock.advance(Duration.ofMinutes(1));
      for (int i = 0; i < 100; i++) {
        store.used(key);
      }
      assertEquals(operations, files.operations());
      scheduler.tick();
      assertTrue(files.operations() > operations);
      operations = files.operations();
      scheduler.tick();
      assertEquals(operations, files.operations(), "nothing new to write");
      clock.advance(Duration.ofMinutes(1));
      store.used(key);
    }
    try (IdentityStore store = open()) {
      assertEquals(clock.epochMillis(), store.current().keys().get(id).lastUsed());
    }
  }

  @Test
  void changesOfSeveralStoresAreAllMade() throws Exception {
    int threads = 4;
    int each = 5;
    try (IdentityStore first = open();
        ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      first.createKey("admin");
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String name = "user" + thread + "-";
        done.add(
            executor.submit(() -> {
              try (IdentityStore store = open()) {
                for (int i = 0; i < each; i++) {
                  store.createKey(name + i);
                }
              }
              return null;
            }));
      }
      for (Future<?> future : done) {
        future.get();
      }
      clock.advance(Duration.ofSeconds(1));
      assertEquals(1 + threads * each, first.current().users().size());
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Test
  void whoHoldsTheLockForeverIsNamed() throws IOException {
    try (IdentityStore store = open()) {
      store.createKey("admin");
      try (FileLock _ = files.tryLock(DATABASE.resolve("identity/LOCK"), "somebody")) {
        IOException failed = assertThrows(IOException.class, () -> store.deleteUser("admin"));
        assertTrue(failed.getMessage().contains("somebody"), failed.getMessage());
      }
    }
  }

  @Test
  void onlyTheOwnerReadsTheFiles(@TempDir Path folder) throws IOException {
    try (IdentityStore store = IdentityStore.open(folder)) {
      store.createKey("admin");
    }
    for (String name : List.of("identity/identity", "identity/master-key")) {
      assertEquals(
          PosixFilePermissions.fromString("rw-------"),
          Files.getPosixFilePermissions(folder.resolve(name)),
          name);
    }
  }
}
