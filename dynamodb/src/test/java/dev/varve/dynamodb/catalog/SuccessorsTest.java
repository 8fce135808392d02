package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.Splits;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.dynamodb.value.AttributeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Records that a crash left behind the partitions that there are. */
class SuccessorsTest {
  private static final KeyElement KEY = new KeyElement("id", AttributeType.S);
  private static final long MIDDLE = Long.MIN_VALUE;

  private final Set<Integer> live = new HashSet<>();
  private final Map<Integer, PartitionDescriptor> descriptors = new HashMap<>();

  private static TableRecord table(TableRecord.PartitionStart... starts) {
    return new TableRecord(
        "notes",
        7,
        1,
        KEY,
        null,
        List.of(starts),
        List.of(
            new IndexRecord(
                "byTag",
                8,
                IndexRecord.Kind.GLOBAL,
                List.of(new KeyElement("tag", AttributeType.S)),
                List.of(),
                ProjectionRecord.KEYS_ONLY,
                IndexRecord.Status.ACTIVE,
                false,
                List.of(start(90, 0)))),
        TableSettings.onDemand("notes", 7, 1, List.of(KEY)));
  }

  private static TableRecord.PartitionStart start(int partition, long firstHash) {
    return new TableRecord.PartitionStart(partition, firstHash);
  }

  private void add(int partition, PartitionDescriptor descriptor) {
    live.add(partition);
    descriptors.put(partition, descriptor);
  }

  private void items(int partition, long first, long last) {
    add(partition, new PartitionDescriptor.OfItems(7, "notes", new HashRange(first, last)));
  }

  private void entries(int partition, long first, long last) {
    add(
        partition,
        new PartitionDescriptor.OfIndexEntries(7, "notes", 8, "byTag", new HashRange(first, last)));
  }

  private TableRecord follow(TableRecord record) {
    return new Successors(live, descriptors).follow(record);
  }

  @Test
  void aRecordFollowsASplit() {
    TableRecord before = table(start(1, 0), start(2, MIDDLE));
    entries(90, 0, -1);
    items(2, MIDDLE, -1);
    items(3, 0, 99);
    items(4, 100, MIDDLE - 1);
    add(5, new PartitionDescriptor.OfItems(6, "notes", new HashRange(0, MIDDLE - 1)));
    assertEquals(table(start(3, 0), start(4, 100), start(2, MIDDLE)), follow(before));
  }

  @Test
  void aRecordFollowsAMergeOfAnIndex() {
    TableRecord before = table(start(1, 0));
    TableRecord split = before.with(index(before, start(91, 0), start(92, MIDDLE)));
    items(1, 0, -1);
    entries(93, 0, -1);
    assertEquals(before.with(index(before, start(93, 0))), follow(split));
  }

  private static IndexRecord index(TableRecord table, TableRecord.PartitionStart... starts) {
    return table.index("byTag").orElseThrow().withPartitions(List.of(starts));
  }

  @Test
  void whatIsMissingIsNotMadeUp() {
    TableRecord before = table(start(1, 0), start(2, MIDDLE));
    entries(90, 0, -1);
    items(2, MIDDLE, -1);
    items(3, 0, 99); // and nothing for what follows
    assertEquals(before, follow(before));
    items(4, 50, MIDDLE - 1); // twice
    assertEquals(before, follow(before));
    descriptors.clear(); // as releases left them that wrote none
    assertEquals(before, follow(before));
  }

  @Test
  void aRecordWhosePartitionsAreThereStays() {
    TableRecord record = table(start(1, 0));
    items(1, 0, -1);
    entries(90, 0, -1);
    items(2, 0, -1); // nobody's
    assertEquals(record, follow(record));
  }

  /** However far it is behind. */
  @Property(tries = 200)
  void aRecordFollowsSplitsAndMerges(@ForAll long seed) {
    Random random = new Random(seed);
    live.clear();
    descriptors.clear();
    entries(90, 0, -1);
    List<TableRecord.PartitionStart> starts = new ArrayList<>(List.of(start(1, 0)));
    TableRecord before = table(start(1, 0));
    int next = 100;
    for (int change = random.nextInt(12); change > 0; change--) {
      int at = random.nextInt(starts.size());
      if (random.nextInt(3) == 0 && at + 1 < starts.size()) {
        starts.set(at, start(next++, starts.get(at).firstHash()));
        starts.remove(at + 1);
      } else {
        HashRange hashes = TableRecord.hashes(starts, at);
        if (hashes.first() != hashes.last()) {
          long border = Splits.within(hashes, random);
          starts.set(at, start(next++, hashes.first()));
          starts.add(at + 1, start(next++, border));
        }
      }
      if (random.nextInt(6) == 0) {
        before = table(starts.toArray(TableRecord.PartitionStart[]::new));
      }
    }
    for (int at = 0; at < starts.size(); at++) {
      HashRange hashes = TableRecord.hashes(starts, at);
      items(starts.get(at).partition(), hashes.first(), hashes.last());
    }
    assertEquals(table(starts.toArray(TableRecord.PartitionStart[]::new)), follow(before));
  }
}
