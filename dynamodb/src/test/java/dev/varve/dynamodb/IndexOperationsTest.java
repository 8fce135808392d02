package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.Capacity;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.IndexedTable;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Writes and reads of a table with indexes, and what is refused; BEHAVIOUR 7, 8.6, 8.7, 11. */
class IndexOperationsTest {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final String NOT_VALID = "One or more parameter values are not valid. ";
  private static final String NO_MATCH =
      "The provided starting key does not match the range key predicate";

  private Databases databases;
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    databases = Databases.buffered();
    varve = databases.varve();
    IndexedTable.create(varve);
  }

  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  private static void assertInvalid(String message, Executable action) {
    DatabaseFixture.assertRefused(ValidationException.class, message, action);
  }

  private static Item.Builder person(String clan, int born) {
    return key(clan, born).toBuilder();
  }

  private static Item key(String clan, int born) {
    return Item.of("clan", AttributeValue.s(clan), "born", AttributeValue.n(born));
  }

  private static Item bern(String clan, int born) {
    return person(clan, born)
        .put("city", AttributeValue.s("Bern"))
        .put("zip", AttributeValue.n(3000))
        .put("age", AttributeValue.n(2000 - born))
        .put("code", AttributeValue.b((byte) born))
        .put("note", AttributeValue.s("hi"))
        .put("more", AttributeValue.s("more"))
        .build();
  }

  private void put(Item item) throws IOException {
    varve.putItem(PutItem.of(IndexedTable.NAME, item));
  }

  private static Query.Builder query(String index) {
    return Query.of(IndexedTable.NAME).index(index);
  }

  private static Query.Builder inBern() {
    return query("byCity").where("city = :c").value(":c", AttributeValue.s("Bern"));
  }

  private static Query.Builder ofFamily(String clan) {
    return query("byAge").where("clan = :f").value(":f", AttributeValue.s(clan));
  }

  private UpdateItem.Builder update(String expression) {
    return UpdateItem.in(IndexedTable.NAME).key(key("a", 1)).update(expression);
  }

  // --- 7.1: keys of indexes on writes

  @Test
  void anItemThatIsTooLargeWithItsEntriesIsRefused() throws IOException {
    Item large =
        bern("a", 1).toBuilder().put("note", AttributeValue.s("x".repeat(390_000))).build();
    DatabaseFixture.assertRefused(
        ValidationException.class,
        "The items that the request writes are too large to be written at once",
        () -> put(large));
    put(bern("a", 2));
    assertEquals(1, varve.scan(Scan.of(IndexedTable.NAME).build()).count());
  }

  @Test
  void aPutWithAnIndexKeyOfAnotherTypeIsRefused() {
    Item item = person("a", 1).put("city", AttributeValue.n(1)).build();
    assertInvalid(
        INVALID + "Type mismatch for Index Key city Expected: S Actual: N IndexName: byCity",
        () -> put(item));
    assertInvalid(
        INVALID + "Type mismatch for Index Key age Expected: N Actual: NULL IndexName: byAge",
        () -> put(person("a", 1).put("age", AttributeValue.nul()).build()));
    assertEquals(0, scan().count());
  }

  @Test
  void aPutWithAnEmptyIndexKeyIsRefused() {
    assertInvalid(
        NOT_VALID
            + "A value specified for a secondary index key is not supported. The AttributeValue for"
            + " a key attribute cannot contain an empty string value. IndexName: byCity, IndexKey:"
            + " city",
        () -> put(person("a", 1).put("city", AttributeValue.s("")).build()));
    assertInvalid(
        NOT_VALID
            + "A value specified for a secondary index key is not supported. The AttributeValue for"
            + " a key attribute cannot contain an empty binary value. IndexName: byCode, IndexKey:"
            + " code",
        () -> put(person("a", 1).put("code", AttributeValue.b()).build()));
    assertEquals(0, scan().count());
  }

  @Test
  void aPutWithAnIndexKeyThatIsTooLongIsRefused() throws IOException {
    put(person("a", 1).put("city", AttributeValue.s("x".repeat(2048))).build());
    assertInvalid(
        INVALID + "Size of hashkey has exceeded the maximum size limit of2048 bytes",
        () -> put(person("a", 2).put("city", AttributeValue.s("x".repeat(2049))).build()));
    put(
        person("a", 1)
            .put("code", AttributeValue.b(new byte[1023]))
            .put("age", AttributeValue.n(1))
            .build());
    assertInvalid(
        INVALID + "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
        () ->
            put(
                person("a", 2)
                    .put("code", AttributeValue.b(new byte[1024]))
                    .put("age", AttributeValue.n(1))
                    .build()));
    assertEquals(1, scan().count());
  }

  @Test
  void aMissingIndexKeyLeavesTheItemOutOfTheIndex() throws IOException {
    put(bern("a", 1));
    put(bern("a", 2).toBuilder().remove("age").build());
    assertEquals(1, varve.query(inBern().build()).count());
    assertEquals(2, scan("byCode").count());
    varve.updateItem(update("REMOVE age").build());
    assertEquals(0, varve.query(inBern().build()).count());
    assertEquals(0, scan("byAge").count());
    assertEquals(2, scan("byCode").count());
    varve.updateItem(update("SET age = :a").value(":a", AttributeValue.n(5)).build());
    assertEquals(1, varve.query(inBern().build()).count());
  }

  @Test
  void anUpdateOfAnIndexKeyToAnotherTypeIsRefused() throws IOException {
    put(bern("a", 1));
    assertInvalid(
        INVALID + "Type mismatch for Index Key city Expected: S Actual: N IndexName: byCity",
        () -> varve.updateItem(update("SET city = :n").value(":n", AttributeValue.n(1)).build()));
    assertInvalid(
        "The update expression attempted to update the secondary index key to unsupported type",
        () -> varve.updateItem(update("SET city = zip").build()));
    assertInvalid(
        "The update expression attempted to update the secondary index key beyond allowed size"
            + " limits",
        () ->
            varve.updateItem(
                update("SET city = :s").value(":s", AttributeValue.s("x".repeat(2049))).build()));
    assertInvalid(
        NOT_VALID
            + "The update expression attempted to update a secondary index key to a value that is"
            + " not supported. The AttributeValue for a key attribute cannot contain an empty"
            + " string value.",
        () -> varve.updateItem(update("SET city = :s").value(":s", AttributeValue.s("")).build()));
    assertEquals(bern("a", 1), scan().items().getFirst());
    assertEquals(1, varve.query(inBern().build()).count());
  }

  @Test
  void anUpdateChecksOnlyTheIndexKeysThatItChanges() throws IOException {
    put(person("a", 1).put("mark", AttributeValue.n(5)).put("zip", AttributeValue.n(1)).build());
    IndexedTable.addLate(varve);
    IndexedTable.awaitLate(varve);
    varve.updateItem(update("SET note = :v").value(":v", AttributeValue.s("x")).build());
    varve.updateItem(update("SET mark = mark").build());
    assertEquals(0, scan(IndexedTable.LATE).count());
    assertInvalid(
        INVALID + "Type mismatch for Index Key mark Expected: S Actual: N IndexName: byMark",
        () -> varve.updateItem(update("SET mark = :v").value(":v", AttributeValue.n(5)).build()));
    varve.updateItem(update("SET mark = :v").value(":v", AttributeValue.s("m")).build());
    assertEquals(1, scan(IndexedTable.LATE).count());
    IndexedTable.removeLate(varve);
    varve.updateItem(update("SET mark = :v").value(":v", AttributeValue.n(5)).build());
  }

  @Test
  void aPathIntoAnIndexKeyIsRefused() {
    assertInvalid(
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
            + " allowed: IndexKey: city",
        () -> varve.updateItem(update("SET city.a = :v").value(":v", AttributeValue.n(1)).build()));
  }

  private static BatchWriteItem batch(Item... items) {
    return BatchWriteItem.builder()
        .requestItems(
            Map.of(
                IndexedTable.NAME,
                Stream.of(items).map(item -> WriteRequest.of(PutRequest.of(item))).toList()))
        .build();
  }

  @Test
  void batchesMaintainIndexes() throws IOException {
    varve.batchWriteItem(batch(bern("a", 1), bern("b", 2)));
    assertEquals(2, varve.query(inBern().build()).count());
    assertInvalid(
        INVALID + "Type mismatch for Index Key city Expected: S Actual: N IndexName: byCity",
        () ->
            varve.batchWriteItem(
                batch(bern("c", 3), person("d", 4).put("city", AttributeValue.n(1)).build())));
    assertEquals(2, scan().count());
  }

  // --- 11: what is read

  private Page scan() {
    return scan(Scan.of(IndexedTable.NAME));
  }

  private Page scan(String index) {
    return scan(Scan.of(IndexedTable.NAME).index(index));
  }

  private Page scan(Scan.Builder scan) {
    try {
      return varve.scan(scan.build());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void entriesHaveWhatTheIndexProjects() throws IOException {
    Item item = bern("a", 1);
    put(item);
    assertEquals(List.of(item), scan("byCity").items());
    assertEquals(
        List.of(key("a", 1).toBuilder().put("code", item.get("code")).build()),
        scan("byCode").items());
    Item local =
        key("a", 1).toBuilder().put("age", item.get("age")).put("note", item.get("note")).build();
    assertEquals(List.of(local), scan("byAge").items());
    assertEquals(
        List.of(local),
        varve.query(ofFamily("a").select(Select.ALL_PROJECTED_ATTRIBUTES).build()).items());
    assertEquals(
        List.of(Item.of("note", item.get("note"))),
        varve.query(ofFamily("a").projection("note").build()).items());
  }

  @Test
  void aLocalIndexFetchesWhatItDoesNotProject() throws IOException {
    Item item = bern("a", 1);
    put(item);
    put(bern("b", 2));
    Query.Builder query =
        ofFamily("a").consistent().returnConsumedCapacity(ReturnConsumedCapacity.INDEXES);
    var whole = varve.query(query.select(Select.ALL_ATTRIBUTES).build());
    assertEquals(List.of(item), whole.items());
    ConsumedCapacity consumed = whole.consumedCapacity().orElseThrow();
    assertEquals(2.0, consumed.capacityUnits());
    assertEquals(1.0, consumed.table().orElseThrow().capacityUnits().orElseThrow());
    assertEquals(
        List.of(Item.of("more", item.get("more"), "age", item.get("age"))),
        varve.query(ofFamily("a").projection("more, age").build()).items());
    assertEquals(
        2,
        scan(Scan.of(IndexedTable.NAME).index("byAge").select(Select.ALL_ATTRIBUTES))
            .items()
            .stream()
            .filter(found -> found.has("more"))
            .count());
  }

  @Test
  void aGlobalIndexHasNothingElse() throws IOException {
    put(bern("a", 1));
    Query.Builder byCode =
        query("byCode").where("code = :c").value(":c", AttributeValue.b((byte) 1));
    assertInvalid(
        INVALID
            + "Select type ALL_ATTRIBUTES is not supported for global secondary index byCode"
            + " because its projection type is not ALL",
        () -> varve.query(byCode.select(Select.ALL_ATTRIBUTES).build()));
    assertEquals(1, varve.query(inBern().select(Select.ALL_ATTRIBUTES).build()).count());
    assertEquals(1, varve.query(byCode.select(Select.COUNT).build()).count());
    assertInvalid(
        INVALID + "Global secondary index byCode does not project [note]",
        () -> varve.query(byCode.select(null).projection("code, note").build()));
    assertInvalid(
        INVALID + "Secondary index byCode does not project one or more filter attributes: [note]",
        () ->
            varve.query(
                byCode
                    .projection(null)
                    .filter("note = :n")
                    .value(":n", AttributeValue.n(1))
                    .build()));
    assertInvalid(
        INVALID + "Secondary index byAge does not project one or more filter attributes: [more]",
        () ->
            varve.query(
                ofFamily("a").filter("more = :n").value(":n", AttributeValue.n(1)).build()));
  }

  @Test
  void aFilterMayUseTheTablesKeyButNotTheIndexs() throws IOException {
    put(bern("a", 1));
    put(bern("b", 2));
    Query query = inBern().filter("clan = :f").value(":f", AttributeValue.s("b")).build();
    assertEquals(List.of(bern("b", 2)), varve.query(query).items());
    assertInvalid(
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: age",
        () -> varve.query(inBern().filter("age = :a").value(":a", AttributeValue.n(1)).build()));
  }

  @Test
  void consistentReadsAreForLocalIndexes() throws IOException {
    put(bern("a", 1));
    assertInvalid(
        "Consistent reads are not supported on global secondary indexes",
        () -> varve.query(inBern().consistent().build()));
    assertInvalid(
        "Consistent reads are not supported on global secondary indexes",
        () -> varve.scan(Scan.of(IndexedTable.NAME).index("byCode").consistent().build()));
    assertEquals(1, varve.query(ofFamily("a").consistent().build()).count());
  }

  @Test
  void anIndexThatIsMissingIsToldSo() {
    assertInvalid(
        "The table does not have the specified index: byName",
        () ->
            varve.query(query("byName").where("a = :a").value(":a", AttributeValue.n(1)).build()));
    assertInvalid(
        "The table does not have the specified index: byName",
        () -> varve.scan(Scan.of(IndexedTable.NAME).index("byName").build()));
  }

  // --- 8.6: key conditions of several attributes

  @Test
  void aKeyOfSeveralAttributesIsQueried() throws IOException {
    for (int i = 1; i <= 3; i++) {
      put(bern("a", i));
    }
    Query.Builder place =
        query("byPlace").value(":c", AttributeValue.s("Bern")).value(":z", AttributeValue.n(3000));
    assertEquals(3, varve.query(place.where("zip = :z AND city = :c").build()).count());
    Page page =
        varve.query(
            place
                .where("city = :c AND age = :a AND zip = :z AND code > :b")
                .value(":a", AttributeValue.n(1998))
                .value(":b", AttributeValue.b((byte) 1))
                .build());
    assertEquals(1, page.count());
    assertInvalid(
        "Query condition missed key schema element: zip",
        () ->
            varve.query(
                query("byPlace").where("city = :c").value(":c", AttributeValue.s("Bern")).build()));
  }

  // --- 11: starting keys

  @Test
  void aPageOfAnIndexEndsWithItsKeyAndTheTables() throws IOException {
    put(bern("a", 1));
    put(bern("b", 1));
    Page first = varve.query(inBern().limit(1).build());
    Item start = first.lastEvaluatedKey().orElseThrow();
    assertEquals(
        key("a", 1).toBuilder()
            .put("city", AttributeValue.s("Bern"))
            .put("age", AttributeValue.n(1999))
            .build(),
        start);
    assertEquals(List.of(bern("b", 1)), varve.query(inBern().startingAfter(start).build()).items());
    assertEquals(List.of(), varve.query(inBern().backward().startingAfter(start).build()).items());
  }

  @Test
  void aStartKeyThatIsNoneOfTheQueryIsRefused() throws IOException {
    put(bern("a", 1));
    Item start = varve.query(inBern().limit(1).build()).lastEvaluatedKey().orElseThrow();
    assertInvalid(
        "The provided starting key is invalid",
        () -> varve.query(inBern().startingAfter(key("a", 1)).build()));
    assertInvalid(
        "The provided starting key is invalid",
        () ->
            varve.query(
                inBern()
                    .startingAfter(start.toBuilder().put("age", AttributeValue.s("1")).build())
                    .build()));
    assertInvalid(
        "The provided starting key is invalid",
        () ->
            varve.scan(
                Scan.of(IndexedTable.NAME).index("byCity").startingAfter(key("a", 1)).build()));
    assertInvalid(
        "The provided starting key is outside query boundaries based on provided conditions",
        () ->
            varve.query(
                inBern()
                    .startingAfter(start.toBuilder().put("city", AttributeValue.s("Basel")).build())
                    .build()));
    assertInvalid(
        NO_MATCH,
        () ->
            varve.query(
                inBern()
                    .where("city = :c AND age < :a")
                    .value(":a", AttributeValue.n(5))
                    .startingAfter(start)
                    .build()));
    Item empty = start.toBuilder().put("city", AttributeValue.s("")).build();
    assertInvalid(
        "The provided starting key is invalid: "
            + NOT_VALID
            + "The AttributeValue for a key attribute cannot contain an empty string value. Key:"
            + " city",
        () -> varve.query(inBern().startingAfter(empty).build()));
  }

  // --- 14: what writes consume of indexes

  private ConsumedCapacity consumed(PutItem.Builder request) throws IOException {
    return varve
        .putItem(request.returnConsumedCapacity(ReturnConsumedCapacity.INDEXES).build())
        .consumedCapacity()
        .orElseThrow();
  }

  private static double units(Capacity capacity) {
    return capacity.capacityUnits().orElseThrow();
  }

  @Test
  void writesConsumeOfTheIndexesThatTheyChange() throws IOException {
    Item item = bern("a", 1);
    ConsumedCapacity first = consumed(PutItem.into(IndexedTable.NAME).item(item));
    assertEquals(5.0, first.capacityUnits());
    assertEquals(3, first.globalSecondaryIndexes().size());
    assertEquals(1.0, units(first.localSecondaryIndexes().get("byAge")));

    ConsumedCapacity same = consumed(PutItem.into(IndexedTable.NAME).item(item));
    assertEquals(1.0, same.capacityUnits());
    assertTrue(same.globalSecondaryIndexes().isEmpty());

    Item other = item.toBuilder().put("more", AttributeValue.s("x".repeat(1500))).build();
    ConsumedCapacity more = consumed(PutItem.into(IndexedTable.NAME).item(other));
    assertEquals(Set.of("byCity"), more.globalSecondaryIndexes().keySet());
    assertEquals(2.0, units(more.globalSecondaryIndexes().get("byCity")));
    assertEquals(4.0, more.capacityUnits());

    ConsumedCapacity moved =
        consumed(
            PutItem.into(IndexedTable.NAME)
                .item(other.toBuilder().put("age", AttributeValue.n(3)).build()));
    assertEquals(4.0, units(moved.globalSecondaryIndexes().get("byCity")));
    assertEquals(2.0, units(moved.globalSecondaryIndexes().get("byPlace")));
    assertEquals(2.0, units(moved.localSecondaryIndexes().get("byAge")));

    ConsumedCapacity deleted =
        varve
            .deleteItem(
                DeleteItem.from(IndexedTable.NAME)
                    .key(key("a", 1))
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                    .build())
            .consumedCapacity()
            .orElseThrow();
    assertEquals(2.0 + 2 + 1 + 1 + 1, deleted.capacityUnits());
  }

  @Test
  void refusedWritesLeaveTheIndexesAlone() throws IOException {
    put(bern("a", 1));
    DatabaseFixture.assertRefused(
        DynamoException.class,
        "The conditional request failed",
        () ->
            varve.putItem(
                PutItem.into(IndexedTable.NAME)
                    .item(bern("a", 1).toBuilder().put("age", AttributeValue.n(3)).build())
                    .condition("attribute_not_exists(clan)")
                    .build()));
    assertEquals(List.of(bern("a", 1)), varve.query(inBern().build()).items());
  }
}
