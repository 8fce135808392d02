package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.ConditionalCheckFailedException;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteItemResult;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.Page;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutItemResult;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ReturnValue;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.UpdateItemResult;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.model.TableModel;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.testing.Values;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/**
 * A table behaves like a plain map, whatever is done to it in whatever order, and also after it was
 * closed and opened, or the power was lost.
 */
class ModelTest {
  private static final String TABLE = "model";

  /** One table per run: its key, and the sort keys it uses. */
  private record Shape(AttributeType partitionType, AttributeType sortType, int partitions) {}

  /** One step. */
  private sealed interface Step {
    record Put(int partition, int sort, Item attributes) implements Step {}

    record PutIfAbsent(int partition, int sort, Item attributes) implements Step {}

    record Set(int partition, int sort, AttributeValue value) implements Step {}

    record Add(int partition, int sort, int amount) implements Step {}

    record Remove(int partition, int sort) implements Step {}

    record Delete(int partition, int sort) implements Step {}

    record DeleteIfCounted(int partition, int sort) implements Step {}

    record Get(int partition, int sort) implements Step {}

    record Query(int partition, int operator, int low, int high, boolean forward, int limit)
        implements Step {}

    record Scan(int limit, int segments) implements Step {}

    record Flush() implements Step {}

    record Reopen() implements Step {}

    record Kill() implements Step {}

    record LosePower(long seed) implements Step {}

    record Split(long seed) implements Step {}
  }

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void aTableBehavesLikeAMap(
      @ForAll("shapes") Shape shape, @ForAll("steps") List<Step> steps, @ForAll long seed)
      throws IOException {
    try (Databases databases = new Databases(VarveOptions.defaults().withEngine(Databases.SMALL))) {
      TableDefinition.Builder definition =
          TableDefinition.named(TABLE)
              .partitionKey("pk", shape.partitionType())
              .partitions(shape.partitions());
      if (shape.sortType() != null) {
        definition.sortKey("sk", shape.sortType());
      }
      databases.varve().createTable(definition.build());
      Run run = new Run(databases, shape, new Random(seed));
      for (Step step : steps) {
        run.take(step);
      }
      run.take(new Step.Reopen());
      run.compareAll();
    }
  }

  /** A table, its model and the keys in use. */
  private static final class Run {
    private final Databases databases;
    private final TableModel model;
    private final List<AttributeValue> partitionKeys;
    private final List<AttributeValue> sortKeys;

    Run(Databases databases, Shape shape, Random random) {
      this.databases = databases;
      this.model = new TableModel("pk", shape.sortType() == null ? null : "sk");
      this.partitionKeys = keys(shape.partitionType(), 5, random);
      this.sortKeys = shape.sortType() == null ? List.of() : keys(shape.sortType(), 8, random);
    }

    private static List<AttributeValue> keys(AttributeType type, int count, Random random) {
      Set<AttributeValue> keys = new HashSet<>();
      while (keys.size() < count) {
        keys.add(
            switch (type) {
              case S ->
                  AttributeValue.s(
                      "k".repeat(1 + random.nextInt(3)) + (char) ('a' + random.nextInt(26)));
              case N ->
                  AttributeValue.n(
                      BigDecimal.valueOf(random.nextInt(2000) - 1000, random.nextInt(4) - 1));
              default -> AttributeValue.b((byte) random.nextInt(3), (byte) (random.nextInt(3) - 1));
            });
      }
      return List.copyOf(keys);
    }

    private Item key(int partition, int sort) {
      AttributeValue partitionKey = partitionKeys.get(partition % partitionKeys.size());
      return sortKeys.isEmpty()
          ? Item.of("pk", partitionKey)
          : Item.of("pk", partitionKey, "sk", sortKeys.get(sort % sortKeys.size()));
    }

    private Item item(int partition, int sort, Item attributes) {
      return key(partition, sort).toBuilder().putAll(attributes.asMap()).build();
    }

