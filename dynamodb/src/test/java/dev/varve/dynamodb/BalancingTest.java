package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions that are split and merged as the options say, look by look. */
class BalancingTest {
  private static final String TABLE = "table";

  private final ManualClock clock = new ManualClock();
  private final Random random = new Random(1);
  private Databases databases;
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    databases =
        new Databases(
            VarveOptions.defaults()
                .withDurability(Durability.BUFFERED)
                .withEngine(Databases.SMALL)
                .withPartitionsPerTable(1)
                .withPartitioning(
                    PartitioningOptions.defaults()
                        .withoutLooks()
                        .withBytes(1 << 20, 300_000)
                        .withHotOperations(100)),
            clock);
    varve = databases.varve();
  }

  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  private void create() throws IOException {
    varve.createTable(TableDefinition.named(TABLE).partitionKey("id", AttributeType.S).build());
  }

  private static Item key(int number) {
    return Item.of("id", s("key" + number));
  }

  private void put(int number, int bytes) throws IOException {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    varve.putItem(PutItem.of(TABLE, key(number).toBuilder().put("value", b(value)).build()));
  }

  private int look() throws IOException {
    clock.advance(Duration.ofSeconds(10));
    return varve.balancePartitions(TABLE);
  }

  private int items() throws IOException {
    int[] items = {0};
    varve.items(Scan.of(TABLE).build()).forEach(_ -> items[0]++);
    return items[0];
  }

  private List<String> verdicts() throws IOException {
    return varve.partitions(TABLE).stream().map(partition -> partition.heat().verdict()).toList();
  }

  @Test
  void aTableIsSplitWhileItGrowsAndMergedWhenItIsSmall() throws IOException {
    create();
    assertEquals(0, look());
    for (int number = 0; number < 1_000; number++) {
      put(number, 3_000);
    }
    for (int round = 0; round < 12; round++) {
      varve.flush(TABLE);
      varve.compact(TABLE);
      look();
      assertEquals(1_000, items());
    }
    List<TablePartition> grown = varve.partitions(TABLE);
    Splits.assertWhole(grown);
    assertTrue(grown.size() >= 3 && grown.size() <= 8, grown.size() + " of 3 MB");
    for (int number = 0; number < 990; number++) {
      varve.deleteItem(DeleteItem.of(TABLE, key(number)));
    }
    clock.advance(Duration.ofMinutes(1)); // it was hot
    varve.balancePartitions(TABLE);
    for (int round = 0; round < 12; round++) {
      varve.compact(TABLE);
      look();
      assertEquals(10, items());
    }
    assertEquals(1, varve.partitions(TABLE).size(), verdicts().toString());
    varve = databases.reopen();
    assertEquals(10, items());
  }

  @Test
  void heatSplitsAPartitionWhereItIs() throws IOException {
    create();
    for (int number = 0; number < 64; number++) {
      put(number, 10);
    }
    look();
    for (int round = 0; round < 2; round++) {
      for (int read = 0; read < 4_000; read++) {
        varve.getItem(GetItem.of(TABLE, key(read % 64)));
      }
      assertEquals(round, look(), verdicts().toString());
    }
    assertEquals(2, varve.partitions(TABLE).size());
    int half = varve.partitions(TABLE).getFirst().id();
    long first =
        IntStream.range(0, 64)
            .filter(number -> varve.partitionOf(TABLE, key(number)) == half)
            .count();
    assertTrue(first > 10 && first < 54, first + " of 64 keys in the first");
    assertEquals(64, items());
  }

  @Test
  void whereOneKeyIsTheHeatThePartitionSaysSo() throws IOException {
    create();
    put(1, 10);
    look();
    for (int round = 0; round < 3; round++) {
      for (int read = 0; read < 4_000; read++) {
        varve.getItem(GetItem.of(TABLE, key(1)));
      }
      assertEquals(0, look());
    }
    assertTrue(verdicts().getFirst().contains("one partition key"), verdicts().toString());
    assertEquals(1, varve.partitions(TABLE).getFirst().heat().hottestKeyShare());
    assertTrue(varve.partitions(TABLE).getFirst().heat().operationsPerSecond() >= 400);
  }

  @Test
  void aTableGetsAsManyAsItsThroughputNeeds() throws IOException {
    varve.createTable(
        CreateTable.named(TABLE)
            .attributeDefinitions(new AttributeDefinition("id", ScalarAttributeType.S))
            .keySchema(KeySchemaElement.of("id", KeyType.HASH))
            .provisionedThroughput(new ProvisionedThroughput(6_000L, 1_500L))
            .build());
    put(1, 10);
    for (int expected = 2; expected <= 4; expected++) {
      assertEquals(1, look());
      assertEquals(expected, varve.partitions(TABLE).size());
    }
    assertEquals(0, look());
    Splits.assertWhole(varve.partitions(TABLE));
    assertEquals(1, items());
  }
}
