package dev.varve.dynamodb.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.TablePartition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.stats.HashRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Splits and merges of any partitions, which are to change nothing else. */
public final class Splits {
  private static final int MOST = 6;

  private Splits() {}

  /** Splits or merges a partition of a table or of one of its indexes, unless that is in use. */
  public static void change(Varve varve, String table, RandomGenerator random) throws IOException {
    List<List<TablePartition>> all = new ArrayList<>();
    all.add(varve.partitions(table));
    for (var index : varve.tableDefinition(table).indexes()) {
      all.add(varve.partitions(table, index.name()));
    }
    List<TablePartition> partitions = all.get(random.nextInt(all.size()));
    boolean merges = partitions.size() > 1 && (partitions.size() >= MOST || random.nextInt(5) < 2);
    try {
      if (merges) {
        varve.mergePartitions(table, partitions.get(random.nextInt(partitions.size() - 1)).id());
      } else {
        TablePartition split = partitions.get(random.nextInt(partitions.size()));
        varve.splitPartition(table, split.id(), within(split.range(), random));
      }
    } catch (ResourceInUseException beingBuilt) {
      assertTrue(beingBuilt.getMessage().contains(table), beingBuilt.getMessage());
    }
  }

  /** A hash that leaves some of a range on both sides. */
  public static long within(HashRange range, RandomGenerator random) {
    long width = range.last() - range.first(); // unsigned, not 0 but in a very long test
    return range.first() + 1 + Long.remainderUnsigned(random.nextLong(), width);
  }

  /** Fails unless partitions have all hashes, each one once, in their order. */
  public static void assertWhole(List<TablePartition> partitions) {
    long next = 0;
    for (TablePartition partition : partitions) {
      assertEquals(next, partition.range().first());
      next = partition.range().last() + 1;
    }
    assertEquals(0, next);
  }
}