    void take(Step step) throws IOException {
      Varve varve = databases.varve();
      switch (step) {
        case Step.Put put -> {
          Item item = item(put.partition(), put.sort(), put.attributes());
          PutItemResult result =
              varve.putItem(
                  PutItem.into(TABLE).item(item).returnValues(ReturnValue.ALL_OLD).build());
          assertEquals(Optional.ofNullable(model.put(item)), result.attributes());
        }
        case Step.PutIfAbsent put -> {
          Item item = item(put.partition(), put.sort(), put.attributes());
          PutItem request =
              PutItem.into(TABLE)
                  .item(item)
                  .condition("attribute_not_exists(pk)")
                  .returnItemOnFailure()
                  .build();
          Item stored = model.get(model.keyOf(item));
          if (stored == null) {
            varve.putItem(request);
            model.put(item);
          } else {
            ConditionalCheckFailedException e =
                assertThrows(ConditionalCheckFailedException.class, () -> varve.putItem(request));
            assertEquals(Optional.of(stored), e.item());
          }
        }
        case Step.Set set -> {
          Item key = key(set.partition(), set.sort());
          UpdateItemResult result =
              varve.updateItem(
                  UpdateItem.in(TABLE)
                      .key(key)
                      .update("SET #a = :v")
                      .name("#a", "attr")
                      .value(":v", set.value())
                      .returnValues(ReturnValue.ALL_NEW)
                      .build());
          Item before = model.get(key);
          Item after = (before == null ? key : before).toBuilder().put("attr", set.value()).build();
          model.put(after);
          assertEquals(Optional.of(after), result.attributes());
        }
        case Step.Add add -> {
          Item key = key(add.partition(), add.sort());
          UpdateItemResult result =
              varve.updateItem(
                  UpdateItem.in(TABLE)
                      .key(key)
                      .update("ADD counted :n")
                      .value(":n", AttributeValue.n(add.amount()))
                      .returnValues(ReturnValue.UPDATED_NEW)
                      .build());
          Item before = model.get(key);
          long old =
              before != null && before.get("counted") instanceof AttributeValue.N n
                  ? n.value().longValue()
                  : 0;
          AttributeValue sum = AttributeValue.n(old + add.amount());
          model.put((before == null ? key : before).toBuilder().put("counted", sum).build());
          assertEquals(Optional.of(Item.of("counted", sum)), result.attributes());
        }
        case Step.Remove remove -> {
          Item key = key(remove.partition(), remove.sort());
          varve.updateItem(UpdateItem.in(TABLE).key(key).update("REMOVE attr").build());
          Item before = model.get(key);
          if (before != null) {
            model.put(before.toBuilder().remove("attr").build());
          }
        }
        case Step.Delete delete -> {
          Item key = key(delete.partition(), delete.sort());
          DeleteItemResult result =
              varve.deleteItem(
                  DeleteItem.from(TABLE).key(key).returnValues(ReturnValue.ALL_OLD).build());
          assertEquals(Optional.ofNullable(model.delete(key)), result.attributes());
        }
        case Step.DeleteIfCounted delete -> {
          Item key = key(delete.partition(), delete.sort());
          DeleteItem request =
              DeleteItem.from(TABLE)
                  .key(key)
                  .condition("counted > :zero")
                  .value(":zero", AttributeValue.n(0))
                  .build();
          Item stored = model.get(key);
          if (stored != null
              && stored.get("counted") instanceof AttributeValue.N n
              && n.value().signum() > 0) {
            varve.deleteItem(request);
            model.delete(key);
          } else {
            assertThrows(ConditionalCheckFailedException.class, () -> varve.deleteItem(request));
          }
        }
        case Step.Get get -> {
          Item key = key(get.partition(), get.sort());
          assertEquals(
              Optional.ofNullable(model.get(key)), varve.getItem(GetItem.of(TABLE, key)).item());
        }
        case Step.Query query -> compareQuery(query);
        case Step.Scan scan -> compareScan(varve, scan.limit(), scan.segments());
        case Step.Flush _ -> varve.flush(TABLE);
        case Step.Reopen _ -> databases.reopen();
        case Step.Kill _ -> databases.kill();
        case Step.LosePower loss -> databases.losePower(loss.seed());
        case Step.Split split -> Splits.change(varve, TABLE, new Random(split.seed()));
      }
    }

