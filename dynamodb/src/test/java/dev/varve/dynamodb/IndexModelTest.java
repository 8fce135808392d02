package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.Delete;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.TransactionCanceledException;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.IndexedTable;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.model.TableModel;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The indexes of a table say what the table says, whatever is written, while one of them is built
 * or dropped, and after the database was closed, killed or cut off from power.
 */
class IndexModelTest {
  private static final int STEPS = 120;

  /** An index as it is defined. */
  private record Shape(
      String name, List<String> partition, List<String> sort, List<String> included, boolean all) {
    List<String> keys() {
      List<String> keys = new ArrayList<>(partition);
      keys.addAll(sort);
      return keys;
    }

    boolean holds(Item item) {
      return keys().stream()
          .allMatch(name -> item.has(name) && item.get(name).type() == TYPES.get(name));
    }

    Item entry(Item item) {
      if (all) {
        return item;
      }
      List<String> names = new ArrayList<>(keys());
      names.addAll(List.of("clan", "born"));
      names.addAll(included);
      return part(item, names);
    }

    Item startKey(Item entry) {
      List<String> names = new ArrayList<>(keys());
      names.addAll(List.of("clan", "born"));
      return part(entry, names);
    }
  }

  private static Item part(Item item, List<String> names) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (String name : names) {
      if (item.has(name)) {
        attributes.put(name, item.get(name));
      }
    }
    return Item.of(attributes);
  }

  private static final Map<String, AttributeType> TYPES =
      Map.of(
          "clan", AttributeType.S,
          "born", AttributeType.N,
          "city", AttributeType.S,
          "zip", AttributeType.N,
          "age", AttributeType.N,
          "code", AttributeType.B,
          "mark", AttributeType.S);

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("byCity", List.of("city"), List.of("age"), List.of(), true),
          new Shape(
              "byPlace", List.of("city", "zip"), List.of("age", "code"), List.of("note"), false),
          new Shape("byCode", List.of("code"), List.of(), List.of(), false),
          new Shape("byAge", List.of("clan"), List.of("age"), List.of("note"), false));

  private static final Shape LATE =
      new Shape(IndexedTable.LATE, List.of("mark"), List.of("zip"), List.of(), true);

  /** Values of each attribute, few, so that they meet. */
  private static final Map<String, List<AttributeValue>> VALUES =
      Map.of(
          "clan", List.of(AttributeValue.s("a"), AttributeValue.s("b"), AttributeValue.s("a\0")),
          "born", List.of(AttributeValue.n(-1), AttributeValue.n(0), AttributeValue.n("12.5")),
          "city", List.of(AttributeValue.s("x"), AttributeValue.s("x\0"), AttributeValue.s("xy")),
          "zip", List.of(AttributeValue.n(1), AttributeValue.n(10)),
          "age", List.of(AttributeValue.n(7), AttributeValue.n(-7), AttributeValue.n(70)),
          "code",
              List.of(
                  AttributeValue.b((byte) 0),
                  AttributeValue.b((byte) 0, (byte) 0),
                  AttributeValue.b((byte) -1)),
          "mark", List.of(AttributeValue.s("m"), AttributeValue.s("n"), AttributeValue.n(5)),
          "note", List.of(AttributeValue.s(""), AttributeValue.n(1)),
          "more", List.of(AttributeValue.s("more"), AttributeValue.s("less")));

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void indexesSayWhatTheTableSays(@ForAll long seed) throws IOException {
    try (Databases databases = new Databases(VarveOptions.defaults().withEngine(Databases.SMALL))) {
      IndexedTable.create(databases.varve());
      Run run = new Run(databases, new Random(seed));
      for (int i = 0; i < STEPS; i++) {
        run.step();
      }
      run.compareAll();
      databases.reopen();
      run.compareAll();
    }
  }

  private static final class Run {
    private final Databases databases;
    private final Random random;
    private final Map<Item, Item> items = new HashMap<>();

    /** Whether there is the late index, and whether it was seen to be whole. */
    private boolean late;

    private boolean built;

    Run(Databases databases, Random random) {
      this.databases = databases;
      this.random = random;
    }

    void step() throws IOException {
      switch (random.nextInt(28)) {
        case 26, 27 -> Splits.change(databases.varve(), IndexedTable.NAME, random);
        case 0, 1, 2, 3, 4, 5 -> put();
        case 6, 7, 8 -> update();
        case 9, 10 -> delete();
        case 11, 12, 13, 14, 15, 16 -> query(shape());
        case 17 -> scan(shape());
        case 18 -> toggleLate();
        case 19 -> databases.varve().flush(IndexedTable.NAME);
        case 20 -> restart();
        case 21, 22 -> fetch();
        case 23 -> transact();
        case 24 -> batch();
        default -> compareAll();
      }
    }

    private void restart() throws IOException {
      switch (random.nextInt(3)) {
        case 0 -> databases.reopen();
        case 1 -> databases.kill();
        default -> databases.losePower(random.nextLong());
      }
    }

    private AttributeValue any(String name) {
      List<AttributeValue> values = VALUES.get(name);
      return values.get(random.nextInt(values.size()));
    }

    private Item key() {
      return Item.of("clan", any("clan"), "born", any("born"));
    }

    /** Whether the indexes forbid a value. */
    private boolean isForbidden(String name, AttributeValue value) {
      return name.equals("mark") && late && value.type() != AttributeType.S;
    }

    /** An item that all indexes allow. */
    private Item item(Item key) {
      Item item = attributes(key);
      return item.has("mark") && isForbidden("mark", item.get("mark"))
          ? item.toBuilder().remove("mark").build()
          : item;
    }

    private Item attributes(Item key) {
      Item.Builder builder = key.toBuilder();
      for (String name : List.of("city", "zip", "age", "code", "mark", "note", "more")) {
        if (random.nextInt(4) > 0) {
          builder.put(name, any(name));
        }
      }
      return builder.build();
    }

    private void put() throws IOException {
      Item item = attributes(key());
      if (item.has("mark") && isForbidden("mark", item.get("mark"))) {
        assertThrows(ValidationException.class, () -> databases.varve().putItem(request(item)));
        return;
      }
      databases.varve().putItem(request(item));
      items.put(part(item, List.of("clan", "born")), item);
    }

    private static PutItem request(Item item) {
      return PutItem.of(IndexedTable.NAME, item);
    }

    private void update() throws IOException {
      Item key = key();
      List<String> names = List.of("city", "zip", "age", "code", "mark", "note", "more");
      String name = names.get(random.nextInt(names.size()));
      UpdateItem.Builder request = UpdateItem.in(IndexedTable.NAME).key(key).name("#a", name);
      Item before = items.get(key);
      if (random.nextInt(3) == 0) {
        databases.varve().updateItem(request.update("REMOVE #a").build());
        if (before != null) {
          items.put(key, before.toBuilder().remove(name).build());
        }
        return;
      }
      AttributeValue value = any(name);
      UpdateItem set = request.update("SET #a = :v").value(":v", value).build();
      if (isForbidden(name, value)) {
        assertThrows(ValidationException.class, () -> databases.varve().updateItem(set));
        return;
      }
      databases.varve().updateItem(set);
      items.put(key, (before == null ? key : before).toBuilder().put(name, value).build());
    }

    private void delete() throws IOException {
      Item key = key();
      databases.varve().deleteItem(DeleteItem.from(IndexedTable.NAME).key(key).build());
      items.remove(key);
    }

    /** A put and a deletion of other items, both or none. */
    private void transact() throws IOException {
      Item put = item(key());
      Item putKey = part(put, List.of("clan", "born"));
      Item deleted = key();
      if (putKey.equals(deleted)) {
        return;
      }
      TransactWriteItems request =
          TransactWriteItems.builder()
              .transactItems(
                  TransactWriteItem.builder()
                      .put(Put.builder().tableName(IndexedTable.NAME).item(put).build())
                      .build(),
                  TransactWriteItem.builder()
                      .delete(
                          Delete.builder()
                              .tableName(IndexedTable.NAME)
                              .key(deleted)
                              .conditionExpression("attribute_exists(clan)")
                              .build())
                      .build())
              .build();
      if (items.containsKey(deleted)) {
        databases.varve().transactWriteItems(request);
        items.put(putKey, put);
        items.remove(deleted);
      } else {
        assertThrows(
            TransactionCanceledException.class,
            () -> databases.varve().transactWriteItems(request));
      }
    }

    /** Puts of several items. */
    private void batch() throws IOException {
      Map<Item, Item> puts = new LinkedHashMap<>();
      for (int i = 0; i < 4; i++) {
        Item item = item(key());
        puts.put(part(item, List.of("clan", "born")), item);
      }
      databases
          .varve()
          .batchWriteItem(
              BatchWriteItem.builder()
                  .requestItems(
                      Map.of(
                          IndexedTable.NAME,
                          puts.values().stream()
                              .map(item -> WriteRequest.of(PutRequest.of(item)))
                              .toList()))
                  .build());
      items.putAll(puts);
    }

    private void toggleLate() throws IOException {
      if (!late) {
        IndexedTable.addLate(databases.varve());
        late = true;
        built = false;
      } else if (random.nextBoolean()) {
        awaitLate();
        IndexedTable.removeLate(databases.varve());
        late = false;
      }
    }

    private void awaitLate() throws IOException {
      if (late && !built) {
        IndexedTable.awaitLate(databases.varve());
        built = true;
      }
    }

    private Shape shape() throws IOException {
      if (late && random.nextInt(4) == 0) {
        awaitLate();
        return LATE;
      }
      return SHAPES.get(random.nextInt(SHAPES.size()));
    }

    private List<Item> expected(Shape shape) {
      List<String> order = new ArrayList<>(shape.sort());
      order.addAll(List.of("clan", "born"));
      Comparator<Item> comparator =
          (a, b) -> {
            int result = 0;
            for (int i = 0; i < order.size() && result == 0; i++) {
              result = TableModel.compare(a.get(order.get(i)), b.get(order.get(i)));
            }
            return result;
          };
      return items.values().stream()
          .filter(shape::holds)
          .map(shape::entry)
          .sorted(comparator)
          .toList();
    }

    private void query(Shape shape) throws IOException {
      Query.Builder query = Query.of(IndexedTable.NAME).index(shape.name());
      List<Item> expected = new ArrayList<>(expected(shape));
      List<String> terms = new ArrayList<>();
      for (String name : shape.partition()) {
        equal(query, terms, expected, name);
      }
      int used = random.nextInt(shape.sort().size() + 1);
      for (int i = 0; i < used; i++) {
        String name = shape.sort().get(i);
        if (i < used - 1) {
          equal(query, terms, expected, name);
        } else {
          last(query, terms, expected, name);
        }
      }
      Collections.shuffle(terms, random);
      query.where(String.join(" AND ", terms));
      if (random.nextBoolean()) {
        query.backward();
        Collections.reverse(expected);
      }
      int limit = 1 + random.nextInt(4);
      assertEquals(expected, pages(shape, query.limit(limit).build(), limit));
    }

    private void equal(Query.Builder query, List<String> terms, List<Item> expected, String name) {
      AttributeValue value = any(name);
      while (value.type() != TYPES.get(name)) {
        value = any(name);
      }
      query.name("#" + name, name).value(":" + name, value);
      terms.add("#" + name + " = :" + name);
      AttributeValue wanted = value;
      expected.removeIf(item -> !item.get(name).equals(wanted));
    }

    private void last(Query.Builder query, List<String> terms, List<Item> expected, String name) {
      AttributeValue low = any(name);
      AttributeValue high = any(name);
      if (TableModel.compare(low, high) > 0) {
        AttributeValue swap = low;
        low = high;
        high = swap;
      }
      query.name("#" + name, name).value(":" + name, low);
      AttributeValue from = low;
      AttributeValue to = high;
      switch (random.nextInt(7)) {
        case 0 -> {
          terms.add("#" + name + " = :" + name);
          expected.removeIf(item -> TableModel.compare(item.get(name), from) != 0);
        }
        case 1 -> {
          terms.add("#" + name + " < :" + name);
          expected.removeIf(item -> TableModel.compare(item.get(name), from) >= 0);
        }
        case 2 -> {
          terms.add("#" + name + " <= :" + name);
          expected.removeIf(item -> TableModel.compare(item.get(name), from) > 0);
        }
        case 3 -> {
          terms.add("#" + name + " > :" + name);
          expected.removeIf(item -> TableModel.compare(item.get(name), from) <= 0);
        }
        case 4 -> {
          terms.add("#" + name + " >= :" + name);
          expected.removeIf(item -> TableModel.compare(item.get(name), from) < 0);
        }
        case 5 -> {
          query.value(":to", to);
          terms.add("#" + name + " BETWEEN :" + name + " AND :to");
          expected.removeIf(item ->
              TableModel.compare(item.get(name), from) < 0
                  || TableModel.compare(item.get(name), to) > 0);
        }
        default -> {
          if (from instanceof AttributeValue.B beginning) {
            terms.add("begins_with(#" + name + ", :" + name + ")");
            expected.removeIf(item -> !((AttributeValue.B) item.get(name)).startsWith(beginning));
          } else {
            terms.add(":" + name + " = #" + name);
            expected.removeIf(item -> TableModel.compare(item.get(name), from) != 0);
          }
        }
      }
    }

    private List<Item> pages(Shape shape, Query first, int limit) throws IOException {
      List<Item> found = new ArrayList<>();
      Query query = first;
      while (true) {
        Page page = databases.varve().query(query);
        found.addAll(page.items());
        assertTrue(page.scannedCount() <= limit);
        assertEquals(page.scannedCount() == limit, page.lastEvaluatedKey().isPresent());
        if (page.lastEvaluatedKey().isEmpty()) {
          return found;
        }
        assertEquals(shape.startKey(found.getLast()), page.lastEvaluatedKey().get());
        query = query.startingAfter(page.lastEvaluatedKey().get());
      }
    }

    private void scan(Shape shape) throws IOException {
      int segments = 1 + random.nextInt(3);
      List<Item> found = new ArrayList<>();
      for (int segment = 0; segment < segments; segment++) {
        Scan scan =
            Scan.of(IndexedTable.NAME)
                .index(shape.name())
                .limit(1 + random.nextInt(4))
                .segment(segment)
                .totalSegments(segments)
                .build();
        while (true) {
          Page page = databases.varve().scan(scan);
          found.addAll(page.items());
          if (page.lastEvaluatedKey().isEmpty()) {
            break;
          }
          scan = scan.startingAfter(page.lastEvaluatedKey().get());
        }
      }
      assertSame(expected(shape), found);
    }

    /** A local index gives whole items, too. */
    private void fetch() throws IOException {
      AttributeValue clan = any("clan");
      Page page =
          databases
              .varve()
              .query(
                  Query.of(IndexedTable.NAME)
                      .index("byAge")
                      .where("clan = :f")
                      .value(":f", clan)
                      .select(Select.ALL_ATTRIBUTES)
                      .consistentRead(random.nextBoolean())
                      .build());
      List<Item> expected =
          expected(SHAPES.getLast()).stream()
              .filter(item -> item.get("clan").equals(clan))
              .map(entry -> items.get(part(entry, List.of("clan", "born"))))
              .toList();
      assertEquals(expected, page.items());
    }

    /** The same, in any order. */
    private static void assertSame(List<Item> expected, List<Item> found) {
      Map<Item, Integer> counts = new HashMap<>();
      expected.forEach(item -> counts.merge(item, 1, Integer::sum));
      found.forEach(item -> counts.merge(item, -1, Integer::sum));
      counts.values().removeIf(count -> count == 0);
      assertEquals(Map.of(), counts);
    }

    void compareAll() throws IOException {
      awaitLate();
      List<Shape> shapes = new ArrayList<>(SHAPES);
      if (late) {
        shapes.add(LATE);
      }
      for (Shape shape : shapes) {
        Page page = databases.varve().scan(Scan.of(IndexedTable.NAME).index(shape.name()).build());
        assertSame(expected(shape), page.items());
        compareCounts(shape);
      }
      assertSame(
          List.copyOf(items.values()),
          databases.varve().scan(Scan.of(IndexedTable.NAME).build()).items());
    }

    /** What is known of the number of entries without counting them. */
    private void compareCounts(Shape shape) throws IOException {
      long sum = 0;
      boolean exact = true;
      for (TablePartition partition :
          databases.varve().partitions(IndexedTable.NAME, shape.name())) {
        sum += partition.itemCount();
        exact &= partition.itemCountExact();
      }
      long entries = expected(shape).size();
      assertTrue(exact ? sum == entries : sum >= entries, sum + " for " + entries);
    }
  }
}
