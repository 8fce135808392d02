package dev.varve.watch;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GetItemResult;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.EngineOptions;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.protocol.Caller;
import dev.varve.protocol.CompletedCall;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A database in memory with a table {@code Music}, and calls that were made up. */
final class WatchFixture implements AutoCloseable {
  static final String MUSIC = "Music";
  static final String INDEX = "byYear";
  static final Path DIRECTORY = Path.of("/db");

  /** Something that must never be seen outside of the database. */
  static final String SECRET = "the-secret-of-an-item";

  static final Caller CALLER =
      new Caller(
          "000000000000",
          "us-east-1",
          Optional.of("AKIAEXAMPLE"),
          Optional.of("ada"),
          "arn:aws:iam::000000000000:user/ada",
          Map.of());

  final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  final Varve varve;
  private final Scheduler scheduler = Env.system(1).scheduler();

  WatchFixture() throws IOException {
    varve =
        Varve.open(
            files.env(Clock.SYSTEM, scheduler),
            DIRECTORY,
            VarveOptions.defaults()
                .withPartitionsPerTable(2)
                .withEngine(
                    EngineOptions.defaults()
                        .withWal(1 << 20, 8 << 20)
                        .withMemtables(256 << 10, 4 << 20)
                        .withTables(256 << 10, 1 << 20)));
    varve.createTable(
        TableDefinition.named(MUSIC)
            .partitionKey("id", AttributeType.S)
            .globalIndex(INDEX, "year", AttributeType.N)
            .build());
  }

  /** Puts so many items. */
  void fill(int items) throws IOException {
    for (int i = 0; i < items; i++) {
      varve.putItem(
          PutItem.of(
              MUSIC,
              key("song-" + i).toBuilder().put("year", AttributeValue.n(1970 + i % 50)).build()));
    }
  }

  static Item key(String id) {
    return Item.of("id", AttributeValue.s(id));
  }

  /** A GetItem that was answered. */
  static CompletedCall get(String table) {
    return call(
        Operations.GET_ITEM,
        GetItem.of(table, key(SECRET)),
        new GetItemResult(Optional.of(key(SECRET)), Optional.empty()));
  }

  /** A call that was answered without an error, in 3 ms. */
  static CompletedCall call(Operation<?, ?> operation, Object request, Object answer) {
    return new CompletedCall(
        operation, request, CALLER, 200, null, null, answer, 3_000_000, 100, 200, "ID");
  }

  /** A GetItem that was refused. */
  static CompletedCall refused(String table, String error) {
    return new CompletedCall(
        Operations.GET_ITEM,
        GetItem.of(table, key(SECRET)),
        CALLER,
        400,
        error,
        null,
        null,
        3_000_000,
        100,
        50,
        "ID");
  }

  /** A GetItem that the server failed to answer. */
  static CompletedCall failed(Throwable failure) {
    return new CompletedCall(
        Operations.GET_ITEM,
        GetItem.of(MUSIC, key(SECRET)),
        CALLER,
        500,
        "InternalServerError",
        failure,
        null,
        3_000_000,
        100,
        50,
        "FAILED-ID");
  }

  @Override
  public void close() throws IOException {
    varve.close();
    scheduler.close();
  }
}