    private void compareQuery(Step.Query step) throws IOException {
      AttributeValue partition = partitionKeys.get(step.partition() % partitionKeys.size());
      Query.Builder query = Query.of(TABLE).value(":p", partition);
      List<Item> expected;
      if (sortKeys.isEmpty()) {
        query.where("pk = :p");
        expected = model.query(partition, _ -> true, true);
      } else {
        AttributeValue low = sortKeys.get(step.low() % sortKeys.size());
        AttributeValue high = sortKeys.get(step.high() % sortKeys.size());
        if (TableModel.compare(low, high) > 0) {
          AttributeValue swap = low;
          low = high;
          high = swap;
        }
        expected =
            model.query(partition, condition(query, step.operator(), low, high), step.forward());
        query.limit(step.limit());
      }
      if (!step.forward()) {
        query.backward();
      }
      assertEquals(expected, readAll(query.build(), step.limit()));
    }

    /** Puts a condition on the sort key into the query, and gives what it means. */
    private Predicate<AttributeValue> condition(
        Query.Builder query, int operator, AttributeValue low, AttributeValue high) {
      switch (operator) {
        case 0 -> {
          query.where("pk = :p");
          return _ -> true;
        }
        case 1 -> {
          query.where("pk = :p AND sk = :low").value(":low", low);
          return key -> TableModel.compare(key, low) == 0;
        }
        case 2 -> {
          query.where("pk = :p AND sk < :low").value(":low", low);
          return key -> TableModel.compare(key, low) < 0;
        }
        case 3 -> {
          query.where("sk <= :low AND pk = :p").value(":low", low);
          return key -> TableModel.compare(key, low) <= 0;
        }
        case 4 -> {
          query.where("pk = :p AND sk > :low").value(":low", low);
          return key -> TableModel.compare(key, low) > 0;
        }
        case 5 -> {
          query.where("pk = :p AND :low <= sk").value(":low", low);
          return key -> TableModel.compare(key, low) >= 0;
        }
        case 6 -> {
          query
              .where("pk = :p AND sk BETWEEN :low AND :high")
              .value(":low", low)
              .value(":high", high);
          return key -> TableModel.compare(key, low) >= 0 && TableModel.compare(key, high) <= 0;
        }
        default -> {
          return beginsWith(query, low);
        }
      }
    }

    private Predicate<AttributeValue> beginsWith(Query.Builder query, AttributeValue low) {
      return switch (low) {
        case AttributeValue.S s -> {
          String beginning = s.value().substring(0, 1 + s.value().length() / 2);
          query.where("pk = :p AND begins_with(sk, :b)").value(":b", AttributeValue.s(beginning));
          yield key -> ((AttributeValue.S) key).value().startsWith(beginning);
        }
        case AttributeValue.B b -> {
          AttributeValue.B beginning = AttributeValue.b(b.at(0));
          query.where("pk = :p AND begins_with(sk, :b)").value(":b", beginning);
          yield key -> ((AttributeValue.B) key).startsWith(beginning);
        }
        default -> {
          query.where("pk = :p");
          yield _ -> true;
        }
      };
    }

    private List<Item> readAll(Query first, int limit) throws IOException {
      List<Item> items = new ArrayList<>();
      Query query = first;
      while (true) {
        Page page = databases.varve().query(query);
        items.addAll(page.items());
        assertEquals(page.items().size(), page.scannedCount());
        assertTrue(sortKeys.isEmpty() || page.scannedCount() <= limit);
        assertEquals(
            first.limit() != null && page.scannedCount() == limit,
            page.lastEvaluatedKey().isPresent());
        if (page.lastEvaluatedKey().isEmpty()) {
          return items;
        }
        assertEquals(model.keyOf(items.getLast()), page.lastEvaluatedKey().get());
        query = query.startingAfter(page.lastEvaluatedKey().get());
      }
    }

    private void compareScan(Varve varve, int limit, int segments) throws IOException {
      List<Item> items = new ArrayList<>();
      for (int segment = 0; segment < segments; segment++) {
        Scan scan = Scan.of(TABLE).limit(limit).segment(segment).totalSegments(segments).build();
        while (true) {
          Page page = varve.scan(scan);
          items.addAll(page.items());
          if (page.lastEvaluatedKey().isEmpty()) {
            break;
          }
          scan = scan.startingAfter(page.lastEvaluatedKey().get());
        }
      }
      assertEquals(model.size(), items.size());
      assertEquals(new HashSet<>(model.all()), new HashSet<>(items));
    }

