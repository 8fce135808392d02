package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.api.BackupDescription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A backup as the catalog keeps it: the record of a table, whose partitions are those of the
 * backup. They are frozen, and share their files with the table as far as it has not rewritten
 * them.
 *
 * @param id the last part of its ARN; sorts by the time of its creation
 * @param number a number that no table, no index and no other backup has; see {@link
 *     TableRecord#id}
 * @param description what its creator and its source say of it
 * @param table the table as it was, with the backup's partitions, and without its tags and policy
 * @param counts how many items and entries the backup's partitions have, as far as that is known
 */
public record BackupRecord(
    String id,
    int number,
    BackupDescription description,
    TableRecord table,
    Map<Integer, Long> counts) {

  public BackupRecord {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(description, "description");
    counts = Map.copyOf(counts);
  }

  /** The ARN. */
  public String arn() {
    return description.backupDetails().orElseThrow().backupArn();
  }

  /** The engine's numbers of all its partitions: the items' first, then those of each index. */
  public List<Integer> partitions() {
    List<Integer> all = new ArrayList<>();
    table.partitions().forEach(start -> all.add(start.partition()));
    table
        .indexes()
        .forEach(index -> index.partitions().forEach(start -> all.add(start.partition())));
    return all;
  }

  /** The counts, for the partitions of a table that was restored from this. */
  public Map<Integer, Long> countsOf(TableRecord restored) {
    Map<Integer, Long> known = new HashMap<>();
    put(known, table.partitions(), restored.partitions());
    for (IndexRecord index : restored.indexes()) {
      Optional<IndexRecord> source = table.index(index.name());
      source.ifPresent(found -> put(known, found.partitions(), index.partitions()));
    }
    return known;
  }

  private void put(
      Map<Integer, Long> known,
      List<TableRecord.PartitionStart> from,
      List<TableRecord.PartitionStart> to) {
    for (int place = 0; place < from.size(); place++) {
      Long count = counts.get(from.get(place).partition());
      if (count != null) {
        known.put(to.get(place).partition(), count);
      }
    }
  }
}
