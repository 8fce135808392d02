package dev.varve.dynamodb.read;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.ProjectionRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.IndexEntry;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sizes of item collections. */
class CollectionSizesTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final KeyElement HASH = new KeyElement("h", AttributeType.S);
  private static final KeyElement RANGE = new KeyElement("r", AttributeType.N);

  @Test
  void aCollectionIsItsItemsAndTheirLocalEntries() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    try (Scheduler scheduler = Env.system(1).scheduler();
        StorageEngine engine =
            StorageEngine.open(files.env(Clock.SYSTEM, scheduler), DIRECTORY, Databases.SMALL)) {
      Table table = table(Catalog.open(engine, DIRECTORY, false));
      Item large = Item.of("h", s("a"), "r", n(1)).toBuilder().put("l", s("x".repeat(900))).build();
      Item small = Item.of("h", s("a"), "r", n(2));
      put(engine, table, large);
      put(engine, table, small);
      put(engine, table, Item.of("h", s("b"), "r", n(1)));

      CollectionSizes sizes = new CollectionSizes(engine);
      int expected = 2 * large.sizeBytes() + small.sizeBytes(); // the local index has one of them
      assertEquals(expected, sizes.sizeBytes(table, s("a"), 1));
      assertEquals(5, sizes.sizeBytes(table, s("b"), 1));
      assertEquals(0, sizes.sizeBytes(table, s("none"), 1));
      assertEquals(
          0,
          sizes.sizeBytes(table, s("a"), 100L * ItemRules.MAX_ITEM_BYTES),
          "four entries cannot be so large, so nothing is read");
    }
  }

  private static Table table(Catalog catalog) throws IOException {
    List<IndexRecord> indexes =
        List.of(
            index("local", IndexRecord.Kind.LOCAL, HASH, "l"),
            index("global", IndexRecord.Kind.GLOBAL, RANGE, "h"));
    return Table.of(
        catalog.create(
            "table",
            0,
            HASH,
            RANGE,
            1,
            indexes,
            number -> TableSettings.onDemand("table", number, 0, List.of(HASH, RANGE))),
        DIRECTORY,
        Map.of());
  }

  private static IndexRecord index(
      String name, IndexRecord.Kind kind, KeyElement partitionKey, String sortKey) {
    return IndexRecord.definition(
        name,
        kind,
        List.of(partitionKey),
        List.of(new KeyElement(sortKey, AttributeType.S)),
        ProjectionRecord.ALL,
        IndexRecord.Status.ACTIVE);
  }

  private static void put(StorageEngine engine, Table table, Item item) throws IOException {
    byte[] key = table.schema().keyOfItem(item);
    WriteBatch batch = new WriteBatch();
    batch.put(table.partitionOf(key).id(), key, table.items().encode(item, item.sizeBytes()));
    for (Index index : table.maintainedIndexes()) {
      IndexEntry entry = index.entryOf(item);
      if (entry != null) {
        batch.put(
            index.partitionMap().of(entry.key()).id(),
            entry.key(),
            index.items().encode(entry.item(), entry.item().sizeBytes()));
      }
    }
    engine.commit(batch);
  }
}
