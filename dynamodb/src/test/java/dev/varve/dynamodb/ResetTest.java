package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.fault.FaultPlan;
import dev.varve.dynamodb.fault.FaultRule;
import dev.varve.dynamodb.fault.Faults;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResetTest {
  private static final TableDefinition TABLE =
      TableDefinition.named("Orders")
          .partitionKey("Id", AttributeType.N)
          .globalIndex("ByCity", "City", AttributeType.S)
          .build();

  @Test
  void allItemsGoAndTheTablesStay() throws IOException {
    Faults faults = new Faults();
    VarveOptions options =
        VarveOptions.defaults()
            .withPartitionsPerTable(3)
            .withFaults(faults)
            .withThrottling(ThrottlingOptions.defaults().withOnDemandUnits(1, 1));
    try (Varve varve = Varve.openInMemory(options)) {
      varve.createTable(TABLE);
      varve.createTable(
          TableDefinition.named("Streamed").partitionKey("Id", AttributeType.N).build());
      varve.updateTable(
          UpdateTable.named("Streamed")
              .streamSpecification(new StreamSpecification(true, StreamViewType.KEYS_ONLY))
              .build());
      fill(varve);
      faults.use(FaultPlan.of(1, FaultRule.throttle()));
      assertEquals(2, varve.deleteAllItems());
      faults.stop();
      assertEquals(List.of("Orders", "Streamed"), varve.listTables());
      assertEquals(0, varve.countItems("Orders"));
      assertEquals(0, varve.countItems("Streamed"));
    }
  }

  private static void fill(Varve varve) throws IOException {
    varve.putItem(PutItem.of("Orders", Item.of("Id", n(1), "City", s("Rome"))));
    varve.putItem(PutItem.of("Streamed", Item.of("Id", n(1))));
  }

  @Test
  void manyItemsGoWithTheirEntries() throws IOException {
    try (Varve varve = Varve.openInMemory()) {
      varve.createTable(TABLE);
      for (int id = 0; id < 3_000; id++) {
        varve.putItem(PutItem.of("Orders", Item.of("Id", n(id), "City", s("Rome"))));
      }
      assertEquals(3_000, varve.deleteAllItems());
      assertEquals(0, varve.scan(Scan.of("Orders").index("ByCity").build()).count());
      assertEquals(0, varve.deleteAllItems());
    }
  }

  @Test
  void allTablesGoWhateverTheirState() throws IOException {
    VarveOptions slow =
        VarveOptions.defaults()
            .withDelays(
                new VarveOptions.TableDelays(
                    Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)));
    try (Varve varve = Varve.openInMemory(slow)) {
      varve.createTable(TABLE);
      varve.createTable(
          TABLE.request().toBuilder().tableName("Safe").deletionProtectionEnabled(true).build());
      varve.deleteAllTables();
      assertEquals(List.of(), varve.listTables());
      varve.createTable(TABLE); // the names are free at once
      varve.deleteAllTables();
      varve.deleteAllTables();
      assertEquals(List.of(), varve.listTables());
    }
  }

  @Test
  void tokensOfRequestsAreForgotten() throws IOException {
    try (Varve varve = Varve.openInMemory()) {
      for (int round = 0; round < 2; round++) {
        varve.createTable(TABLE);
        varve.transactWriteItems(transaction());
        assertTrue(varve.getItem(GetItem.of("Orders", Item.of("Id", n(1)))).item().isPresent());
        varve.deleteAllItems();
        varve.transactWriteItems(transaction());
        assertEquals(1, varve.countItems("Orders"));
        varve.transactWriteItems(transaction()); // known again
        varve.deleteAllTables();
      }
    }
  }

  private static TransactWriteItems transaction() {
    return TransactWriteItems.builder()
        .transactItems(
            TransactWriteItem.of(
                Put.into("Orders")
                    .item(Item.of("Id", n(1)))
                    .condition("attribute_not_exists(Id)")
                    .build()))
        .clientRequestToken("once")
        .build();
  }

  @Test
  void aClosedDatabaseIsNotReset() throws IOException {
    Varve varve = Varve.openInMemory();
    varve.close();
    assertThrows(IllegalStateException.class, varve::deleteAllTables);
    assertThrows(IllegalStateException.class, varve::deleteAllItems);
  }
}
