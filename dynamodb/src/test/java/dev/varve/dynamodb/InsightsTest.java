package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.ContributorInsightsAction;
import dev.varve.dynamodb.api.ContributorInsightsMode;
import dev.varve.dynamodb.api.ContributorInsightsStatus;
import dev.varve.dynamodb.api.ContributorInsightsSummary;
import dev.varve.dynamodb.api.DescribeContributorInsights;
import dev.varve.dynamodb.api.DescribeContributorInsightsResult;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.KeysAndAttributes;
import dev.varve.dynamodb.api.ListContributorInsights;
import dev.varve.dynamodb.api.ListContributorInsightsResult;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputExceededException;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.UpdateContributorInsights;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.insights.Contributor;
import dev.varve.dynamodb.insights.InsightRule;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.IndexedTable;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.testing.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Contributor insights: which keys are accessed and throttled most. */
class InsightsTest {
  private static final String TABLE = "tab";
  private static final String INDEX = "byCity";
  private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
  private static final Instant LATER = START.plus(Duration.ofHours(1));

  private static final VarveOptions OPTIONS =
      VarveOptions.defaults()
          .withDurability(Durability.BUFFERED)
          .withEngine(Databases.SMALL)
          .withPartitionsPerTable(2);

  private final ManualClock clock = new ManualClock();
  private Databases databases;
  private Varve varve;

  private void open(VarveOptions options) throws IOException {
    databases = new Databases(options, clock);
    varve = databases.varve();
    createTable();
  }

  private void createTable() throws IOException {
    varve.createTable(
        TableDefinition.named(TABLE)
            .partitionKey("id", AttributeType.S)
            .sortKey("at", AttributeType.N)
            .globalIndex(INDEX, "city", AttributeType.S, "zip", AttributeType.N)
            .localIndex("byText", "text", AttributeType.S)
            .build());
  }

  @AfterEach
  void close() throws IOException {
    databases.close();
  }

  private void update(String index, ContributorInsightsAction action, ContributorInsightsMode mode)
      throws IOException {
    varve.updateContributorInsights(
        UpdateContributorInsights.builder()
            .tableName(TABLE)
            .indexName(index)
            .contributorInsightsAction(action)
            .contributorInsightsMode(mode)
            .build());
  }

  private void enable(String index) throws IOException {
    update(index, ContributorInsightsAction.ENABLE, null);
  }

  private DescribeContributorInsightsResult describe(String index) throws IOException {
    return varve.describeContributorInsights(
        DescribeContributorInsights.builder().tableName(TABLE).indexName(index).build());
  }

  private static Item key(String id, int at) {
    return Item.of("id", s(id), "at", n(at));
  }

  private void put(String id, int at, String city, int zip) throws IOException {
    varve.putItem(
        PutItem.of(TABLE, key(id, at).toBuilder().put("city", s(city)).put("zip", n(zip)).build()));
  }

  private List<Contributor> top(InsightRule rule) {
    return varve.insights().top(rule, TABLE, START, LATER, 10);
  }

  private List<Contributor> topOfIndex(InsightRule rule) {
    return varve.insights().topOfIndex(rule, TABLE, INDEX, START, LATER, 10);
  }

  @Test
  void keysAreCountedByTheUnitsThatTheyConsume() throws IOException {
    open(OPTIONS);
    put("hot", 1, "Ulm", 1); // not counted yet
    enable(null);
    for (int i = 0; i < 5; i++) {
      put("hot", i, "Ulm", 1);
    }
    put("cold", 1, "Ulm", 1);
    varve.getItem(GetItem.from(TABLE).key(key("hot", 1)).consistentRead(true).build());
    varve.getItem(GetItem.of(TABLE, key("none", 7)));
    varve.batchGetItem(
        BatchGetItem.builder()
            .requestItems(Map.of(TABLE, KeysAndAttributes.builder().keys(key("cold", 1)).build()))
            .build());
    varve.query(
        Query.of(TABLE)
            .keyConditionExpression("id = :id AND #at > :at")
            .name("#at", "at")
            .value(":id", s("hot"))
            .value(":at", n(3))
            .build());
    varve.query(
        Query.of(TABLE)
            .index("byText")
            .keyConditionExpression("id = :id")
            .value(":id", s("cold"))
            .build());
    varve.scan(Scan.of(TABLE).build());
    assertEquals(
        List.of(
            new Contributor(Item.of("id", s("hot")), 6.5, 0),
            new Contributor(Item.of("id", s("cold")), 2.0, 0),
            new Contributor(Item.of("id", s("none")), 0.5, 0)),
        top(InsightRule.ACCESSED_PARTITION_KEYS));
    List<Contributor> whole = top(InsightRule.ACCESSED_KEYS);
    assertEquals(new Contributor(key("hot", 1), 2.0, 0), whole.getFirst());
    assertTrue(whole.contains(new Contributor(key("cold", 1), 1.5, 0)), whole.toString());
    assertTrue(whole.contains(new Contributor(key("none", 7), 0.5, 0)), whole.toString());
    assertEquals(7, whole.size());
    assertEquals(List.of(), top(InsightRule.THROTTLED_PARTITION_KEYS));
    assertEquals(1, varve.insights().top(InsightRule.ACCESSED_KEYS, TABLE, START, LATER, 1).size());
    assertEquals(List.of(), topOfIndex(InsightRule.ACCESSED_PARTITION_KEYS));
  }

