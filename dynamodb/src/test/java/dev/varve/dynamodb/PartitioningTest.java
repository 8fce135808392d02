package dev.varve.dynamodb;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.ResourceNotFoundException;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.Shard;
import dev.varve.dynamodb.api.StreamSpecification;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.model.IndexedTable;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.model.StreamFollower;
import dev.varve.dynamodb.model.StreamedTable;
import dev.varve.dynamodb.value.Item;
import dev.varve.testing.Operation;
import dev.varve.testing.OperationHook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Partitions that are split and merged by hand: what they hold, and what is refused. */
class PartitioningTest extends DatabaseFixture {
  private static final long MIDDLE = Long.MIN_VALUE;

  private List<Integer> ids(String table) throws IOException {
    return varve.partitions(table).stream().map(TablePartition::id).toList();
  }

  private int first(String table) throws IOException {
    return ids(table).getFirst();
  }

  private long inFirst(long seed) throws IOException {
    return Splits.within(varve.partitions(USERS).getFirst().range(), new Random(seed));
  }

  private Set<Item> items(String table) throws IOException {
    Set<Item> items = new HashSet<>();
    varve.items(Scan.of(table).build()).forEach(items::add);
    return items;
  }

  private Set<Item> putUsers(int count) throws IOException {
    Set<Item> users = new HashSet<>();
    for (int i = 0; i < count; i++) {
      Item user = userKey("user" + i).toBuilder().put("number", n(i)).build();
      put(USERS, user);
      users.add(user);
    }
    return users;
  }

  @Test
  void aSplitAndAMergeChangeNoAnswer() throws IOException {
    Set<Item> users = putUsers(200);
    int before = ids(USERS).size();
    TablePartition split = varve.partitions(USERS).get(1);
    long boundary = Splits.within(split.range(), new Random(1));
    List<Integer> halves = varve.splitPartition(USERS, split.id(), boundary);
    assertEquals(before + 1, ids(USERS).size());
    assertEquals(halves, ids(USERS).subList(1, 3));
    Splits.assertWhole(varve.partitions(USERS));
    assertEquals(boundary, varve.partitions(USERS).get(2).range().first());
    assertEquals(users, items(USERS));
    assertEquals(200, varve.countItems(USERS));
    for (Item user : users) {
      assertEquals(user, get(USERS, Item.of("id", user.get("id"))));
    }
    reopen();
    assertEquals(halves, ids(USERS).subList(1, 3));
    assertEquals(users, items(USERS));
    int whole = varve.mergePartitions(USERS, halves.getFirst());
    assertEquals(whole, ids(USERS).get(1));
    assertEquals(before, ids(USERS).size());
    Splits.assertWhole(varve.partitions(USERS));
    assertEquals(users, items(USERS));
    reopen();
    assertEquals(users, items(USERS));
    assertEquals(200, varve.countItems(USERS));
  }

  @Test
  void partitionsOfTheBeginningCanBeMerged() throws IOException {
    Set<Item> users = putUsers(50);
    while (ids(USERS).size() > 1) {
      varve.mergePartitions(USERS, first(USERS));
      assertEquals(users, items(USERS));
    }
    reopen();
    assertEquals(users, items(USERS));
    varve.splitPartition(USERS, first(USERS), MIDDLE);
    assertEquals(users, items(USERS));
  }

  @Test
  void itemsOfOnePartitionKeyStayTogether() throws IOException {
    for (int at = 0; at < 30; at++) {
      put(NOTES, note("one", at, "text"));
    }
    int partition = varve.partitionOf(NOTES, noteKey("one", 1));
    TablePartition whole =
        varve.partitions(NOTES).stream()
            .filter(found -> found.id() == partition)
            .findFirst()
            .orElseThrow();
    // As far as may be, from both sides.
    varve.splitPartition(NOTES, partition, whole.range().first() + 1);
    int rest = varve.partitionOf(NOTES, noteKey("one", 1));
    varve.splitPartition(NOTES, rest, whole.range().last());
    Set<Integer> found = new HashSet<>();
    for (int at = 0; at < 30; at++) {
      found.add(varve.partitionOf(NOTES, noteKey("one", at)));
    }
    assertEquals(1, found.size());
    assertEquals(
        30,
        varve
            .query(
                Query.of(NOTES).where("#o = :o").name("#o", "owner").value(":o", s("one")).build())
            .items()
            .size());
  }

  @Test
  void partitionsOfIndexesAreSplitToo() throws IOException {
    IndexedTable.create(varve);
    for (int i = 0; i < 40; i++) {
      put(
          IndexedTable.NAME,
          Item.builder()
              .put("clan", s("clan" + i % 7))
              .put("born", n(i))
              .put("city", s("city" + i))
              .put("age", n(i))
              .build());
    }
    for (String index : List.of("byCity", "byAge")) {
      TablePartition split = varve.partitions(IndexedTable.NAME, index).getFirst();
      varve.splitPartition(
          IndexedTable.NAME, split.id(), Splits.within(split.range(), new Random(2)));
      Splits.assertWhole(varve.partitions(IndexedTable.NAME, index));
      List<Item> entries = new ArrayList<>();
      varve.items(Scan.of(IndexedTable.NAME).index(index).build()).forEach(entries::add);
      assertEquals(40, entries.size());
    }
    reopen();
    for (int i = 0; i < 40; i++) {
      assertEquals(
          1,
          varve
              .query(
                  Query.of(IndexedTable.NAME)
                      .index("byCity")
                      .where("city = :c")
                      .value(":c", s("city" + i))
                      .build())
              .items()
              .size());
    }
  }

