package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.Tag;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.engine.PartitionOptions;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.io.Clock;
import dev.varve.io.CorruptionException;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final long CREATED = 1_700_000_000_000L;

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
  private Scheduler scheduler;
  private StorageEngine engine;

  @BeforeEach
  void open() throws IOException {
    scheduler = Env.system(1).scheduler();
    open(Databases.SMALL);
  }

  private void open(EngineOptions options) throws IOException {
    engine = StorageEngine.open(files.env(Clock.SYSTEM, scheduler), DIRECTORY, options);
  }

  @AfterEach
  void close() throws IOException {
    engine.close();
    scheduler.close();
  }

  @Test
  void keepsTablesInTheOrderOfTheirNames() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 2);
    TableRecord notes = create(catalog, "notes", 1);
    assertEquals(List.of(notes, users), Catalog.open(engine, DIRECTORY, false).tables());
    catalog.remove(notes);
    catalog.drop(notes);
    assertEquals(List.of(users), Catalog.open(engine, DIRECTORY, false).tables());
    assertEquals(List.of(1, 2, 3), engine.partitions());
  }

  @Test
  void partitionsSayWhatTheyAreFor() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 2);
    assertEquals(new PartitionDescriptor.OfCatalog(), descriptor(1));
    assertEquals(
        new PartitionDescriptor.OfItems(users.id(), "users", HashRange.part(0, 2)), descriptor(2));
    assertEquals(
        new PartitionDescriptor.OfItems(users.id(), "users", HashRange.part(1, 2)), descriptor(3));
  }

  private static IndexRecord index(String name) {
    return IndexRecord.definition(
        name,
        IndexRecord.Kind.GLOBAL,
        List.of(new KeyElement("g", AttributeType.S)),
        List.of(),
        ProjectionRecord.ALL,
        IndexRecord.Status.ACTIVE);
  }

  @Test
  void indexesHavePartitionsOfTheirOwn() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 2, List.of(index("a"), index("b")));
    assertEquals(List.of(1, 2, 3, 4, 5, 6, 7), engine.partitions());
    TableRecord more = catalog.createIndex(users, index("c"));
    IndexRecord c = more.index("c").orElseThrow();
    assertEquals(
        new PartitionDescriptor.OfIndexEntries(
            users.id(), "users", c.id(), "c", HashRange.part(1, 2)),
        descriptor(9));
    assertEquals(List.of(more), Catalog.open(engine, DIRECTORY, false).tables());
    Set<Integer> numbers = new HashSet<>(Set.of(more.id()));
    more.indexes().forEach(index -> assertTrue(numbers.add(index.id())));
    TableRecord next = create(catalog, "notes", 1, List.of(index("a")));
    assertTrue(numbers.add(next.id()));
    assertTrue(numbers.add(next.indexes().getFirst().id()));
    catalog.remove(next);
    catalog.drop(next);
    catalog.update(more.withoutIndex("b"));
    catalog.drop(more.index("b").orElseThrow());
    assertEquals(List.of(1, 2, 3, 4, 5, 8, 9), engine.partitions());
    assertEquals(List.of(more.withoutIndex("b")), Catalog.open(engine, DIRECTORY, false).tables());
  }

  @Test
  void anIndexThatIsAddedAgainHasAnotherNumber() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 1);
    IndexRecord first = catalog.createIndex(users, index("a")).index("a").orElseThrow();
    catalog.update(users);
    catalog.drop(first);
    IndexRecord second = catalog.createIndex(users, index("a")).index("a").orElseThrow();
    assertTrue(second.id() > first.id(), first + ", then " + second);
  }

  @Test
  void partitionsOfAnIndexThatWasRemovedAreDroppedByTheNextStart() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 1, List.of(index("a"), index("b")));
    catalog.update(users.withoutIndex("a"));
    Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(1, 2, 4), engine.partitions());
  }

  @Test
  void anIndexWithoutItsPartitionIsCorruption() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 1, List.of(index("a")));
    catalog.drop(users.indexes().getFirst());
    CorruptionException e =
        assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertTrue(e.getMessage().contains("partition 3 of index a of table users"), e.getMessage());
  }

  @Test
  void anIndexWithThePartitionOfAnotherIsCorruption() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 1, List.of(index("a")));
    IndexRecord a = users.indexes().getFirst();
    catalog.update(users.withIndexes(List.of(index("b").made(a.id(), a.partitions()))));
    CorruptionException e =
        assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertTrue(e.getMessage().contains("descriptor of partition 3"), e.getMessage());
  }

  @Test
  void changedRecordsAreKept() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 1, List.of(index("a")));
    TableRecord changed =
        users
            .with(users.settings().withTags(List.of(new Tag("team", "a"))))
            .with(users.indexes().getFirst().with(IndexRecord.Status.CREATING, true));
    catalog.update(changed);
    assertEquals(List.of(changed), Catalog.open(engine, DIRECTORY, false).tables());
  }

  @Test
  void thePartitionOfTokensIsFoundAgainAndASecondIsCorruption() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    assertTrue(catalog.tokens().isEmpty());
    create(catalog, "users", 1, List.of());
    int tokens = catalog.createTokens();
    assertEquals(tokens, catalog.createTokens());
    assertEquals(new PartitionDescriptor.OfTokens(), descriptor(tokens));
    assertEquals(tokens, Catalog.open(engine, DIRECTORY, false).tokens().getAsInt());
    assertEquals(List.of(1, 2, tokens), engine.partitions());
    engine.createPartitions(
        List.of(
            PartitionOptions.defaults()
                .withDescriptor(DescriptorLayout.encode(new PartitionDescriptor.OfTokens()))));
    assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
  }

  @Test
  void thePartitionOfDeliveriesIsFoundAgainAndASecondIsCorruption() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    assertTrue(catalog.deliveries().isEmpty());
    int deliveries = catalog.createDeliveries();
    assertEquals(deliveries, catalog.createDeliveries());
    assertEquals(new PartitionDescriptor.OfDeliveries(), descriptor(deliveries));
    assertEquals(deliveries, Catalog.open(engine, DIRECTORY, false).deliveries().getAsInt());
    engine.createPartitions(
        List.of(
            PartitionOptions.defaults()
                .withDescriptor(DescriptorLayout.encode(new PartitionDescriptor.OfDeliveries()))));
    assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
  }

  @Test
  void reservedNumbersAreGivenToNoTable() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    catalog.reserveNumbers(70);
    assertEquals(71, create(catalog, "users", 2).id());
    catalog.reserveNumbers(5);
    assertEquals(72, create(catalog, "notes", 2).id());
  }

  private PartitionDescriptor descriptor(int partition) throws IOException {
    return DescriptorLayout.decode(
        engine.partitionOptions(partition).descriptor(), partition, DIRECTORY);
  }

  @Test
  void aTableOfANameThatIsUsedAgainHasAnotherNumber() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    Set<Integer> numbers = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      TableRecord users = create(catalog, "users", 2);
      assertTrue(numbers.add(users.id()));
      catalog.remove(users); // its partitions are still there
    }
  }

  @Test
  void partitionsOfARemovedTableAreDroppedByTheNextStart() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord notes = create(catalog, "notes", 2);
    catalog.remove(notes);
    assertEquals(List.of(1, 2, 3), engine.partitions());
    assertEquals(List.of(), Catalog.open(engine, DIRECTORY, false).tables());
    assertEquals(List.of(1), engine.partitions());
  }

  @Test
  void tablesThatWereDroppedLeaveNoRecord() throws IOException {
    for (int i = 0; i < 100; i++) {
      Catalog catalog = Catalog.open(engine, DIRECTORY, false);
      TableRecord table = create(catalog, "table" + i, 1);
      catalog.putCounts(Map.of(table.partitions().getFirst().partition(), 1L));
      catalog.remove(table);
      catalog.drop(table);
      catalog.voidCounts();
    }
    assertEquals(List.of(1), engine.partitions());
    try (Cursor cursor = engine.cursor(1, CursorOptions.all())) {
      assertTrue(cursor.first());
      assertArrayEquals(new byte[] {'f'}, cursor.key());
      assertFalse(cursor.next());
    }
  }

  @Test
  void dropsPartitionsThatBelongToNoTable() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    create(catalog, "users", 2);
    engine.createPartitions(3);
    Catalog.open(engine, DIRECTORY, true);
    assertEquals(List.of(1, 2, 3, 4, 5, 6), engine.partitions());
    Catalog.open(engine, DIRECTORY, false);
    assertEquals(List.of(1, 2, 3), engine.partitions());
  }

  @Test
  void aReadOnlyDatabaseIsReadAlthoughPartitionsBelongToNoTable() throws IOException {
    TableRecord users = create(Catalog.open(engine, DIRECTORY, false), "users", 2);
    engine.createPartitions(3);
    engine.close();
    open(Databases.SMALL.withReadOnly(true));
    assertEquals(List.of(users), Catalog.open(engine, DIRECTORY, true).tables());
    assertThrows(IOException.class, () -> Catalog.open(engine, DIRECTORY, false));
  }

  @Test
  void aPartitionForSomethingUnknownIsRefusedAndNotDropped() throws IOException {
    Catalog.open(engine, DIRECTORY, false);
    byte[] unknownRole = {DescriptorLayout.VERSION, 1, 1, 99};
    engine.createPartitions(List.of(PartitionOptions.defaults().withDescriptor(unknownRole)));
    UnsupportedFormatException e =
        assertThrows(
            UnsupportedFormatException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertTrue(e.getMessage().contains("role 99 in the descriptor of partition 2"), e.getMessage());
    assertEquals(List.of(1, 2), engine.partitions());
  }

  @Test
  void countsOfALaterReleaseAreRefusedBeforeAnythingIsDropped() throws IOException {
    Catalog.open(engine, DIRECTORY, false);
    engine.createPartitions(2); // that belong to no table
    byte[] unknownField = {CatalogLayout.VERSION, 5, 0};
    engine.write(new WriteBatch().put(1, CatalogLayout.COUNTS_KEY, unknownField), Durability.SYNC);
    UnsupportedFormatException e =
        assertThrows(
            UnsupportedFormatException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertTrue(e.getMessage().contains("field 5 in the item counts"), e.getMessage());
    assertEquals(List.of(1, 2, 3), engine.partitions());
  }

  @Test
  void aSecondCatalogIsCorruptionAndNotDropped() throws IOException {
    Catalog.open(engine, DIRECTORY, false);
    byte[] second = DescriptorLayout.encode(new PartitionDescriptor.OfCatalog());
    engine.createPartitions(List.of(PartitionOptions.defaults().withDescriptor(second)));
    assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertEquals(List.of(1, 2), engine.partitions());
  }

  @Test
  void aTableWithoutItsPartitionIsCorruption() throws IOException {
    Catalog.open(engine, DIRECTORY, false).add(table("users", List.of(7)));
    assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
  }

  @Test
  void aTableWithThePartitionOfAnotherIsCorruption() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 1);
    catalog.remove(users);
    catalog.add(table("notes", List.of(users.partitions().getFirst().partition())));
    CorruptionException e =
        assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertTrue(e.getMessage().contains("descriptor of partition 2"), e.getMessage());
  }

  @Test
  void entriesOfALaterReleaseArePassedOverOrRefused() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    TableRecord users = create(catalog, "users", 1);
    engine.write(
        new WriteBatch().put(1, new byte[] {(byte) 0x80, 'x'}, new byte[0]), Durability.BUFFERED);
    assertEquals(List.of(users), Catalog.open(engine, DIRECTORY, false).tables());
    engine.write(new WriteBatch().put(1, new byte[] {'x', 'y'}, new byte[0]), Durability.BUFFERED);
    UnsupportedFormatException e =
        assertThrows(
            UnsupportedFormatException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertTrue(e.getMessage().contains("the catalog key \"xy\""), e.getMessage());
  }

  /** The bytes are those of this page's example when the format had version 1. */
  @Test
  void aCatalogOfTheFirstFormatIsReadAndBroughtToTheNewest() throws IOException {
    engine.createPartitions(3);
    byte[] notes =
        HexFormat.of()
            .parseHex(
                "80d095ffbc31"
                    + "01056f776e6572"
                    + "02026174"
                    + "02"
                    + "020000000000000000"
                    + "030000000000000080");
    engine.write(
        new WriteBatch()
            .put(1, new byte[] {'f'}, new byte[] {1})
            .put(1, CatalogLayout.tableKey("notes"), notes)
            .put(1, new byte[] {'c'}, HexFormat.of().parseHex("02" + "0205" + "03ac02")),
        Durability.SYNC);
    TableRecord expected =
        new TableRecord(
            "notes",
            2,
            1_700_000_000_000L,
            new KeyElement("owner", AttributeType.S),
            new KeyElement("at", AttributeType.N),
            List.of(
                new TableRecord.PartitionStart(2, 0), new TableRecord.PartitionStart(3, 1L << 63)),
            List.of(),
            TableSettings.onDemand(
                "notes",
                2,
                1_700_000_000_000L,
                List.of(
                    new KeyElement("owner", AttributeType.S),
                    new KeyElement("at", AttributeType.N))));
    for (boolean readOnly : new boolean[] {true, true, false, true, false}) {
      Catalog catalog = Catalog.open(engine, DIRECTORY, readOnly);
      assertEquals(List.of(expected), catalog.tables());
      assertEquals(Map.of(2, 5L, 3, 300L), catalog.counts());
    }
    assertArrayEquals(new byte[] {CatalogLayout.VERSION}, engine.get(1, new byte[] {'f'}));
    assertArrayEquals(
        TableRecordLayout.encode(expected), engine.get(1, CatalogLayout.tableKey("notes")));
  }

  @Test
  void anEngineOfAnotherKindIsRefusedUnchanged() throws IOException {
    engine.createPartitions(2);
    assertThrows(CorruptionException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertEquals(List.of(1, 2), engine.partitions());
  }

  @Test
  void aNewerFormatIsRefused() throws IOException {
    int partition = engine.createPartitions(1).getFirst();
    engine.write(
        new WriteBatch().put(partition, new byte[] {'f'}, new byte[] {9}), Durability.BUFFERED);
    UnsupportedFormatException e =
        assertThrows(
            UnsupportedFormatException.class, () -> Catalog.open(engine, DIRECTORY, false));
    assertEquals(9, e.foundVersion());
  }

  @Test
  void countsLiveUntilTheyAreVoid() throws IOException {
    Catalog catalog = Catalog.open(engine, DIRECTORY, false);
    assertEquals(Map.of(), catalog.counts());
    catalog.putCounts(Map.of(2, 5L, 300, 1L << 40));
    assertEquals(Map.of(2, 5L, 300, 1L << 40), Catalog.open(engine, DIRECTORY, false).counts());
    catalog.voidCounts();
    assertEquals(Map.of(), Catalog.open(engine, DIRECTORY, false).counts());
  }

  private static TableRecord create(Catalog catalog, String name, int partitions)
      throws IOException {
    return create(catalog, name, partitions, List.of());
  }

  private static TableRecord create(
      Catalog catalog, String name, int partitions, List<IndexRecord> indexes) throws IOException {
    KeyElement partitionKey = new KeyElement("p", AttributeType.B);
    return catalog.create(
        name,
        CREATED,
        partitionKey,
        name.length() % 2 == 0 ? null : new KeyElement("s", AttributeType.N),
        partitions,
        indexes,
        number -> TableSettings.onDemand(name, number, CREATED, List.of(partitionKey)));
  }

  private static TableRecord table(String name, List<Integer> partitions) {
    List<TableRecord.PartitionStart> ranges =
        IntStream.range(0, partitions.size())
            .mapToObj(i -> new TableRecord.PartitionStart(partitions.get(i), (long) i << 60))
            .toList();
    KeyElement key = new KeyElement("p", AttributeType.B);
    return new TableRecord(
        name,
        99,
        CREATED,
        key,
        null,
        ranges,
        List.of(),
        TableSettings.onDemand(name, 99, CREATED, List.of(key)));
  }
}