  @Test
  void entriesAreCountedByTheKeysOfTheirIndex() throws IOException {
    open(OPTIONS);
    enable(INDEX);
    put("a", 1, "Ulm", 1);
    put("b", 1, "Ulm", 1);
    put("c", 1, "Ulm", 2);
    put("c", 1, "Bonn", 2); // leaves Ulm
    varve.query(
        Query.of(TABLE)
            .index(INDEX)
            .keyConditionExpression("city = :c")
            .value(":c", s("Bonn"))
            .build());
    assertEquals(
        List.of(
            new Contributor(Item.of("city", s("Ulm")), 4, 0),
            new Contributor(Item.of("city", s("Bonn")), 1.5, 0)),
        topOfIndex(InsightRule.ACCESSED_PARTITION_KEYS));
    List<Contributor> whole = topOfIndex(InsightRule.ACCESSED_KEYS);
    assertEquals(3, whole.size());
    assertTrue(
        whole.contains(new Contributor(Item.of("city", s("Ulm"), "zip", n(1)), 2, 0)),
        whole.toString());
    assertTrue(
        whole.contains(new Contributor(Item.of("city", s("Ulm"), "zip", n(2)), 2, 0)),
        whole.toString());
    assertEquals(List.of(), top(InsightRule.ACCESSED_PARTITION_KEYS));
  }

  @Test
  void keysThatAreThrottledAreCountedInBothModes() throws IOException {
    for (ContributorInsightsMode mode : ContributorInsightsMode.values()) {
      databases =
          new Databases(
              OPTIONS.withThrottling(ThrottlingOptions.defaults().withBurst(Duration.ofSeconds(1))),
              clock);
      varve = databases.varve();
      varve.createTable(
          TableDefinition.named(TABLE)
              .partitionKey("id", AttributeType.S)
              .sortKey("at", AttributeType.N)
              .build()
              .request()
              .toBuilder()
              .billingMode(null)
              .provisionedThroughput(new ProvisionedThroughput(1L, 1L))
              .build());
      update(null, ContributorInsightsAction.ENABLE, mode);
      GetItem hot = GetItem.of(TABLE, key("hot", 1));
      varve.getItem(hot);
      varve.getItem(hot);
      for (int i = 0; i < 3; i++) {
        assertThrows(ProvisionedThroughputExceededException.class, () -> varve.getItem(hot));
      }
      assertThrows(
          ProvisionedThroughputExceededException.class,
          () ->
              varve.query(
                  Query.of(TABLE)
                      .keyConditionExpression("id = :id")
                      .value(":id", s("queried"))
                      .build()));
      assertEquals(
          List.of(
              new Contributor(Item.of("id", s("hot")), 3, 0),
              new Contributor(Item.of("id", s("queried")), 1, 0)),
          top(InsightRule.THROTTLED_PARTITION_KEYS));
      assertEquals(List.of(new Contributor(key("hot", 1), 3, 0)), top(InsightRule.THROTTLED_KEYS));
      assertEquals(
          mode == ContributorInsightsMode.THROTTLED_KEYS ? 0 : 1,
          top(InsightRule.ACCESSED_PARTITION_KEYS).size());
      if (mode == ContributorInsightsMode.ACCESSED_AND_THROTTLED_KEYS) {
        databases.close();
      }
    }
  }

