package dev.varve.sdk.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@VarveTest(lifetime = Lifetime.CLASS)
final class DatabasePerClassTest {
  @FromVarve private static DynamoDbClient shared;

  @FromVarve private DynamoDbClient field;

  @BeforeAll
  static void createTable(DynamoDbClient client) {
    client.createTable(Tables.table("users"));
    Tables.put(client, "users", "ann");
  }

  @AfterAll
  static void allItemsAreThere(DynamoDbClient client) {
    assertEquals(4, Tables.count(client, "users"));
  }

  @Test
  void oneTestPutsAnItem() {
    assertSame(shared, field);
    Tables.put(field, "users", "bob");
  }

  @Test
  void andAnotherTestAsWell(DynamoDbClient client) {
    assertSame(shared, client);
    Tables.put(client, "users", "cat");
  }

  @Nested
  final class Inner {
    @Test
    void andANestedOneToo(DynamoDbClient client) {
      assertSame(shared, client);
      Tables.put(client, "users", "dan");
    }
  }
}
