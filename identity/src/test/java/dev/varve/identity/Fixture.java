package dev.varve.identity;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.identity.policy.Policy;
import dev.varve.identity.store.IdentityStore;
import dev.varve.identity.store.NewKey;
import dev.varve.identity.testing.Signer;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.Caller;
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

/** A database in memory with an administrator, and a gate before it. */
final class Fixture implements AutoCloseable {
  static final String DATE = "20250101T000000Z";
  static final String REGION = "us-east-1";
  static final String ACCOUNT = "000000000000";
  static final Map.Entry<String, String> HOST = Map.entry("Host", "localhost:8000");
  static final Path DATABASE = Path.of("/db");

  /** Where only what is wanted counts, and not how it came. */
  static final ApiRequest UNSIGNED =
      new ApiRequest("POST", "/", Headers.of(List.of(HOST)), new byte[0]);

  private static final EngineOptions SMALL =
      EngineOptions.defaults()
          .withWal(1 << 20, 8 << 20)
          .withMemtables(256 << 10, 4 << 20)
          .withTables(256 << 10, 1 << 20);

  final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  final ManualClock clock = new ManualClock();
  final DirectScheduler scheduler = new DirectScheduler();
  final Env env = files.env(clock, scheduler);
  private final Scheduler background = Env.system(1).scheduler();
  final Varve varve;
  final IdentityStore store;
  final NewKey admin;
  final SigningGate gate;

  Fixture() throws IOException {
    files.createDirectories(DATABASE);
    varve =
        Varve.open(
            files.env(clock, background),
            DATABASE,
            VarveOptions.defaults().withDurability(Durability.BUFFERED).withEngine(SMALL));
    store = IdentityStore.open(env, DATABASE, Optional.empty());
    admin = store.createKey("admin");
    gate = new SigningGate(store, _ -> varve, clock, ACCOUNT, Optional.of(REGION));
  }

  /** Makes a user with a policy and a key. */
  NewKey user(String name, String policy) throws IOException {
    NewKey key = store.createKey(name);
    store.setPolicy(name, Optional.of(Policy.ofIdentity(policy)));
    return key;
  }

  Signer signer(NewKey key) {
    return new Signer(key.id(), key.secret(), REGION, DATE, null);
  }

  /** A request that a key signs in its header. */
  ApiRequest signed(NewKey key, String body) {
    return signer(key).inHeader("POST", List.of(HOST), body.getBytes(StandardCharsets.UTF_8));
  }

  Caller caller(NewKey key) throws IOException {
    return gate.identify(signed(key, "{}"));
  }

  @Override
  public void close() throws IOException {
    store.close();
    varve.close();
    background.close();
  }
}