  @Test
  void shardsAreClosedAndHaveAChildForEachPart() throws IOException {
    varve.updateTable(
        UpdateTable.named(USERS)
            .streamSpecification(new StreamSpecification(true, StreamViewType.NEW_AND_OLD_IMAGES))
            .build());
    String stream =
        varve.describeTable(new DescribeTable(USERS)).table().latestStreamArn().orElseThrow();
    StreamFollower follower = new StreamFollower(stream, 7);
    StreamedTable told = new StreamedTable();
    putUsers(40);
    int before = StreamFollower.shards(varve, stream).size();
    varve.splitPartition(USERS, first(USERS), inFirst(3));
    List<Shard> shards = StreamFollower.shards(varve, stream);
    assertEquals(before + 2, shards.size());
    String parent = shards.getLast().parentShardId().orElseThrow();
    assertEquals(parent, shards.get(before).parentShardId().orElseThrow());
    Shard closed =
        shards.stream()
            .filter(shard -> shard.shardId().orElseThrow().equals(parent))
            .findFirst()
            .orElseThrow();
    assertTrue(closed.sequenceNumberRange().orElseThrow().endingSequenceNumber().isPresent());
    putUsers(60);
    told.apply(follower.poll(varve));
    assertEquals(items(USERS), told.items());
    // A merge leaves the shards: one has one parent at most.
    varve.mergePartitions(USERS, first(USERS));
    assertEquals(before + 2, StreamFollower.shards(varve, stream).size());
    putUsers(80);
    reopen();
    told.apply(follower.poll(varve));
    assertEquals(items(USERS), told.items());
  }

  @Test
  void aBackupOfASplitTableHoldsItAll() throws IOException {
    Set<Item> users = putUsers(100);
    varve.splitPartition(USERS, first(USERS), inFirst(4));
    String arn =
        varve
            .createBackup(new CreateBackup(USERS, "backup"))
            .backupDetails()
            .orElseThrow()
            .backupArn();
    varve.mergePartitions(USERS, first(USERS));
    putUsers(150);
    varve.restoreTableFromBackup(
        RestoreTableFromBackup.builder().targetTableName("restored").backupArn(arn).build());
    assertEquals(users, items("restored"));
    assertEquals(5, ids("restored").size());
    reopen();
    assertEquals(users, items("restored"));
  }

  @Test
  void whatCannotBeIsRefusedAndChangesNothing() throws IOException {
    putUsers(10);
    List<Integer> before = ids(USERS);
    TablePartition first = varve.partitions(USERS).getFirst();
    assertThrows(
        ResourceNotFoundException.class, () -> varve.splitPartition("none", first.id(), MIDDLE));
    assertThrows(
        IllegalArgumentException.class,
        () -> varve.splitPartition(USERS, first.id(), first.range().first()));
    assertThrows(
        IllegalArgumentException.class,
        () -> varve.splitPartition(USERS, first.id(), first.range().last() + 1));
    assertThrows(
        IllegalArgumentException.class, () -> varve.splitPartition(NOTES, first.id(), MIDDLE));
    assertThrows(
        IllegalArgumentException.class, () -> varve.mergePartitions(USERS, before.getLast()));
    assertThrows(IllegalArgumentException.class, () -> varve.mergePartitions(USERS, 4711));
    assertEquals(before, ids(USERS));
    assertEquals(10, items(USERS).size());
  }

  @Test
  void aFullDiskLeavesEverythingAsItWas() throws IOException {
    Set<Item> users = putUsers(30);
    List<Integer> before = ids(USERS);
    databases.onOperation(
        OperationHook.failing(operation -> operation.kind() == Operation.Kind.CREATE_DIRECTORIES));
    assertThrows(
        IOException.class, () -> varve.splitPartition(USERS, before.getFirst(), inFirst(6)));
    databases.onOperation(_ -> {});
    assertEquals(before, ids(USERS));
    assertEquals(users, items(USERS));
    put(USERS, userKey("user0").toBuilder().put("number", n(0)).build());
    varve.splitPartition(USERS, before.getFirst(), inFirst(6));
    reopen();
    assertEquals(users, items(USERS));
  }

  @Test
  void whereAnIndexIsBeingBuiltPartitionsStay() throws IOException {
    IndexedTable.create(varve);
    IndexedTable.addLate(varve);
    try {
      varve.mergePartitions(IndexedTable.NAME, varve.partitions(IndexedTable.NAME).getFirst().id());
    } catch (ResourceInUseException building) {
      assertTrue(building.getMessage().contains(IndexedTable.NAME), building.getMessage());
    }
    IndexedTable.awaitLate(varve);
    varve.mergePartitions(IndexedTable.NAME, varve.partitions(IndexedTable.NAME).getFirst().id());
    assertEquals(Set.of(), items(IndexedTable.NAME));
  }

  @Test
  void requestsThatWereReadyBeforeGoOn() throws IOException {
    Set<Item> users = putUsers(120);
    Scan scan = Scan.of(USERS).limit(10).build();
    Set<Item> seen = new HashSet<>();
    Random random = new Random(5);
    while (true) {
      var page = varve.scan(scan);
      seen.addAll(page.items());
      Splits.change(varve, USERS, random);
      if (page.lastEvaluatedKey().isEmpty()) {
        break;
      }
      scan = scan.startingAfter(page.lastEvaluatedKey().get());
    }
    assertEquals(users, seen);
    varve.putItem(PutItem.of(USERS, userKey("late")));
    assertTrue(varve.getItem(GetItem.of(USERS, userKey("late"))).item().isPresent());
  }
}
