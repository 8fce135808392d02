package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadOperationsTest extends DatabaseFixture {
  @Test
  void aMissingItemIsEmptyAndAnEmptyProjectionIsNot() throws IOException {
    put(USERS, Item.of("id", s("u"), "m", m(Map.of("a", n(1), "b", n(2)))));
    assertNull(get(USERS, userKey("v")));
    GetItem.Builder request = GetItem.from(USERS).key(userKey("u"));
    assertEquals(
        Optional.of(Item.of()), varve.getItem(request.projection("x, y.z").build()).item());
    assertEquals(
        Optional.of(Item.of("m", m(Map.of("a", n(1))))),
        varve.getItem(request.projection("#m.a").name("#m", "m").build()).item());
  }

  @Test
  void namesWithoutAnExpressionAreRefused() {
    assertRefused(
        ValidationException.class,
        "ExpressionAttributeNames can only be specified when using expressions",
        () -> varve.getItem(GetItem.from(USERS).key(userKey("u")).name("#a", "a").build()));
  }

  @Test
  void aQueryReadsOnePartitionKeyInOrder() throws IOException {
    for (long at : new long[] {100, -5, 20, 3}) {
      put(NOTES, note("o", at, "t" + at));
      put(NOTES, note("other", at, "x"));
    }
    assertEquals(List.of(n(-5), n(3), n(20), n(100)), ats(ofOwner("o").build()));
    assertEquals(List.of(n(100), n(20), n(3), n(-5)), ats(ofOwner("o").backward().build()));
    assertEquals(List.of(), ats(ofOwner("nobody").build()));
  }

  @Test
  void aLimitCountsWhatIsReadBeforeTheFilter() throws IOException {
    for (int at = 0; at < 6; at++) {
      put(NOTES, note("o", at, at % 2 == 0 ? "even" : "odd"));
    }
    Query query =
        ofOwner("o").filter("#t = :t").name("#t", "text").value(":t", s("odd")).limit(3).build();
    Page first = varve.query(query);
    assertEquals(List.of(note("o", 1, "odd")), first.items());
    assertEquals(1, first.count());
    assertEquals(3, first.scannedCount());
    assertEquals(Optional.of(noteKey("o", 2)), first.lastEvaluatedKey());
    Page second = varve.query(query.startingAfter(first.lastEvaluatedKey().get()));
    assertEquals(List.of(note("o", 3, "odd"), note("o", 5, "odd")), second.items());
    assertEquals(
        Optional.of(noteKey("o", 5)),
        second.lastEvaluatedKey(),
        "the limit was reached, even if nothing follows");
    Page third = varve.query(query.startingAfter(second.lastEvaluatedKey().get()));
    assertEquals(0, third.scannedCount());
    assertEquals(Optional.empty(), third.lastEvaluatedKey());
  }

  @Test
  void aStartKeyNeedNotExist() throws IOException {
    put(NOTES, note("o", 1, "x"));
    put(NOTES, note("o", 3, "x"));
    assertEquals(List.of(n(3)), ats(ofOwner("o").startingAfter(noteKey("o", 2)).build()));
    assertEquals(
        List.of(n(1)), ats(ofOwner("o").startingAfter(noteKey("o", 2)).backward().build()));
  }

  @Test
  void aPageEndsWithTheItemThatReachesOneMegabyte() throws IOException {
    String text = "x".repeat(100_000);
    for (int at = 0; at < 25; at++) {
      put(NOTES, note("o", at, text));
    }
    int itemBytes = note("o", 10, text).sizeBytes();
    int perPage = (1024 * 1024 + itemBytes - 1) / itemBytes;
    Query query = ofOwner("o").projection("body").name("#none", "x").build();
    assertRefused(
        ValidationException.class,
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#none}",
        () -> varve.query(query));
    Query projected = ofOwner("o").projection("#a").name("#a", "at").build();
    Page page = varve.query(projected);
    assertEquals(perPage, page.scannedCount());
    assertEquals(Optional.of(noteKey("o", perPage - 1)), page.lastEvaluatedKey());
    assertEquals(Item.of("at", n(0)), page.items().getFirst());

    Query counting = ofOwner("o").countOnly().build();
    page = varve.query(counting);
    assertEquals(perPage, page.count());
    assertEquals(List.of(), page.items());
  }

  @Test
  void aScanReadsEveryItemOnceInSegmentsToo() throws IOException {
    List<Item> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(note("owner" + i % 40, i, "t"));
      put(NOTES, all.getLast());
    }
    assertEquals(new HashSet<>(all), new HashSet<>(scanAll(NOTES)));
    assertEquals(all.size(), scanAll(NOTES).size());
    for (int segments : new int[] {1, 2, 7}) {
      List<Item> found = new ArrayList<>();
      for (int segment = 0; segment < segments; segment++) {
        Scan scan = Scan.of(NOTES).segment(segment).totalSegments(segments).limit(9).build();
        for (boolean more = true; more; ) {
          Page page = varve.scan(scan);
          found.addAll(page.items());
          more = page.lastEvaluatedKey().isPresent();
          if (more) {
            scan = scan.startingAfter(page.lastEvaluatedKey().get());
          }
        }
      }
      assertEquals(all.size(), found.size());
      assertEquals(new HashSet<>(all), new HashSet<>(found));
    }
  }

  @Test
  void aScanFiltersByKeysToo() throws IOException {
    put(NOTES, note("a", 1, "x"));
    put(NOTES, note("b", 2, "x"));
    Scan scan = Scan.of(NOTES).filter("#o = :o").name("#o", "owner").value(":o", s("b")).build();
    assertEquals(List.of(note("b", 2, "x")), varve.scan(scan).items());
    assertEquals(2, varve.scan(scan).scannedCount());
  }

  @Test
  void queriesAreChecked() {
    assertQueryRefused(
        "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.",
        Query.of(NOTES).build());
    assertQueryRefused(
        "Query condition missed key schema element: owner",
        Query.of(NOTES).where("#a = :v").name("#a", "at").value(":v", n(1)).build());
    assertQueryRefused(
        "One or more parameter values were invalid: Condition parameter type does not match schema type",
        Query.of(NOTES).where("#o = :v").name("#o", "owner").value(":v", n(1)).build());
    assertQueryRefused(
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: at",
        ofOwner("o").filter("#a > :z").name("#a", "at").value(":z", n(0)).build());
    assertQueryRefused(
        "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
        ofOwner("o").limit(0).build());
    assertQueryRefused(
        "Cannot specify the ProjectionExpression when choosing to get COUNT",
        ofOwner("o").projection("body").countOnly().build());
    assertQueryRefused(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: owner",
        ofOwner("").build());
    assertRefused(
        ResourceNotFoundException.class,
        "Requested resource not found",
        () -> varve.query(Query.of("nothing").where("id = :v").value(":v", n(1)).build()));
  }

  @Test
  void startKeysOfQueriesAreChecked() {
    assertQueryRefused(
        "The provided starting key is invalid",
        ofOwner("o").startingAfter(Item.of("owner", s("o"))).build());
    assertQueryRefused(
        "The provided starting key is outside query boundaries based on provided conditions",
        ofOwner("o").startingAfter(noteKey("p", 1)).build());
    Query.Builder after5 =
        Query.of(NOTES)
            .where("#o = :o AND #a > :a")
            .name("#o", "owner")
            .name("#a", "at")
            .value(":o", s("o"))
            .value(":a", n(5));
    assertQueryRefused(
        "The provided starting key does not match the range key predicate",
        after5.startingAfter(noteKey("o", 5)).build());
    assertQueryRefused(
        "The provided exclusive start key is invalid: ExclusiveStartKey: {id=AttributeValue: {S:y}}",
        Query.of(USERS).where("id = :v").value(":v", s("x")).startingAfter(userKey("y")).build());
  }

  @Test
  void scansAreChecked() {
    Scan all = Scan.of(NOTES).build();
    assertScanRefused(
        "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 5 is not less than TotalSegments: 5",
        Scan.of(NOTES).segment(5).totalSegments(5).build());
    assertScanRefused(
        "The TotalSegments parameter is required but was not present in the request when Segment parameter is present",
        Scan.of(NOTES).segment(1).build());
    assertScanRefused(
        "The Segment parameter is required but was not present in the request when parameter TotalSegments is present",
        Scan.of(NOTES).totalSegments(1).build());
    assertScanRefused(
        "The provided starting key is invalid: The provided key element does not match the schema",
        all.startingAfter(userKey("x")));
    int segment = HashRange.part(1, 2).contains(hashOf("o")) ? 0 : 1;
    assertScanRefused(
        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: 2 Segment: "
            + segment,
        Scan.of(NOTES).segment(segment).totalSegments(2).startingAfter(noteKey("o", 1)).build());
  }

  @Test
  void pagesOfScansGoOverPartitions() throws IOException {
    varve.createTable(
        TableDefinition.named("spread").partitionKey("p", AttributeType.N).partitions(16).build());
    for (int i = 0; i < 50; i++) {
      put("spread", Item.of("p", n(i)));
    }
    Page page = varve.scan(Scan.of("spread").limit(49).build());
    assertEquals(49, page.count());
    page =
        varve.scan(
            Scan.of("spread").limit(49).startingAfter(page.lastEvaluatedKey().get()).build());
    assertEquals(1, page.count());
    assertEquals(Optional.empty(), page.lastEvaluatedKey());
    assertTrue(
        varve.partitions("spread").stream().filter(partition -> partition.itemCount() > 0).count()
            > 8);
  }

  @Test
  void aStartKeyNestedTooDeeplyIsRefusedWhateverTheTable() {
    AttributeValue deep = n(1);
    for (int level = 0; level < 32; level++) {
      deep = AttributeValue.l(deep);
    }
    Item startKey = Item.of("id", deep);
    String problem =
        "The provided starting key is invalid: Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit";
    assertScanRefused(problem, Scan.of("missing").startingAfter(startKey).build());
    assertQueryRefused(problem, Query.of("missing").startingAfter(startKey).build());
  }

  @Test
  void aQueryOfAPartitionKeyAloneGoesOnBehindItsOnlyItem() throws IOException {
    put(USERS, userKey("u"));
    for (boolean forward : new boolean[] {true, false}) {
      Query.Builder builder = Query.of(USERS).where("id = :id").value(":id", s("u")).limit(1);
      Query query = (forward ? builder : builder.backward()).build();
      Page first = varve.query(query);
      assertEquals(List.of(userKey("u")), first.items());
      assertEquals(Optional.of(userKey("u")), first.lastEvaluatedKey());
      Page second = varve.query(query.startingAfter(userKey("u")));
      assertEquals(List.of(), second.items());
      assertEquals(Optional.empty(), second.lastEvaluatedKey());
      assertQueryRefused(
          "The provided exclusive start key is invalid: ExclusiveStartKey: {id=AttributeValue: {S:v}}",
          query.startingAfter(userKey("v")));
      assertQueryRefused(
          "The provided exclusive start key is invalid: ExclusiveStartKey: {id=AttributeValue: {S:u}, x=AttributeValue: {N:1}}",
          query.startingAfter(Item.of("id", s("u"), "x", n(1))));
    }
  }

  @Test
  void noPathGoesIntoAKeyAttribute() throws IOException {
    String problem =
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ";
    put(NOTES, note("o", 1, "x"));
    assertRefused(
        ValidationException.class,
        problem + "at",
        () ->
            varve.getItem(
                GetItem.from(NOTES)
                    .key(noteKey("o", 1))
                    .projection("#at[0], title")
                    .name("#at", "at")
                    .build()));
    assertQueryRefused(
        problem + "at", ofOwner("o").filter("attribute_exists(#at.x)").name("#at", "at").build());
    assertQueryRefused(problem + "at", ofOwner("o").projection("#at.x").name("#at", "at").build());
    assertScanRefused(
        problem + "owner",
        Scan.of(NOTES).filter("attribute_exists(#o.x)").name("#o", "owner").build());
    assertScanRefused(problem + "at", Scan.of(NOTES).projection("#at.x").name("#at", "at").build());
    assertScanRefused(
        "Invalid FilterExpression: List index is not within the allowable range; index: [4294967295]",
        Scan.of(NOTES).filter("attribute_exists(a[4294967295])").build());
  }

  private static long hashOf(String owner) {
    return KeyCodec.hashOf(
        new KeyCodec(new KeyElement("owner", AttributeType.S), null).encode(s(owner), null));
  }

  private static Query.Builder ofOwner(String owner) {
    return Query.of(NOTES)
        .where("#owner = :owner")
        .name("#owner", "owner")
        .value(":owner", s(owner));
  }

  private List<Object> ats(Query query) throws IOException {
    List<Object> found = new ArrayList<>();
    for (Item item : varve.query(query).items()) {
      found.add(item.get("at"));
    }
    return found;
  }

  private void assertQueryRefused(String message, Query query) {
    assertRefused(ValidationException.class, message, () -> varve.query(query));
  }

  private void assertScanRefused(String message, Scan scan) {
    assertRefused(ValidationException.class, message, () -> varve.scan(scan));
  }
}
