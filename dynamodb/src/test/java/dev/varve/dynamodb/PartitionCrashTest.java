package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.Shard;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.model.StreamFollower;
import dev.varve.dynamodb.model.StreamedTable;
import dev.varve.dynamodb.value.Item;
import dev.varve.testing.CrashWalk;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Power is lost, or the process killed, in front of every file operation of splits and merges of a
 * table with an index and a stream, and of the writes between them: table, index, stream and its
 * shards agree afterwards, and nothing that was acknowledged is missing.
 */
class PartitionCrashTest {
  private static final Path DIRECTORY = Path.of("/db");
  private static final String TABLE = "table";
  private static final String INDEX = "byTag";
  private static final VarveOptions OPTIONS =
      VarveOptions.defaults()
          .withEngine(Databases.SMALL)
          .withPartitionsPerTable(1)
          .withPartitioning(PartitioningOptions.defaults().withoutLooks())
          .withTimeToLive(TimeToLiveOptions.defaults().withoutSweeps());

  /** What was acknowledged, and what is under way. */
  private static final class Report {
    private final Set<Item> acknowledged = new HashSet<>();
    private final Set<Item> tried = new HashSet<>();
    private boolean tableIsThere;
  }

  @Test
  void powerLossLeavesTableIndexAndStreamInStep() throws Exception {
    int outcomes =
        new CrashWalk<>(Report::new, PartitionCrashTest::run, PartitionCrashTest::check)
            .losingPower(2);
    assertTrue(outcomes > 80, "outcomes: " + outcomes);
  }

  @Test
  void aKillLeavesTableIndexAndStreamInStep() throws Exception {
    int outcomes =
        new CrashWalk<>(Report::new, PartitionCrashTest::run, PartitionCrashTest::check)
            .killingTheProcess();
    assertTrue(outcomes > 80, "outcomes: " + outcomes);
  }

  private static Varve open(MemoryFileSystem files) throws IOException {
    return Varve.open(files.env(new ManualClock(), new DirectScheduler()), DIRECTORY, OPTIONS);
  }

  private static void run(MemoryFileSystem files, Report report) throws IOException {
    Varve varve = open(files);
    create(varve);
    requireGoingOn(files);
    report.tableIsThere = true;
    put(varve, files, report, 0, 12);
    int half = varve.splitPartition(TABLE, first(varve), Long.MIN_VALUE).getFirst();
    put(varve, files, report, 12, 18);
    varve.splitPartition(TABLE, varve.partitions(TABLE, INDEX).getFirst().id(), Long.MIN_VALUE);
    put(varve, files, report, 18, 22);
    varve.splitPartition(TABLE, half, Long.MAX_VALUE / 2);
    put(varve, files, report, 22, 26);
    varve.mergePartitions(TABLE, first(varve));
    put(varve, files, report, 26, 30);
    varve.close();
  }

  private static int first(Varve varve) throws IOException {
    return varve.partitions(TABLE).getFirst().id();
  }

  private static void create(Varve varve) throws IOException {
    varve.createTable(
        CreateTable.named(TABLE)
            .attributeDefinitions(
                new AttributeDefinition("id", ScalarAttributeType.N),
                new AttributeDefinition("tag", ScalarAttributeType.S))
            .keySchema(KeySchemaElement.of("id", KeyType.HASH))
            .globalSecondaryIndexes(
                GlobalSecondaryIndex.builder()
                    .indexName(INDEX)
                    .keySchema(KeySchemaElement.of("tag", KeyType.HASH))
                    .projection(Projection.of(ProjectionType.ALL))
                    .build())
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .streamSpecification(new StreamSpecification(true, StreamViewType.NEW_AND_OLD_IMAGES))
            .build());
  }

  private static Item item(int number) {
    return Item.of("id", n(number), "tag", s("tag" + number));
  }

  private static void put(Varve varve, MemoryFileSystem files, Report report, int from, int to)
      throws IOException {
    for (int number = from; number < to; number++) {
      Item item = item(number);
      report.tried.add(item);
      varve.putItem(PutItem.of(TABLE, item));
      requireGoingOn(files);
      report.acknowledged.add(item);
    }
  }

  /** Stores into a mapping go on after the end of the files: what they acknowledge is void. */
  private static void requireGoingOn(MemoryFileSystem files) throws IOException {
    if (files.stopped()) {
      throw new IOException("stopped");
    }
  }

  private static void check(MemoryFileSystem survivor, Report run) throws IOException {
    Report report = new Report(); // the run has other survivors, too
    report.tableIsThere = run.tableIsThere;
    report.acknowledged.addAll(run.acknowledged);
    report.tried.addAll(run.tried);
    try (Varve varve = open(survivor)) {
      if (report.tableIsThere) {
        checkTable(varve, report);
        // It goes on from there.
        TablePartition widest = varve.partitions(TABLE).getLast();
        varve.splitPartition(TABLE, widest.id(), widest.range().last());
        varve.putItem(PutItem.of(TABLE, item(99)));
        report.acknowledged.add(item(99));
        report.tried.add(item(99));
        checkTable(varve, report);
      }
    }
    try (Varve varve = open(survivor)) {
      if (report.tableIsThere) {
        checkTable(varve, report);
      }
    }
  }

  private static void checkTable(Varve varve, Report report) throws IOException {
    List<TablePartition> partitions = varve.partitions(TABLE);
    Splits.assertWhole(partitions);
    Splits.assertWhole(varve.partitions(TABLE, INDEX));
    Set<Item> items = scan(varve, Scan.of(TABLE).build());
    assertTrue(items.containsAll(report.acknowledged), "acknowledged");
    assertTrue(report.tried.containsAll(items), "never written");
    assertEquals(items, scan(varve, Scan.of(TABLE).index(INDEX).build()));
    for (Item item : items) {
      Item key = Item.of("id", item.get("id"));
      assertEquals(item, varve.getItem(GetItem.of(TABLE, key)).item().orElseThrow());
    }
    String stream =
        varve.describeTable(new DescribeTable(TABLE)).table().latestStreamArn().orElseThrow();
    StreamedTable told = new StreamedTable();
    told.apply(StreamFollower.all(varve, stream));
    assertEquals(items, told.items());
    long open =
        StreamFollower.shards(varve, stream).stream().filter(PartitionCrashTest::isOpen).count();
    // Merges leave shards as they are.
    assertTrue(open >= partitions.size(), open + " open shards of " + partitions.size());
  }

  private static boolean isOpen(Shard shard) {
    return shard.sequenceNumberRange().orElseThrow().endingSequenceNumber().isEmpty();
  }

  private static Set<Item> scan(Varve varve, Scan scan) throws IOException {
    List<Item> items = new ArrayList<>();
    varve.items(scan).forEach(items::add);
    Set<Item> distinct = new HashSet<>(items);
    assertEquals(distinct.size(), items.size(), "each item once");
    return distinct;
  }
}
