package dev.varve.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.LimitExceededException;
import dev.varve.io.NeverWaits;
import dev.varve.protocol.Caller;
import dev.varve.protocol.InvalidSignatureException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** A database for each account and region, opened when a caller first signs for them. */
public final class SeparateDatabases implements DatabaseSet {
  /** Each has threads, files and memory of its own, and anybody may name a region. */
  static final int MAX_DATABASES = 64;

  /** Both become names of folders. */
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

  private static final Pattern REGION = Pattern.compile("[a-z][a-z0-9-]{1,31}");

  private record Place(String account, String region) {}

  private final DatabaseOpener opener;
  private final Map<Place, Varve> databases = new ConcurrentHashMap<>();

  @GuardedBy("this")
  private boolean closed;

  /**
   * Databases that are opened when they are needed.
   *
   * @param opener opens them; they are closed with this
   */
  public SeparateDatabases(DatabaseOpener opener) {
    this.opener = opener;
  }

  /**
   * The caller's database, which is opened if need be: not in a thread that {@link NeverWaits}.
   *
   * @throws InvalidSignatureException if he signs for no region
   * @throws LimitExceededException if there are too many already
   */
  @Override
  public DynamoDb of(Caller caller) throws IOException {
    Place place = new Place(caller.account(), caller.region());
    Varve database = databases.get(place);
    if (database != null) {
      return database;
    }
    NeverWaits.check();
    return opened(place);
  }

  private synchronized Varve opened(Place place) throws IOException {
    if (closed) {
      throw new IllegalStateException("the databases are closed");
    }
    Varve present = databases.get(place);
    if (present != null) {
      return present;
    }
    if (!REGION.matcher(place.region()).matches() || !ACCOUNT.matcher(place.account()).matches()) {
      throw new InvalidSignatureException(
          "Credential should be scoped to a valid region, not '" + place.region() + "'. ");
    }
    if (databases.size() >= MAX_DATABASES) {
      throw new LimitExceededException(
          "This server opens no more than " + MAX_DATABASES + " accounts and regions.");
    }
    Varve opened = opener.open(place.account(), place.region());
    databases.put(place, opened);
    return opened;
  }

  @Override
  public List<Varve> open() {
    return List.copyOf(databases.values());
  }

  /** The name that figures have for a database. */
  static String name(String account, String region) {
    return account + "/" + region;
  }

  @Override
  public Map<String, Varve> byName() {
    Map<String, Varve> named = new TreeMap<>();
    databases.forEach(
        (place, database) -> named.put(name(place.account(), place.region()), database));
    return named;
  }

  @Override
  public boolean isInMemory() {
    for (Varve database : databases.values()) {
      if (!database.isInMemory()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    IOException failure = null;
    for (Varve database : databases.values()) {
      try {
        database.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
