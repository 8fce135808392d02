package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.Capacity;
import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ContributorInsightsAction;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.Get;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.Put;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutRequest;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.UpdateContributorInsights;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.WriteRequest;
import dev.varve.dynamodb.insights.Contributor;
import dev.varve.dynamodb.insights.InsightRule;
import dev.varve.dynamodb.metrics.Datapoint;
import dev.varve.dynamodb.metrics.Metric;
import dev.varve.dynamodb.metrics.MetricId;
import dev.varve.dynamodb.metrics.Statistic;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Metrics and insights tell of any requests what their answers said that they consumed. */
class MetricsModelTest {
  private static final String TABLE = "tab";
  private static final String INDEX = "byCity";
  private static final int IDS = 6;
  private static final ReturnConsumedCapacity ALL = ReturnConsumedCapacity.INDEXES;
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  private static final VarveOptions OPTIONS =
      VarveOptions.defaults()
          .withDurability(Durability.BUFFERED)
          .withEngine(Databases.SMALL)
          .withPartitionsPerTable(2)
          .withMetrics(MetricsOptions.defaults().withoutCheckInterval());

  /** Requests, and the units that their answers told. */
  private static final class Model {
    private final Varve varve;
    private final Random random;

    /** Of the table and the index. */
    private final Map<MetricId, Double> units = new HashMap<>();

    Model(Varve varve, Random random) {
      this.varve = varve;
      this.random = random;
    }

    private void reads(ConsumedCapacity consumed) {
      add(consumed, Metric.CONSUMED_READ_CAPACITY_UNITS);
    }

    private void writes(ConsumedCapacity consumed) {
      add(consumed, Metric.CONSUMED_WRITE_CAPACITY_UNITS);
    }

    private void add(ConsumedCapacity consumed, Metric metric) {
      MetricId ofTable = MetricId.of(metric, TABLE);
      consumed.table().ifPresent(part -> add(ofTable, part));
      consumed.localSecondaryIndexes().values().forEach(part -> add(ofTable, part));
      consumed
          .globalSecondaryIndexes()
          .values()
          .forEach(part -> add(MetricId.ofIndex(metric, TABLE, INDEX), part));
    }

    private void add(MetricId id, Capacity part) {
      units.merge(id, part.capacityUnits().orElseThrow(), Double::sum);
    }

    private static Item key(int number) {
      return Item.of("id", s("k" + number / 2), "at", n(number % 2));
    }

    private Item item(int number) {
      Item.Builder item = key(number).toBuilder();
      if (random.nextBoolean()) {
        item.put("city", s("c" + random.nextInt(3)));
      }
      if (random.nextBoolean()) {
        item.put("text", s("t" + random.nextInt(3)));
      }
      return item.put("filler", s("x".repeat(random.nextInt(3000)))).build();
    }

    private List<Integer> some() {
      List<Integer> numbers = new ArrayList<>(IntStream.range(0, IDS).boxed().toList());
      Collections.shuffle(numbers, random);
      return numbers.subList(0, 1 + random.nextInt(3));
    }

    void step() throws IOException {
      int number = random.nextInt(IDS);
      switch (random.nextInt(10)) {
        case 0 ->
            writes(
                varve
                    .putItem(
                        PutItem.into(TABLE).item(item(number)).returnConsumedCapacity(ALL).build())
                    .consumedCapacity()
                    .orElseThrow());
        case 1 ->
            reads(
                varve
                    .getItem(
                        GetItem.from(TABLE)
                            .key(key(number))
                            .consistentRead(random.nextBoolean())
                            .returnConsumedCapacity(ALL)
                            .build())
                    .consumedCapacity()
                    .orElseThrow());
        case 2 ->
            writes(
                varve
                    .updateItem(
                        UpdateItem.in(TABLE)
                            .key(key(number))
                            .update("SET city = :c")
                            .value(":c", s("c" + random.nextInt(3)))
                            .returnConsumedCapacity(ALL)
                            .build())
                    .consumedCapacity()
                    .orElseThrow());
        case 3 ->
            writes(
                varve
                    .deleteItem(
                        DeleteItem.from(TABLE).key(key(number)).returnConsumedCapacity(ALL).build())
                    .consumedCapacity()
                    .orElseThrow());
        case 4 -> query(number);
        case 5 ->
            reads(
                varve
                    .scan(
                        Scan.of(TABLE)
                            .index(random.nextBoolean() ? INDEX : null)
                            .returnConsumedCapacity(ALL)
                            .build())
                    .consumedCapacity()
                    .orElseThrow());
        case 6 ->
            varve
                .batchGetItem(
                    BatchGetItem.builder()
                        .requestItems(
                            Map.of(
                                TABLE,
                                KeysAndAttributes.builder()
                                    .keys(some().stream().map(Model::key).toList())
                                    .build()))
                        .returnConsumedCapacity(ALL)
                        .build())
                .consumedCapacity()
                .forEach(this::reads);
        case 7 ->
            varve
                .batchWriteItem(
                    BatchWriteItem.builder()
                        .requestItems(
                            Map.of(
                                TABLE,
                                some().stream()
                                    .map(each ->
                                        WriteRequest.builder()
                                            .putRequest(PutRequest.of(item(each)))
                                            .build())
                                    .toList()))
                        .returnConsumedCapacity(ALL)
                        .build())
                .consumedCapacity()
                .forEach(this::writes);
        case 8 ->
            varve
                .transactGetItems(
                    TransactGetItems.builder()
                        .transactItems(
                            some().stream()
                                .map(each ->
                                    TransactGetItem.builder()
                                        .get(Get.builder().tableName(TABLE).key(key(each)).build())
                                        .build())
                                .toList())
                        .returnConsumedCapacity(ALL)
                        .build())
                .consumedCapacity()
                .forEach(this::reads);
        default ->
            varve
                .transactWriteItems(
                    TransactWriteItems.builder()
                        .transactItems(
                            some().stream()
                                .map(each ->
                                    TransactWriteItem.builder()
                                        .put(
                                            Put.builder().tableName(TABLE).item(item(each)).build())
                                        .build())
                                .toList())
                        .returnConsumedCapacity(ALL)
                        .build())
                .consumedCapacity()
                .forEach(this::writes);
      }
    }

