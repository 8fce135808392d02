package dev.varve.dynamodb.token;

import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.refusal.Refusals;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The tokens of requests that were carried out in the last ten minutes, and of those that are under
 * way. A token is written in the batch of what its request writes, so that both are there or
 * neither.
 *
 * <p>Time is cut into periods of ten minutes, and the key of a token begins with the period in
 * which its request finished. So a token that is still valid is in this period or the one before,
 * and those of earlier periods are removed in the order of their keys: some with each new token, as
 * long as there are any.
 *
 * <p>Safe for use by many threads. Memory is taken only by the requests that are under way.
 */
public final class RequestTokens {
  /** How long a token is known after its request has finished. */
  static final long LIFETIME_MILLIS = Duration.ofMinutes(10).toMillis();

  /** So many old tokens are removed at once: more than come meanwhile, and quickly done. */
  private static final int REMOVED_AT_ONCE = 64;

  private final StorageEngine engine;
  private final boolean sync;
  private final Catalog catalog;
  private final Clock clock;
  private final Path database;
  private final Set<Token> running = ConcurrentHashMap.newKeySet();

  /** Held by the thread that removes old tokens; nobody waits for it. */
  private final ReentrantLock removal = new ReentrantLock();

  /** No token is left of an earlier period. Written under {@link #removal}. */
  private volatile long oldestPeriod;

  /** From here on tokens may be left. Used under {@link #removal}. */
  private byte[] removedTo = TokenLayout.firstKey(0);

  /**
   * The tokens of a database.
   *
   * @param durability which writes are acknowledged with
   * @param catalog which knows the partition of the tokens
   * @param database the engine's directory, for error messages
   */
  public RequestTokens(
      StorageEngine engine, Durability durability, Catalog catalog, Clock clock, Path database) {
    this.engine = engine;
    this.sync = durability == Durability.SYNC;
    this.catalog = catalog;
    this.clock = clock;
    this.database = database;
  }

  /** A token of an operation. */
  private record Token(TokenSpace space, String text) {
    byte[] key(long period) {
      return TokenLayout.key(period, space, text);
    }
  }

  /** Begins a request. Its answer must be given before the token is closed. */
  public Running begin(TokenSpace space, String token) {
    Token begun = new Token(space, token);
    if (!running.add(begun)) {
      throw Refusals.transactionInProgress();
    }
    return new Running(begun);
  }

  /** A token whose request is under way. For one thread. */
  public final class Running implements AutoCloseable {
    private final Token token;

    private Running(Token token) {
      this.token = token;
    }

    /**
     * What is kept of the request that had this token first, as durable as acknowledged writes are;
     * null if there was none, or it is too long ago.
     */
    public TokenRecord earlier() throws IOException {
      OptionalInt partition = catalog.tokens();
      if (partition.isEmpty()) {
        return null;
      }
      long now = clock.epochMillis();
      TokenRecord found = null;
      // Also the next period: the clock may have been set back since.
      for (int distance = 1; distance >= -1 && found == null; distance--) {
        found = get(partition.getAsInt(), period(now) + distance);
      }
      return found == null || now - found.finishedMillis() > LIFETIME_MILLIS ? null : found;
    }

    private TokenRecord get(int partition, long period) throws IOException {
      byte[] key = token.key(period);
      byte[] value = sync ? engine.getDurable(partition, key) : engine.get(partition, key);
      return value == null ? null : TokenLayout.decode(value, database);
    }

    /** Makes sure that there is a place for tokens. To be called while no lock is held. */
    public void prepare() throws IOException {
      catalog.createTokens();
    }

    /**
     * Adds the token to what its request writes, as finished now. After {@link #prepare}.
     *
     * @param digest of the request's parameters
     * @param readUnits as {@link TokenRecord} has them
     */
    public void put(WriteBatch batch, byte[] digest, Map<String, Long> readUnits) {
      long now = clock.epochMillis();
      batch.put(
          catalog.tokens().getAsInt(),
          token.key(period(now)),
          TokenLayout.encode(new TokenRecord(now, digest, readUnits)));
    }

    /** Ends the request, whatever became of it. */
    @Override
    public void close() {
      running.remove(token);
    }
  }

  private static long period(long millis) {
    return Math.floorDiv(millis, LIFETIME_MILLIS);
  }

  /**
   * Removes some tokens of periods that are over, if there are any and no other thread does it. A
   * comparison otherwise.
   */
  public void removeOld() throws IOException {
    long oldest = period(clock.epochMillis()) - 1;
    OptionalInt partition = catalog.tokens();
    if (oldest > oldestPeriod && partition.isPresent() && removal.tryLock()) {
      try {
        removeBefore(oldest, partition.getAsInt());
      } finally {
        removal.unlock();
      }
    }
  }

  /** Forgets all requests that have finished, as if they were long past. */
  public void forget() throws IOException {
    OptionalInt partition = catalog.tokens();
    if (partition.isEmpty()) {
      return;
    }
    removal.lock();
    try {
      long next = period(clock.epochMillis()) + 2; // the clock may have been set back
      removedTo = TokenLayout.firstKey(0);
      oldestPeriod = 0;
      do {
        removeBefore(next, partition.getAsInt());
      } while (oldestPeriod < next);
      oldestPeriod = 0; // tokens of the present are not old
      removedTo = TokenLayout.firstKey(0);
    } finally {
      removal.unlock();
    }
  }

  private void removeBefore(long oldest, int partition) throws IOException {
    byte[] end = TokenLayout.firstKey(oldest);
    WriteBatch old = new WriteBatch();
    byte[] last = null;
    boolean found;
    try (Cursor cursor = engine.cursor(partition, CursorOptions.range(removedTo, end))) {
      found = cursor.first();
      while (found && old.count() < REMOVED_AT_ONCE) {
        last = cursor.key();
        old.delete(partition, last);
        found = cursor.next();
      }
    }
    if (old.count() > 0) {
      engine.write(old, Durability.BUFFERED);
      removedTo = last; // which is gone, so that it is not shown again
    }
    if (!found) {
      removedTo = end;
      oldestPeriod = oldest;
    }
  }
}
