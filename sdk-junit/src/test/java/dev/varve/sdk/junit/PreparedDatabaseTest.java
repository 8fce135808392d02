package dev.varve.sdk.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@VarveTest(prepared = PreparedDatabaseTest.Users.class)
final class PreparedDatabaseTest {
  /** Two users. */
  static final class Users implements StorePreparation {
    static final AtomicInteger PREPARATIONS = new AtomicInteger();

    @Override
    public void prepare(DynamoDbClient client) {
      PREPARATIONS.incrementAndGet();
      client.createTable(Tables.table("users"));
      Tables.put(client, "users", "ann", "bob");
    }
  }

  @RepeatedTest(3)
  void eachTestBeginsWithWhatWasPrepared(DynamoDbClient client) {
    assertEquals(2, Tables.count(client, "users"));
    Tables.put(client, "users", "cat");
    assertEquals(3, Tables.count(client, "users"));
  }

  @Test
  void itsTablesCanBeDeletedToo(DynamoDbClient client) {
    client.deleteTable(delete -> delete.tableName("users"));
    assertEquals(0, client.listTables().tableNames().size());
  }

  @AfterAll
  static void thePreparationWasDoneOnce() {
    assertEquals(1, Users.PREPARATIONS.get());
  }
}
