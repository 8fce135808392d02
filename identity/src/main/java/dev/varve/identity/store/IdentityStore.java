package dev.varve.identity.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.identity.policy.Policy;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.FileSystem.FileLock;
import dev.varve.io.Scheduler;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The users, access keys, roles and issuers of a database. Several stores, in several processes,
 * may be open on one directory: each sees what another has changed a second later at most.
 *
 * <p>Secrets are sealed with a master key, which is the environment's {@link #MASTER_KEY_VARIABLE}
 * where that is given, and otherwise lies in a file of its own that only its owner can read; the
 * first change makes one. Whoever copies the identity file alone gets no secret.
 *
 * <p>Thread-safe. After the files are found damaged, every use fails until they are mended.
 */
public final class IdentityStore implements AutoCloseable {
  /** The environment's variable that has the master key: 64 hexadecimal digits. */
  public static final String MASTER_KEY_VARIABLE = "VARVE_MASTER_KEY";

  private static final Duration WRITE_USES = Duration.ofMinutes(10);
  private static final long REVIEW_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String CHECK_TEXT = "varve identity";
  private static final String CHECK_CONTEXT = "check of the master key";
  private static final String USER_KEY = "AKIA";
  private static final System.Logger LOG = System.getLogger("dev.varve.identity");

  /**
   * What was read last.
   *
   * @param header empty if there is no file, or it could not be read
   * @param failure why it could not be read; null if it could
   */
  private record Loaded(
      Optional<IdentityLayout.Header> header,
      Identities identities,
      Optional<MasterKey> masterKey,
      IOException failure) {}

  private final IdentityFiles files;
  private final Clock clock;
  private final Optional<String> givenMasterKey;
  private final SecureRandom random = new SecureRandom();
  private final KeyMaker keyMaker = new KeyMaker(random);
  private final LastUses lastUses = new LastUses();
  private final Scheduler.Repeating writeUses;
  private final Scheduler ownScheduler;
  private final ReentrantLock review = new ReentrantLock();

  private volatile Loaded loaded;
  private volatile long reviewedNanos;

  @GuardedBy("this")
  private boolean closed;

  private IdentityStore(
      Env env, Path database, Optional<String> givenMasterKey, Scheduler ownScheduler)
      throws IOException {
    this.files = new IdentityFiles(env.files(), database);
    this.clock = env.clock();
    this.givenMasterKey = givenMasterKey;
    this.ownScheduler = ownScheduler;
    this.loaded = load();
    this.reviewedNanos = clock.nanoTime();
    this.writeUses = env.scheduler().repeat(WRITE_USES, this::writeUsesOrLog);
  }

  /**
   * Opens the identities of a database; there may be none.
   *
   * @param env its files, clock and scheduler
   * @param database its directory
   * @param masterKey the environment's {@link #MASTER_KEY_VARIABLE}
   * @throws dev.varve.io.CorruptionException if the files are damaged
   * @throws IOException if they cannot be read, or the master key is another one
   */
  public static IdentityStore open(Env env, Path database, Optional<String> masterKey)
      throws IOException {
    return new IdentityStore(env, database, masterKey, null);
  }

  /** Opens those of a directory of this machine. */
  public static IdentityStore open(Path database) throws IOException {
    Env env = Env.system(1);
    boolean opened = false;
    try {
      IdentityStore store =
          new IdentityStore(
              env,
              database,
              Optional.ofNullable(System.getenv(MASTER_KEY_VARIABLE)),
              env.scheduler());
      opened = true;
      return store;
    } finally {
      if (!opened) {
        env.scheduler().close();
      }
    }
  }

  // ---- What there is ----

  /**
   * Those there are now, or were a second ago. Seldom reads a file, of a few bytes where nothing
   * has changed.
   */
  public Identities current() throws IOException {
    if (clock.nanoTime() - reviewedNanos >= REVIEW_NANOS && review.tryLock()) {
      try {
        review();
      } finally {
        review.unlock();
      }
    }
    Loaded now = loaded;
    if (now.failure() != null) {
      throw new IOException(now.failure().getMessage(), now.failure());
    }
    return now.identities();
  }

  private void review() {
    try {
      Loaded before = loaded;
      if (before.failure() != null || !files.header().equals(before.header())) {
        loaded = load();
      }
    } catch (IOException e) {
      loaded = new Loaded(Optional.empty(), Identities.NONE, Optional.empty(), e);
    }
    reviewedNanos = clock.nanoTime();
  }

  private Loaded load() throws IOException {
    Optional<IdentityFiles.Stored> stored = files.read();
    Optional<MasterKey> masterKey = masterKey();
    if (stored.isEmpty()) {
      return new Loaded(Optional.empty(), Identities.NONE, masterKey, null);
    }
    IdentityJson.Content content = new IdentityJson(files.identityFile()).read(stored.get().json());
    if (masterKey.isEmpty()) {
      throw new IOException(
          "there is no master key for "
              + files.identityFile()
              + ": neither "
              + files.masterKeyFile()
              + " nor the environment's "
              + MASTER_KEY_VARIABLE);
    }
    if (masterKey.get().open(content.check(), CHECK_CONTEXT).isEmpty()) {
      throw new IOException(
          files.identityFile()
              + " was written with another master key than that of "
              + (givenMasterKey.isPresent()
                  ? "the environment's " + MASTER_KEY_VARIABLE
                  : files.masterKeyFile()));
    }
    return new Loaded(Optional.of(stored.get().header()), content.identities(), masterKey, null);
  }

