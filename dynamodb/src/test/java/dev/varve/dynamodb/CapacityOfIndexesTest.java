package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static dev.varve.dynamodb.value.AttributeValue.ss;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.Capacity;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.ItemCollectionMetrics;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.ReturnItemCollectionMetrics;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a table consumes together with its indexes, and the metrics of its item collections
 * (BEHAVIOUR 14 and 10.3). The table {@code t} by (h S, r N) has the global index {@code all} by g,
 * with all attributes, {@code keys} by g with keys alone, and the local index {@code local} by l
 * with the attribute p too.
 */
class CapacityOfIndexesTest extends DatabaseFixture {
  private static final String TABLE = "table";

  @BeforeEach
  void create() throws IOException {
    KeyAttribute g = new KeyAttribute("g", AttributeType.S);
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey("h", AttributeType.S)
            .sortKey("r", AttributeType.N)
            .index(IndexDefinition.global("all", g))
            .index(IndexDefinition.global("keys", g).keysOnly())
            .index(
                IndexDefinition.local("local", new KeyAttribute("l", AttributeType.S))
                    .including("p"))
            .build());
  }

  private static Item key(long r) {
    return Item.of("h", s("h"), "r", n(r));
  }

  /** The units of the table and of each index, as {@code table 1, all 2}. */
  private static String units(Optional<ConsumedCapacity> consumed) {
    Map<String, Double> units = new LinkedHashMap<>();
    units.put("table", units(consumed.orElseThrow().table().orElseThrow()));
    Map<String, Capacity> indexes = new TreeMap<>(consumed.get().globalSecondaryIndexes());
    indexes.putAll(consumed.get().localSecondaryIndexes());
    indexes.forEach((index, part) -> units.put(index, units(part)));
    assertEquals(
        units.values().stream().mapToDouble(it -> it).sum(), consumed.get().capacityUnits());
    return units.toString().replace(".0", "").replaceAll("[{}]", "").replace('=', ' ');
  }

  private static double units(Capacity capacity) {
    return capacity.capacityUnits().orElseThrow();
  }

  /**
   * The item of a row: attributes {@code g}, {@code l}, {@code p} and {@code q}, the latter two of
   * so many bytes; {@code -} for none.
   */
  private static Item item(String g, String l, String p, String q) {
    Item.Builder item = key(1).toBuilder();
    if (!g.equals("-")) {
      item.put("g", s(g));
    }
    if (!l.equals("-")) {
      item.put("l", s(l));
    }
    if (!p.equals("-")) {
      item.put("p", s("p".repeat(Integer.parseInt(p))));
    }
    if (!q.equals("-")) {
      item.put("q", s("q".repeat(Integer.parseInt(q))));
    }
    return item.build();
  }

  @ParameterizedTest(name = "{0} becomes {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # before      | after          | units
          none          | - - - -        | table 1
          none          | a - - -        | table 1, all 1, keys 1
          none          | a b 10 2000    | table 2, all 2, keys 1, local 1
          none          | a b 2000 10    | table 2, all 2, keys 1, local 2
          a b 10 2000   | none           | table 2, all 2, keys 1, local 1
          a b 10 2000   | a b 10 2000    | table 2
          a b 10 2000   | a b 10 3000    | table 3, all 3
          a b 10 3000   | a b 10 10      | table 3, all 3
          a b 10 10     | a b 1500 10    | table 2, all 2, local 2
          a b 10 2000   | c b 10 2000    | table 2, all 4, keys 2
          a b 10 2000   | a c 10 2000    | table 2, all 2, local 2
          a b 10 2000   | - b 10 2000    | table 2, all 2, keys 1
          - - 10 2000   | a - 10 2000    | table 2, all 2, keys 1
          """)
  void writesPayForTheIndexesThatChange(String before, String after, String units)
      throws IOException {
    if (!before.equals("none")) {
      put(TABLE, row(before));
    }
    Optional<ConsumedCapacity> consumed =
        after.equals("none")
            ? varve
                .deleteItem(
                    DeleteItem.from(TABLE)
                        .key(key(1))
                        .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                        .build())
                .consumedCapacity()
            : varve
                .putItem(
                    PutItem.into(TABLE)
                        .item(row(after))
                        .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                        .build())
                .consumedCapacity();
    assertEquals(units, units(consumed));
  }

  private static Item row(String text) {
    String[] words = text.split(" ", -1);
    return item(words[0], words[1], words[2], words[3]);
  }

  @Test
  void theOrderOfASetChangesNoEntry() throws IOException {
    put(TABLE, item("a", "-", "-", "-").toBuilder().put("set", ss("x", "y")).build());
    assertEquals(
        "table 1",
        units(
            varve
                .updateItem(
                    UpdateItem.in(TABLE)
                        .key(key(1))
                        .update("SET #s = :s")
                        .name("#s", "set")
                        .value(":s", ss("y", "x"))
                        .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                        .build())
                .consumedCapacity()));
  }

  @Test
  void aTransactionPaysTwiceForTheTableAlone() throws IOException {
    put(TABLE, item("a", "b", "10", "2000"));
    List<ConsumedCapacity> consumed =
        varve
            .transactWriteItems(
                TransactWriteItems.builder()
                    .transactItems(
                        TransactWriteItem.of(
                            Put.into(TABLE).item(item("c", "b", "10", "2000")).build()),
                        TransactWriteItem.of(Delete.from(TABLE).key(key(2)).build()))
                    .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                    .build())
            .consumedCapacity();
    assertEquals(1, consumed.size());
    assertEquals("table 6, all 4, keys 2", units(Optional.of(consumed.getFirst())));
    assertEquals(Optional.of(12.0), consumed.getFirst().writeCapacityUnits());
    assertEquals(
        Optional.of(4.0),
        consumed.getFirst().globalSecondaryIndexes().get("all").writeCapacityUnits());
  }

  private Query.Builder onIndex(String index, String attribute) {
    return Query.of(TABLE)
        .index(index)
        .where((attribute.equals("l") ? "h = :h AND " : "") + attribute + " = :v")
        .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES);
  }

  @Test
  void readsOfAnIndexPayForItsEntries() throws IOException {
    for (int r = 1; r <= 3; r++) {
      put(TABLE, item("a", "b", "10", "5000").toBuilder().put("r", n(r)).build());
    }
    assertEquals(
        "table 0, all 2", // 15 KB
        units(query(onIndex("all", "g").value(":v", s("a")))));
    assertEquals("table 0, keys 0.5", units(query(onIndex("keys", "g").value(":v", s("a")))));
    assertEquals(
        "table 0, local 0.5",
        units(query(onIndex("local", "l").value(":h", s("h")).value(":v", s("b")))));
    assertEquals(
        "table 0, local 1",
        units(query(onIndex("local", "l").value(":h", s("h")).value(":v", s("b")).consistent())));
    Page scan =
        varve.scan(
            Scan.of(TABLE)
                .index("all")
                .countOnly()
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES)
                .build());
    assertEquals("table 0, all 2", units(scan.consumedCapacity()));
  }

  private Optional<ConsumedCapacity> query(Query.Builder query) throws IOException {
    return varve.query(query.build()).consumedCapacity();
  }

  @Test
  void whatALocalIndexDoesNotHaveIsFetchedAndRoundedItemByItem() throws IOException {
    for (int r = 1; r <= 3; r++) {
      put(TABLE, item("a", "b", "10", "5000").toBuilder().put("r", n(r)).build());
    }
    Query.Builder fetching =
        onIndex("local", "l").value(":h", s("h")).value(":v", s("b")).select(Select.ALL_ATTRIBUTES);
    assertEquals("table 3, local 0.5", units(query(fetching)));
    assertEquals("table 6, local 1", units(query(fetching.consistent())));
  }

  private static ItemCollectionMetrics small(String hash) {
    return ItemCollectionMetrics.builder()
        .itemCollectionKey(Item.of("h", s(hash)))
        .sizeEstimateRangeGB(0.0, 1.0)
        .build();
  }

  @Test
  void writesTellTheirItemCollectionWhereThereIsALocalIndex() throws IOException {
    PutItem put =
        PutItem.into(TABLE)
            .item(key(1))
            .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE)
            .build();
    assertEquals(Optional.of(small("h")), varve.putItem(put).itemCollectionMetrics());
    assertEquals(
        Optional.of(small("h")),
        varve
            .deleteItem(
                DeleteItem.from(TABLE)
                    .key(key(2))
                    .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE)
                    .build())
            .itemCollectionMetrics());
    assertEquals(
        Optional.empty(), varve.putItem(PutItem.of(TABLE, key(1))).itemCollectionMetrics());
    assertEquals(
        Optional.empty(),
        varve
            .putItem(
                PutItem.into(USERS)
                    .item(userKey("u"))
                    .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE)
                    .build())
            .itemCollectionMetrics());
  }

  @Test
  void batchesAndTransactionsTellEachCollectionOnce() throws IOException {
    List<WriteRequest> writes =
        List.of(
            WriteRequest.of(PutRequest.of(key(1))),
            WriteRequest.of(PutRequest.of(key(2))),
            WriteRequest.of(PutRequest.of(Item.of("h", s("i"), "r", n(1)))));
    assertEquals(
        Map.of(TABLE, List.of(small("h"), small("i"))),
        varve
            .batchWriteItem(
                BatchWriteItem.builder()
                    .requestItems(
                        Map.of(
                            TABLE,
                            writes,
                            USERS,
                            List.of(WriteRequest.of(PutRequest.of(userKey("u"))))))
                    .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE)
                    .build())
            .itemCollectionMetrics());
    assertEquals(
        Map.of(TABLE, List.of(small("h"))),
        varve
            .transactWriteItems(
                TransactWriteItems.builder()
                    .transactItems(
                        TransactWriteItem.of(Delete.from(TABLE).key(key(1)).build()),
                        TransactWriteItem.of(Delete.from(TABLE).key(key(2)).build()),
                        TransactWriteItem.of(Delete.from(USERS).key(userKey("u")).build()))
                    .returnItemCollectionMetrics(ReturnItemCollectionMetrics.SIZE)
                    .build())
            .itemCollectionMetrics());
  }
}
