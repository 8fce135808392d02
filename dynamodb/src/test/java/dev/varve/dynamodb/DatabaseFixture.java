package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;

/** A database with two tables: {@code notes} by (owner S, at N), and {@code users} by (id S). */
abstract class DatabaseFixture {
  static final String NOTES = "notes";
  static final String USERS = "users";

  Databases databases;
  Varve varve;

  @BeforeEach
  void open() throws IOException {
    databases = databases();
    varve = databases.varve();
    varve.createTable(
        TableDefinition.named(NOTES)
            .partitionKey("owner", AttributeType.S)
            .sortKey("at", AttributeType.N)
            .partitions(3)
            .build());
    varve.createTable(TableDefinition.named(USERS).partitionKey("id", AttributeType.S).build());
  }

  /** The database to test. */
  Databases databases() throws IOException {
    return Databases.buffered();
  }

  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  void reopen() throws IOException {
    varve = databases.reopen();
  }

  static Item noteKey(String owner, long at) {
    return Item.of("owner", AttributeValue.s(owner), "at", AttributeValue.n(at));
  }

  static Item note(String owner, long at, String text) {
    return noteKey(owner, at).toBuilder().put("text", AttributeValue.s(text)).build();
  }

  static Item userKey(String id) {
    return Item.of("id", AttributeValue.s(id));
  }

  void put(String table, Item item) throws IOException {
    varve.putItem(PutItem.of(table, item));
  }

  Item get(String table, Item key) throws IOException {
    return varve.getItem(GetItem.of(table, key)).item().orElse(null);
  }

  List<Item> scanAll(String table) throws IOException {
    List<Item> items = new ArrayList<>();
    Scan scan = Scan.of(table).build();
    while (true) {
      Page page = varve.scan(scan);
      items.addAll(page.items());
      if (page.lastEvaluatedKey().isEmpty()) {
        return items;
      }
      scan = scan.startingAfter(page.lastEvaluatedKey().get());
    }
  }

  static <E extends DynamoException> E assertRefused(
      Class<E> type, String message, Executable action) {
    E error = assertThrows(type, action);
    assertEquals(message, error.getMessage());
    return error;
  }
}