  private Optional<MasterKey> masterKey() throws IOException {
    if (givenMasterKey.isEmpty()) {
      return files.masterKey(random);
    }
    return Optional.of(
        MasterKey.parse(givenMasterKey.get(), random)
            .orElseThrow(
                () -> new IOException(MASTER_KEY_VARIABLE + " is not 64 hexadecimal digits")));
  }

  /** The master key, if there is one yet: with the first identities there is. */
  public Optional<MasterKey> sealing() throws IOException {
    current();
    return loaded.masterKey();
  }

  /**
   * The secret of a key.
   *
   * @throws IOException if it was sealed with another master key, or for another key's id
   */
  public String secret(AccessKey key) throws IOException {
    return sealing()
        .flatMap(master -> master.open(key.sealedSecret(), AccessKey.sealContext(key.id())))
        .map(secret -> new String(secret, StandardCharsets.US_ASCII))
        .orElseThrow(() ->
            new IOException(
                "the secret of " + key.id() + " in " + files.identityFile() + " does not open"));
  }

  /** Notes that a key was used. */
  public void used(AccessKey key) {
    lastUses.note(key.id(), clock.epochMillis());
  }

  // ---- Changes ----

  /**
   * Makes an access key, and its user where there is none of the name. The first user is {@link
   * User#ADMINISTRATOR}, who may do everything.
   *
   * @throws IdentityException if the user has two active ones, or the first is somebody else
   */
  public NewKey createKey(String user) throws IOException {
    NewKey made = new NewKey(keyMaker.id(USER_KEY), keyMaker.secret(), user);
    change((identities, master) -> {
      long now = clock.epochMillis();
      Identities withUser = identities;
      if (!identities.users().containsKey(user)) {
        boolean first = identities.users().isEmpty();
        if (first && !user.equals(User.ADMINISTRATOR)) {
          throw new IdentityException(
              "there are no users yet, and the first is " + User.ADMINISTRATOR);
        }
        Optional<Policy> policy = first ? Optional.of(Policy.everything()) : Optional.empty();
        withUser = identities.with(new User(user, now, policy));
      }
      byte[] sealed =
          master.seal(
              made.secret().getBytes(StandardCharsets.US_ASCII), AccessKey.sealContext(made.id()));
      return withUser.with(new AccessKey(made.id(), user, true, now, 0, sealed));
    });
    return made;
  }

  /** Lets a key sign requests, or stops it from a second later on. */
  public void setActive(String keyId, boolean active) throws IOException {
    change(identities -> identities.withActive(keyId, active));
  }

  /** Deletes a key. */
  public void deleteKey(String keyId) throws IOException {
    change(identities -> identities.withoutKey(keyId));
  }

  /** Deletes a user and his keys. */
  public void deleteUser(String user) throws IOException {
    change(identities -> identities.withoutUser(user));
  }

  /** Gives a user a policy in place of the one that he has, or none. */
  public void setPolicy(String user, Optional<Policy> policy) throws IOException {
    change(identities -> identities.withPolicy(user, policy));
  }

  /** Puts an issuer, in place of one of the same URL. */
  public void putIssuer(Issuer issuer) throws IOException {
    change(identities -> identities.with(issuer));
  }

  /** Deletes an issuer whom no role trusts. */
  public void deleteIssuer(String url) throws IOException {
    change(identities -> identities.withoutIssuer(url));
  }

  /** Puts a role, in place of one of the same name. */
  public void putRole(String name, String issuer, String audience, Policy policy)
      throws IOException {
    Role role = new Role(name, issuer, audience, clock.epochMillis(), policy);
    change(identities -> identities.with(role));
  }

  /** Deletes a role; its sessions end. */
  public void deleteRole(String name) throws IOException {
    change(identities -> identities.withoutRole(name));
  }

  /** Writes down when keys were used last, if there is something to write. */
  public void writeLastUses() throws IOException {
    if (!lastUses.areUnwritten() || current().keys().isEmpty()) {
      return;
    }
    boolean written = false;
    try {
      change(UnaryOperator.identity());
      written = true;
    } finally {
      if (!written) {
        lastUses.putBack();
      }
    }
  }

  private void writeUsesOrLog() {
    try {
      writeLastUses();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the time of last use of access keys was not written", e);
    }
  }

  /** A change that seals something. */
  @FunctionalInterface
  private interface Change {
    Identities apply(Identities identities, MasterKey master);
  }

  private void change(UnaryOperator<Identities> change) throws IOException {
    change((identities, _) -> change.apply(identities));
  }

  private void change(Change change) throws IOException {
    files.makeDirectory();
    review.lock();
    try (FileLock _ = files.lock()) {
      Loaded before = load();
      MasterKey master = before.masterKey().orElse(null);
      if (master == null) {
        master = MasterKey.generate(random);
      }
      Identities changed = change.apply(before.identities(), master).withUses(lastUses.take());
      if (before.masterKey().isEmpty()) {
        files.writeMasterKey(master);
      }
      byte[] check = master.seal(CHECK_TEXT.getBytes(StandardCharsets.US_ASCII), CHECK_CONTEXT);
      byte[] json =
          new IdentityJson(files.identityFile()).write(new IdentityJson.Content(check, changed));
      long revision = before.header().map(IdentityLayout.Header::revision).orElse(0L) + 1;
      loaded =
          new Loaded(Optional.of(files.write(revision, json)), changed, Optional.of(master), null);
    } finally {
      review.unlock();
    }
  }

  /** Writes last uses down. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    writeUses.close();
    try {
      writeLastUses();
    } finally {
      if (ownScheduler != null) {
        ownScheduler.close();
      }
    }
  }
}
