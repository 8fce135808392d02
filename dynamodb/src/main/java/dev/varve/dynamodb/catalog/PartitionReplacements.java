package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.codec.KeyCodec;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.engine.PartitionOptions;
import dev.varve.engine.Replacement;
import dev.varve.engine.StorageEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Prepares that partitions of a table or an index take the place of others. The engine's edit comes
 * first, then the table's record: where a crash comes between, the next opening lets the record
 * follow ({@link Successors}).
 */
public final class PartitionReplacements {
  private final StorageEngine engine;

  /** Replacements in an engine. */
  public PartitionReplacements(StorageEngine engine) {
    this.engine = engine;
  }

  /**
   * A replacement that is prepared.
   *
   * @param replacement of the engine's partitions, still to be applied
   * @param table the table's record as it is to be then
   */
  public record Prepared(Replacement replacement, TableRecord table) implements AutoCloseable {
    /** The numbers of the new partitions, in the order of their hashes. */
    public List<Integer> partitions() {
      return replacement.partitions();
    }

    @Override
    public void close() {
      replacement.close();
    }
  }

  /** Some partitions of a table's, or of an index's, in a row. */
  private record Place(TableRecord table, Optional<IndexRecord> index, int at) {
    List<TableRecord.PartitionStart> starts() {
      return index.map(IndexRecord::partitions).orElse(table.partitions());
    }

    HashRange hashes(int number) {
      return TableRecord.hashes(starts(), number);
    }

    PartitionOptions options(HashRange hashes) {
      return Catalog.options(
          index
              .map(found -> Catalog.descriptor(table, found, hashes))
              .orElse(Catalog.descriptor(table, hashes)));
    }

    /** The record with others in the place of some partitions. */
    TableRecord with(int replaced, List<TableRecord.PartitionStart> others) {
      List<TableRecord.PartitionStart> all = new ArrayList<>(starts());
      all.subList(at, at + replaced).clear();
      all.addAll(at, others);
      return index
          .map(found -> table.with(found.withPartitions(all)))
          .orElse(table.withPartitions(all));
    }
  }

  private static Place find(TableRecord table, int partition) {
    int at = placeOf(table.partitions(), partition);
    if (at >= 0) {
      return new Place(table, Optional.empty(), at);
    }
    for (IndexRecord index : table.indexes()) {
      int inIndex = placeOf(index.partitions(), partition);
      if (inIndex >= 0) {
        return new Place(table, Optional.of(index), inIndex);
      }
    }
    throw new IllegalArgumentException(
        "table %s and its indexes have no partition %d".formatted(table.name(), partition));
  }

  private static int placeOf(List<TableRecord.PartitionStart> starts, int partition) {
    for (int at = 0; at < starts.size(); at++) {
      if (starts.get(at).partition() == partition) {
        return at;
      }
    }
    return -1;
  }

  /**
   * Prepares a split.
   *
   * @param partition one of the table or of an index of it
   * @param firstHash first 64 bits of the smallest hash of the second part
   * @throws IllegalArgumentException if there is no such partition, or a part would be empty
   */
  public Prepared split(TableRecord table, int partition, long firstHash) throws IOException {
    Place place = find(table, partition);
    HashRange hashes = place.hashes(place.at());
    if (!hashes.contains(firstHash) || firstHash == hashes.first()) {
      throw new IllegalArgumentException(
          "partition %d has the hashes %s, and no two parts at %016x"
              .formatted(partition, hashes, firstHash));
    }
    HashRange below = new HashRange(hashes.first(), firstHash - 1);
    HashRange from = new HashRange(firstHash, hashes.last());
    Replacement split =
        engine.split(
            partition, KeyCodec.lowestKey(firstHash), place.options(below), place.options(from));
    return new Prepared(
        split,
        place.with(
            1,
            List.of(
                new TableRecord.PartitionStart(split.partitions().get(0), below.first()),
                new TableRecord.PartitionStart(split.partitions().get(1), from.first()))));
  }

  /**
   * Prepares the merge of a partition with the next one.
   *
   * @param partition one of the table or of an index of it, and not the last
   * @throws IllegalArgumentException if there is no such partition, or none behind it
   */
  public Prepared merge(TableRecord table, int partition) throws IOException {
    Place place = find(table, partition);
    if (place.at() + 1 == place.starts().size()) {
      throw new IllegalArgumentException("no partition comes behind partition " + partition);
    }
    HashRange first = place.hashes(place.at());
    HashRange second = place.hashes(place.at() + 1);
    Replacement merge =
        engine.merge(
            partition,
            place.starts().get(place.at() + 1).partition(),
            KeyCodec.lowestKey(second.first()),
            place.options(new HashRange(first.first(), second.last())));
    return new Prepared(
        merge,
        place.with(
            2,
            List.of(new TableRecord.PartitionStart(merge.partitions().getFirst(), first.first()))));
  }
}
