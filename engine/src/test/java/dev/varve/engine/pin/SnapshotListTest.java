package dev.varve.engine.pin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SnapshotListTest {
  private final VisibleSequence visible = new VisibleSequence(0);
  private final SnapshotList snapshots = new SnapshotList(visible);

  @Property(tries = 200)
  void thoseThatAreOpenAreListed(@ForAll long seed) {
    Random random = new Random(seed);
    List<SnapshotList.Entry> open = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      if (random.nextInt(5) < 3) {
        visible.publish(visible.get() + random.nextInt(3));
        open.add(snapshots.take());
      } else if (!open.isEmpty()) {
        SnapshotList.Entry closed = open.remove(random.nextInt(open.size()));
        closed.close();
        closed.close();
      }
      assertArrayEquals(
          open.stream().mapToLong(SnapshotList.Entry::sequence).sorted().distinct().toArray(),
          snapshots.sequences());
    }
    open.forEach(SnapshotList.Entry::close);
  }

  /** Ends: a scan for each one that is closed would take hours. */
  @Test
  void manyCloseInAnyOrder() {
    for (int order = 0; order < 3; order++) {
      List<SnapshotList.Entry> open = new ArrayList<>();
      for (int i = 0; i < 1_000_000; i++) {
        visible.publish(visible.get() + 1);
        open.add(snapshots.take());
      }
      switch (order) {
        case 0 -> Collections.reverse(open);
        case 1 -> Collections.shuffle(open, new Random(1));
        default -> {
          // Oldest first.
        }
      }
      open.forEach(SnapshotList.Entry::close);
      assertArrayEquals(new long[0], snapshots.sequences());
    }
  }
}
