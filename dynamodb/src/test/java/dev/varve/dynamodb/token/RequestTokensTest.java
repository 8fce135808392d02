package dev.varve.dynamodb.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.TransactionInProgressException;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.model.Databases;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens are known for ten minutes, and removed some time after that. */
class RequestTokensTest {
  private static final Path DIRECTORY = Path.of("/db");

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private final Scheduler scheduler = Env.system(1).scheduler();
  private final ManualClock clock = new ManualClock();
  private StorageEngine engine;
  private Catalog catalog;
  private RequestTokens tokens;

  @BeforeEach
  void open() throws IOException {
    engine = StorageEngine.open(files.env(clock, scheduler), DIRECTORY, Databases.SMALL);
    catalog = Catalog.open(engine, DIRECTORY, false);
    tokens = new RequestTokens(engine, Durability.SYNC, catalog, clock, DIRECTORY);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    scheduler.close();
  }

  private void carryOut(String token) throws IOException {
    try (RequestTokens.Running running = tokens.begin(TokenSpace.TRANSACT_WRITE_ITEMS, token)) {
      running.prepare();
      WriteBatch batch = new WriteBatch();
      running.put(batch, digest(token), Map.of("t", 1L));
      engine.write(batch, Durability.SYNC);
    }
    tokens.removeOld();
  }

  private static byte[] digest(String token) {
    byte[] digest = new byte[TokenLayout.DIGEST_BYTES];
    digest[0] = (byte) token.hashCode();
    return digest;
  }

  private TokenRecord earlier(String token) throws IOException {
    try (RequestTokens.Running running = tokens.begin(TokenSpace.TRANSACT_WRITE_ITEMS, token)) {
      return running.earlier();
    }
  }

  private int count() throws IOException {
    int count = 0;
    try (Cursor cursor = engine.cursor(catalog.tokens().getAsInt(), CursorOptions.all())) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        count++;
      }
    }
    return count;
  }

  @Test
  void aTokenIsKnownForTenMinutesWhereverThePeriodEnds() throws IOException {
    for (int minute = 0; minute < 10; minute++) {
      String token = "t" + minute;
      assertNull(earlier(token));
      carryOut(token);
      for (int waited = 0; waited < 10; waited++) {
        assertArrayEquals(digest(token), earlier(token).digest(), waited + " minutes later");
        clock.advance(Duration.ofMinutes(1));
      }
      assertNotNull(earlier(token), "ten minutes later");
      clock.advance(Duration.ofMillis(1));
      assertNull(earlier(token));
      clock.advance(Duration.ofMinutes(1));
    }
  }

  @Test
  void aTokenIsKnownWhenTheClockIsSetBackWhereverThePeriodEnds() throws IOException {
    for (int minute = 0; minute < 10; minute++) {
      String token = "t" + minute;
      carryOut(token);
      clock.setBack(Duration.ofMinutes(5));
      assertNotNull(earlier(token));
      clock.advance(Duration.ofMinutes(6));
    }
  }

  @Test
  void aTokenIsKnownAfterARestartAndThePartitionIsFoundAgain() throws IOException {
    assertTrue(catalog.tokens().isEmpty());
    carryOut("a");
    int partition = catalog.tokens().getAsInt();
    engine.close();
    open();
    assertEquals(partition, catalog.tokens().getAsInt());
    assertEquals(Map.of("t", 1L), earlier("a").readUnits());
    assertNull(earlier("b"));
    assertEquals(partition, catalog.createTokens());
  }

  @Test
  void aTokenThatIsInUseIsRefused() throws IOException {
    try (RequestTokens.Running _ = tokens.begin(TokenSpace.TRANSACT_WRITE_ITEMS, "a")) {
      assertThrows(
          TransactionInProgressException.class,
          () -> tokens.begin(TokenSpace.TRANSACT_WRITE_ITEMS, "a"));
      assertNull(earlier("b"));
    }
    assertNull(earlier("a"));
  }

  @Test
  void oldTokensAreRemovedByAndBy() throws IOException {
    for (int i = 0; i < 200; i++) {
      carryOut("old" + i);
    }
    clock.advance(Duration.ofMinutes(10));
    carryOut("one period later");
    assertEquals(201, count(), "some of the last ten minutes may be among them");
    clock.advance(Duration.ofMinutes(10));
    int before = count();
    for (int i = 0; before > 2; i++) {
      carryOut("new");
      int now = count();
      assertTrue(now < before, i + ": " + now);
      before = now;
    }
    assertNotNull(earlier("new"));
    assertNotNull(earlier("one period later"));
    assertNull(earlier("old1"));
    assertFalse(catalog.tokens().isEmpty());
    clock.advance(Duration.ofMinutes(30));
    carryOut("last");
    assertEquals(1, count());
  }

  @Test
  void theRemovalBeginsAnewAfterARestart() throws IOException {
    for (int i = 0; i < 100; i++) {
      carryOut("old" + i);
    }
    clock.advance(Duration.ofMinutes(20));
    carryOut("a");
    assertEquals(37, count());
    engine.close();
    open();
    carryOut("b");
    assertEquals(2, count());
  }
}