    /** What is known of the number of items without counting them. */
    void compareCounts(Varve varve) throws IOException {
      TableOverview table = varve.overview(TABLE);
      assertCount(model.size(), table.itemCount(), table.itemCountExact());
      long sum = 0;
      for (TablePartition partition : varve.partitions(TABLE)) {
        long expected =
            model.all().stream()
                .filter(item -> varve.partitionOf(TABLE, model.keyOf(item)) == partition.id())
                .count();
        assertCount(expected, partition.itemCount(), partition.itemCountExact());
        sum += partition.itemCount();
      }
      assertEquals(table.itemCount(), sum);
    }

    private static void assertCount(long expected, long count, boolean exact) {
      assertTrue(exact ? count == expected : count >= expected, () -> count + " for " + expected);
    }

    /** Everything in the table, one by one, and its counts. */
    void compareAll() throws IOException {
      Varve varve = databases.varve();
      compareScan(varve, 1000, 1);
      for (Item item : model.all()) {
        Item key = model.keyOf(item);
        assertEquals(Optional.of(item), varve.getItem(GetItem.of(TABLE, key)).item());
      }
      compareCounts(varve);
      assertEquals(model.size(), varve.countItems(TABLE));
      assertTrue(varve.overview(TABLE).itemCountExact());
      compareCounts(varve);
      Splits.assertWhole(varve.partitions(TABLE));
    }
  }

  @Provide
  Arbitrary<Shape> shapes() {
    return Combinators.combine(
            Arbitraries.of(AttributeType.S, AttributeType.N, AttributeType.B),
            Arbitraries.of(AttributeType.S, AttributeType.N, AttributeType.B).injectNull(0.2),
            Arbitraries.integers().between(1, 4))
        .as(Shape::new);
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> number = Arbitraries.integers().between(0, 7);
    Arbitrary<Item> attributes = Values.attributes("pk", "sk", "counted").map(Item::of);
    Arbitrary<Integer> limit = Arbitraries.integers().between(1, 4);
    return Arbitraries.frequencyOf(
            Tuple.of(
                6,
                Combinators.combine(number, number, attributes)
                    .as((p, s, a) -> (Step) new Step.Put(p, s, a))),
            Tuple.of(
                2,
                Combinators.combine(number, number, attributes)
                    .as((p, s, a) -> (Step) new Step.PutIfAbsent(p, s, a))),
            Tuple.of(
                3,
                Combinators.combine(number, number, Values.values(1))
                    .as((p, s, v) -> (Step) new Step.Set(p, s, v))),
            Tuple.of(
                3,
                Combinators.combine(number, number, Arbitraries.integers().between(-3, 5))
                    .as((p, s, n) -> (Step) new Step.Add(p, s, n))),
            Tuple.of(
                1, Combinators.combine(number, number).as((p, s) -> (Step) new Step.Remove(p, s))),
            Tuple.of(
                3, Combinators.combine(number, number).as((p, s) -> (Step) new Step.Delete(p, s))),
            Tuple.of(
                1,
                Combinators.combine(number, number)
                    .as((p, s) -> (Step) new Step.DeleteIfCounted(p, s))),
            Tuple.of(
                3, Combinators.combine(number, number).as((p, s) -> (Step) new Step.Get(p, s))),
            Tuple.of(
                6,
                Combinators.combine(
                        number, number, number, number, Arbitraries.of(true, false), limit)
                    .as((p, o, l, h, f, n) -> (Step) new Step.Query(p, o, l, h, f, n))),
            Tuple.of(
                2,
                Combinators.combine(limit, Arbitraries.integers().between(1, 3))
                    .as((l, s) -> (Step) new Step.Scan(l, s))),
            Tuple.of(1, Arbitraries.just((Step) new Step.Flush())),
            Tuple.of(1, Arbitraries.just((Step) new Step.Reopen())),
            Tuple.of(1, Arbitraries.just((Step) new Step.Kill())),
            Tuple.of(1, Arbitraries.longs().map(seed -> (Step) new Step.LosePower(seed))),
            Tuple.of(2, Arbitraries.longs().map(seed -> (Step) new Step.Split(seed))))
        .list()
        .ofMinSize(10)
        .ofMaxSize(70);
  }
}
