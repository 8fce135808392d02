package dev.varve.engine.partition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The partitions that readers and writers find, by number. Those that look take no lock; what
 * changes the listing is short, and calls nothing.
 */
final class LivePartitions {
  private volatile Partition[] byId; // written under this; null where there is no live partition

  /** Others have taken their place, and they can still be read; written under this. */
  private volatile List<Partition> leaving = List.of();

  LivePartitions(Collection<Partition> partitions) {
    byId = new Partition[1];
    add(partitions);
  }

  /**
   * A live partition, or one that is {@linkplain #replace leaving}; {@code null} if there is none
   * of that number.
   */
  Partition find(int id) {
    Partition[] present = byId;
    Partition live = id > 0 && id < present.length ? present[id] : null;
    return live == null ? findLeaving(id) : live;
  }

  private Partition findLeaving(int id) {
    for (Partition partition : leaving) {
      if (partition.id() == id) {
        return partition;
      }
    }
    return null;
  }

  /** All live partitions, by number. */
  List<Partition> all() {
    List<Partition> live = new ArrayList<>();
    for (Partition partition : byId) {
      if (partition != null) {
        live.add(partition);
      }
    }
    return live;
  }

  /** Those that can be read and are not live any more. */
  List<Partition> leaving() {
    return leaving;
  }

  synchronized void add(Collection<Partition> partitions) {
    change(List.of(), partitions);
  }

  synchronized void remove(Collection<Partition> partitions) {
    change(partitions, List.of());
  }

  /**
   * Lists partitions in the place of others, which are leaving then. Whoever asks for all finds
   * these or those.
   */
  synchronized void replace(List<Partition> replaced, List<Partition> successors) {
    List<Partition> leave = new ArrayList<>(leaving);
    leave.addAll(replaced);
    leaving = List.copyOf(leave); // first, so that each of them is always found
    change(replaced, successors);
  }

  private synchronized void change(Collection<Partition> removed, Collection<Partition> added) {
    int most = added.stream().mapToInt(Partition::id).max().orElse(0);
    Partition[] next = Arrays.copyOf(byId, Math.max(byId.length, most + 1));
    removed.forEach(partition -> next[partition.id()] = null);
    added.forEach(partition -> next[partition.id()] = partition);
    byId = next;
  }

  /** Forgets partitions that are leaving. */
  synchronized void forget(List<Partition> partitions) {
    List<Partition> left = new ArrayList<>(leaving);
    left.removeAll(partitions);
    leaving = List.copyOf(left);
  }
}