  @Test
  void countsAreOfTheMinutesThatAreAskedFor() throws IOException {
    open(OPTIONS);
    enable(null);
    put("a", 1, "Ulm", 1);
    clock.advance(Duration.ofMinutes(1));
    put("a", 1, "Ulm", 1);
    put("b", 1, "Ulm", 1);
    put("b", 1, "Ulm", 1);
    Instant second = START.plus(Duration.ofMinutes(1));
    assertEquals(
        List.of(new Contributor(Item.of("id", s("a")), 1, 0)),
        varve.insights().top(InsightRule.ACCESSED_PARTITION_KEYS, TABLE, START, second, 10));
    assertEquals(
        "b",
        ((AttributeValue.S)
                varve
                    .insights()
                    .top(InsightRule.ACCESSED_PARTITION_KEYS, TABLE, second, LATER, 1)
                    .getFirst()
                    .key()
                    .get("id"))
            .value());
    clock.advance(Duration.ofHours(4));
    assertEquals(List.of(), top(InsightRule.ACCESSED_PARTITION_KEYS), "three hours are kept");
  }

  @Test
  void hotKeysStandOutOfMany() throws IOException {
    open(OPTIONS);
    enable(null);
    for (int i = 0; i < 2000; i++) {
      varve.getItem(GetItem.of(TABLE, key("cold " + i, 1)));
      varve.getItem(GetItem.of(TABLE, key("hot " + i % 3, 1)));
    }
    List<Contributor> all = top(InsightRule.ACCESSED_PARTITION_KEYS);
    assertEquals(10, all.size());
    for (Contributor hot : all.subList(0, 3)) {
      assertTrue(hot.key().get("id").toString().contains("hot"), all.toString());
      assertTrue(hot.count() >= 333 && hot.count() - hot.error() <= 334, hot.toString());
    }
  }

  @Test
  void settingsOutlastTheDatabaseAndEndWithTheirTable() throws IOException {
    open(OPTIONS);
    update(null, ContributorInsightsAction.ENABLE, ContributorInsightsMode.THROTTLED_KEYS);
    enable(INDEX);
    DescribeContributorInsightsResult before = describe(INDEX);
    varve = databases.reopen();
    assertEquals(before, describe(INDEX));
    assertEquals(
        ContributorInsightsMode.THROTTLED_KEYS,
        describe(null).contributorInsightsMode().orElseThrow());
    put("a", 1, "Ulm", 1);
    assertEquals(1, topOfIndex(InsightRule.ACCESSED_PARTITION_KEYS).size());
    assertEquals(0, top(InsightRule.ACCESSED_PARTITION_KEYS).size());

    varve.deleteTable(TABLE);
    createTable();
    assertEquals(
        ContributorInsightsStatus.DISABLED,
        describe(INDEX).contributorInsightsStatus().orElseThrow());
    put("a", 1, "Ulm", 1);
    assertEquals(List.of(), topOfIndex(InsightRule.ACCESSED_PARTITION_KEYS));
    varve = databases.reopen();
    assertEquals(List.of(), listed());
  }

  private List<ContributorInsightsSummary> listed() throws IOException {
    return varve
        .listContributorInsights(ListContributorInsights.builder().build())
        .contributorInsightsSummaries();
  }

  @Test
  void aSettingEndsWithItsIndex() throws IOException {
    open(OPTIONS);
    IndexedTable.create(varve);
    IndexedTable.addLate(varve);
    IndexedTable.awaitLate(varve);
    for (String index : new String[] {null, "byCity", IndexedTable.LATE}) {
      varve.updateContributorInsights(
          UpdateContributorInsights.builder()
              .tableName(IndexedTable.NAME)
              .indexName(index)
              .contributorInsightsAction(ContributorInsightsAction.ENABLE)
              .build());
    }
    IndexedTable.removeLate(varve);
    assertEquals(2, listed().size());
    IndexedTable.addLate(varve);
    IndexedTable.awaitLate(varve);
    varve = databases.reopen();
    assertEquals(
        List.of(Optional.empty(), Optional.of("byCity")),
        listed().stream().map(ContributorInsightsSummary::indexName).toList());
  }

