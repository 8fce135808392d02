package dev.varve.dynamodb.catalog;

import dev.varve.dynamodb.stats.HashRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The partitions that are there, for records that a crash left behind: partitions took the place of
 * others, and the record that was to follow is lost. A table or an index has no partitions but
 * those that it was created with and those that took their place, so that what the descriptors say
 * of the ones that are there tells all.
 */
final class Successors {
  private final Set<Integer> live;
  private final Map<Integer, PartitionDescriptor> descriptors;

  /**
   * The partitions of an engine.
   *
   * @param live their numbers
   * @param descriptors of those that have one
   */
  Successors(Set<Integer> live, Map<Integer, PartitionDescriptor> descriptors) {
    this.live = Set.copyOf(live);
    this.descriptors = Map.copyOf(descriptors);
  }

  /** A partition that some descriptor says to be a table's or an index's. */
  private record Candidate(int partition, HashRange hashes) {}

  /**
   * A record with the partitions that took the place of those that it names and that are gone; the
   * same record if none are, or none took their place.
   */
  TableRecord follow(TableRecord table) {
    TableRecord followed =
        table.withPartitions(
            follow(
                table.partitions(),
                hashes -> new PartitionDescriptor.OfItems(table.id(), table.name(), hashes)));
    for (IndexRecord index : table.indexes()) {
      List<TableRecord.PartitionStart> starts =
          follow(
              index.partitions(),
              hashes ->
                  new PartitionDescriptor.OfIndexEntries(
                      table.id(), table.name(), index.id(), index.name(), hashes));
      if (!starts.equals(index.partitions())) {
        followed = followed.with(index.withPartitions(starts));
      }
    }
    return followed;
  }

  private interface Described {
    PartitionDescriptor with(HashRange hashes);
  }

  private List<TableRecord.PartitionStart> follow(
      List<TableRecord.PartitionStart> named, Described described) {
    Map<Integer, HashRange> known = new HashMap<>();
    for (int at = 0; at < named.size(); at++) {
      known.put(named.get(at).partition(), TableRecord.hashes(named, at));
    }
    Set<Integer> gone = new HashSet<>(known.keySet());
    gone.removeAll(live);
    if (gone.isEmpty()) {
      return named;
    }
    List<Candidate> candidates = new ArrayList<>();
    known.forEach((partition, hashes) -> {
      if (!gone.contains(partition)) {
        candidates.add(new Candidate(partition, hashes));
      }
    });
    descriptors.forEach((partition, descriptor) -> {
      HashRange hashes = hashes(descriptor);
      if (hashes != null
          && !known.containsKey(partition)
          && descriptor.equals(described.with(hashes))) {
        candidates.add(new Candidate(partition, hashes));
      }
    });
    candidates.sort(
        Comparator.comparing(candidate -> candidate.hashes().first(), Long::compareUnsigned));
    return areAllHashes(candidates)
        ? candidates.stream()
            .map(candidate ->
                new TableRecord.PartitionStart(candidate.partition(), candidate.hashes().first()))
            .toList()
        : named;
  }

  private static HashRange hashes(PartitionDescriptor descriptor) {
    return switch (descriptor) {
      case PartitionDescriptor.OfItems items -> items.hashes();
      case PartitionDescriptor.OfIndexEntries entries -> entries.hashes();
      case PartitionDescriptor.OfCatalog _,
          PartitionDescriptor.OfExpiry _,
          PartitionDescriptor.OfChanges _,
          PartitionDescriptor.OfBackup _,
          PartitionDescriptor.OfTokens _,
          PartitionDescriptor.OfDeliveries _ ->
          null;
    };
  }

  /** Whether each begins where the one before ends, from the first hash to the last. */
  private static boolean areAllHashes(List<Candidate> candidates) {
    long next = 0;
    for (int at = 0; at < candidates.size(); at++) {
      HashRange hashes = candidates.get(at).hashes();
      if (hashes.first() != next || (next == 0 && at > 0)) {
        return false;
      }
      next = hashes.last() + 1; // 0 behind the last hash
    }
    return !candidates.isEmpty() && next == 0;
  }
}
