package dev.varve.bench.items;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionsTest {
  @TempDir private Path directory;

  @Test
  void areThoseOfVarve() throws Exception {
    ItemModel<AttributeValue> model = new ItemModel<>(VarveItemStore.ATTRIBUTES);
    ItemKeys keys = new ItemKeys(50_000);
    Partitions partitions = new Partitions(keys);
    Set<Integer> used = new HashSet<>();
    try (Varve varve = Varve.open(directory.resolve("db"))) {
      varve.createTable(
          TableDefinition.named("Orders")
              .partitionKey(ItemModel.PARTITION_KEY, AttributeType.S)
              .sortKey(ItemModel.SORT_KEY, AttributeType.N)
              .partitions(Partitions.COUNT)
              .build());
      List<Integer> ids = varve.partitions("Orders").stream().map(TablePartition::id).toList();
      for (long collection = 0; collection < keys.collections(); collection++) {
        int id = varve.partitionOf("Orders", Item.of(model.key(ItemKeys.number(collection, 3))));
        assertEquals(ids.indexOf(id), partitions.of(collection));
        used.add(partitions.of(collection));
      }
    }
    assertEquals(Partitions.COUNT, used.size());
    assertEquals(Partitions.COUNT, Partitions.names().size());
  }
}