  @Test
  void aSettingTellsItsRulesModeAndTime() throws IOException {
    open(OPTIONS);
    enable(null);
    long created = START.toEpochMilli();
    clock.advance(Duration.ofMinutes(1));
    DescribeContributorInsightsResult all = describe(null);
    assertEquals(ContributorInsightsStatus.ENABLED, all.contributorInsightsStatus().orElseThrow());
    assertEquals(START, all.lastUpdateDateTime().orElseThrow());
    assertEquals(
        List.of(
            "DynamoDBContributorInsights-PKC-tab-" + created,
            "DynamoDBContributorInsights-SKC-tab-" + created,
            "DynamoDBContributorInsights-PKT-tab-" + created,
            "DynamoDBContributorInsights-SKT-tab-" + created),
        all.contributorInsightsRuleList());
    update(null, ContributorInsightsAction.ENABLE, ContributorInsightsMode.THROTTLED_KEYS);
    assertEquals(
        List.of(
            "DynamoDBContributorInsights-PKT-tab-" + created,
            "DynamoDBContributorInsights-SKT-tab-" + created),
        describe(null).contributorInsightsRuleList());
    enable(null);
    assertEquals(
        ContributorInsightsMode.THROTTLED_KEYS,
        describe(null).contributorInsightsMode().orElseThrow());
    update(null, ContributorInsightsAction.DISABLE, null);
    DescribeContributorInsightsResult disabled = describe(null);
    assertEquals(
        ContributorInsightsStatus.DISABLED, disabled.contributorInsightsStatus().orElseThrow());
    assertEquals(List.of(), disabled.contributorInsightsRuleList());
    assertEquals(START.plus(Duration.ofMinutes(1)), disabled.lastUpdateDateTime().orElseThrow());
    assertEquals(List.of(), top(InsightRule.ACCESSED_PARTITION_KEYS));
    clock.advance(Duration.ofMinutes(1));
    enable(null);
    assertEquals(
        "DynamoDBContributorInsights-PKC-tab-" + clock.epochMillis(),
        describe(null).contributorInsightsRuleList().getFirst());
  }

  @Test
  void settingsAreListedInPages() throws IOException {
    open(OPTIONS);
    for (String name : List.of("first", "second")) {
      varve.createTable(TableDefinition.named(name).partitionKey("id", AttributeType.S).build());
      varve.updateContributorInsights(
          UpdateContributorInsights.builder()
              .tableName(name)
              .contributorInsightsAction(ContributorInsightsAction.ENABLE)
              .build());
    }
    enable(INDEX);
    enable(null);
    update(null, ContributorInsightsAction.DISABLE, null);
    List<String> listed = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      ListContributorInsightsResult page =
          varve.listContributorInsights(
              ListContributorInsights.builder().maxResults(1).nextToken(token).build());
      for (ContributorInsightsSummary summary : page.contributorInsightsSummaries()) {
        listed.add(
            summary.tableName().orElseThrow()
                + summary.indexName().map(index -> "/" + index).orElse("")
                + " "
                + summary.contributorInsightsStatus().orElseThrow());
      }
      token = page.nextToken().orElse(null);
      pages++;
    } while (token != null);
    assertEquals(
        List.of("first ENABLED", "second ENABLED", "tab DISABLED", "tab/byCity ENABLED"), listed);
    assertEquals(4, pages);
    assertEquals(
        2,
        varve
            .listContributorInsights(ListContributorInsights.builder().tableName(TABLE).build())
            .contributorInsightsSummaries()
            .size());
    for (ListContributorInsights wrong :
        List.of(
            ListContributorInsights.builder().nextToken("?").build(),
            ListContributorInsights.builder().nextToken("YQ").build(),
            ListContributorInsights.builder().maxResults(0).build())) {
      assertThrows(ValidationException.class, () -> varve.listContributorInsights(wrong));
    }
  }

  @Test
  void whatIsNotThereIsRefused() throws IOException {
    open(OPTIONS);
    assertThrows(ResourceNotFoundException.class, () -> enable("nowhere"));
    assertThrows(ResourceNotFoundException.class, () -> enable("byText"), "a local index");
    assertThrows(
        ResourceNotFoundException.class,
        () -> varve.insights().top(InsightRule.ACCESSED_KEYS, "nowhere", START, LATER, 1));
    for (int most : new int[] {0, 101}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> varve.insights().top(InsightRule.ACCESSED_KEYS, TABLE, START, LATER, most));
    }
  }
}