    private void query(int number) throws IOException {
      boolean ofIndex = random.nextBoolean();
      Query.Builder query =
          ofIndex
              ? Query.of(TABLE)
                  .index(INDEX)
                  .keyConditionExpression("city = :v")
                  .value(":v", s("c" + number % 3))
              : Query.of(TABLE)
                  .index(random.nextBoolean() ? "byText" : null)
                  .keyConditionExpression("id = :v")
                  .value(":v", s("k" + number / 2));
      reads(
          varve.query(query.returnConsumedCapacity(ALL).build()).consumedCapacity().orElseThrow());
    }

    /** The units of all metrics of a table, or of the index. */
    double all(boolean ofIndex) {
      return units.entrySet().stream()
          .filter(entry -> entry.getKey().index().isPresent() == ofIndex)
          .mapToDouble(Map.Entry::getValue)
          .sum();
    }
  }

  @Property(tries = 40)
  void metricsAreTheSumsOfWhatAnswersTell(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock();
    try (Databases databases = new Databases(OPTIONS, clock)) {
      Varve varve = databases.varve();
      varve.createTable(
          TableDefinition.named(TABLE)
              .partitionKey("id", AttributeType.S)
              .sortKey("at", AttributeType.N)
              .globalIndex(INDEX, "city", AttributeType.S)
              .localIndex("byText", "text", AttributeType.S)
              .build());
      for (String index : new String[] {null, INDEX}) {
        varve.updateContributorInsights(
            UpdateContributorInsights.builder()
                .tableName(TABLE)
                .indexName(index)
                .contributorInsightsAction(ContributorInsightsAction.ENABLE)
                .build());
      }
      Model model = new Model(varve, random);
      for (int step = 0; step < 100; step++) {
        model.step();
        if (random.nextInt(10) == 0) {
          clock.advance(Duration.ofSeconds(random.nextInt(100)));
        }
      }
      Instant end = START.plus(Duration.ofHours(3));
      for (Metric metric :
          List.of(Metric.CONSUMED_READ_CAPACITY_UNITS, Metric.CONSUMED_WRITE_CAPACITY_UNITS)) {
        for (MetricId id :
            List.of(MetricId.of(metric, TABLE), MetricId.ofIndex(metric, TABLE, INDEX))) {
          double sum = 0;
          for (Datapoint datapoint :
              varve.metrics().get(id, Statistic.SUM, START, end, Duration.ofMinutes(2))) {
            sum += datapoint.value();
          }
          assertEquals(model.units.getOrDefault(id, 0.0), sum, 1e-6, id.toString());
        }
      }
    }
  }

  /** Without scans, every unit is some partition key's. */
  @Property(tries = 40)
  void insightsAddUpToWhatAnswersTell(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    ManualClock clock = new ManualClock();
    try (Databases databases = new Databases(OPTIONS, clock)) {
      Varve varve = databases.varve();
      varve.createTable(
          TableDefinition.named(TABLE)
              .partitionKey("id", AttributeType.S)
              .sortKey("at", AttributeType.N)
              .globalIndex(INDEX, "city", AttributeType.S)
              .localIndex("byText", "text", AttributeType.S)
              .build());
      varve.updateContributorInsights(
          UpdateContributorInsights.builder()
              .tableName(TABLE)
              .indexName(INDEX)
              .contributorInsightsAction(ContributorInsightsAction.ENABLE)
              .build());
      Model model = new Model(varve, random);
      for (int step = 0; step < 60; step++) {
        if (random.nextInt(3) == 0) {
          model.query(random.nextInt(IDS));
        } else {
          Item item = model.item(random.nextInt(IDS));
          model.writes(
              varve
                  .putItem(PutItem.into(TABLE).item(item).returnConsumedCapacity(ALL).build())
                  .consumedCapacity()
                  .orElseThrow());
        }
        clock.advance(Duration.ofSeconds(random.nextInt(60)));
      }
      double sum = 0;
      for (Contributor contributor :
          varve
              .insights()
              .topOfIndex(
                  InsightRule.ACCESSED_PARTITION_KEYS,
                  TABLE,
                  INDEX,
                  START,
                  START.plus(Duration.ofHours(3)),
                  100)) {
        assertEquals(0.0, contributor.error());
        sum += contributor.count();
      }
      assertEquals(model.all(true), sum, 1e-6);
    }
  }
}
