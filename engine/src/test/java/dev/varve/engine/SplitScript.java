package dev.varve.engine;

import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Writes, splits, merges, flushes and compactions, decided by a seed, with what all partitions held
 * together after each step, which steps were acknowledged, and up to which one power loss must not
 * matter. Splits and merges make no step: they change nothing of it.
 */
final class SplitScript {
  private final SplittableRandom random;
  private final int steps;
  private final EngineOptions options;
  private final List<NavigableMap<byte[], byte[]>> states = new ArrayList<>();
  private RangedMap map;
  private StorageEngine engine;
  private int acknowledged;
  private int durable;

  SplitScript(long seed, int steps, EngineOptions options) {
    this.random = new SplittableRandom(seed);
    this.steps = steps;
    this.options = options;
  }

  void run(MemoryFileSystem files) throws IOException {
    states.add(new TreeMap<>(Arrays::compareUnsigned));
    engine = StorageEngine.open(CrashScript.env(files), CrashScript.DIRECTORY, options);
    map = RangedMap.of(engine);
    for (int step = 0; step < steps; step++) {
      switch (random.nextInt(14)) {
        case 0, 1, 2 -> split(files);
        case 3, 4 -> merge(files);
        case 5 -> {
          engine.flush(map.anyPartition(random));
          requireGoingOn(files);
        }
        case 6 -> {
          engine.compact(map.anyPartition(random));
          requireGoingOn(files);
        }
        case 7 -> {
          engine.close();
          isDurable(files);
          engine = StorageEngine.open(CrashScript.env(files), CrashScript.DIRECTORY, options);
          map.attach(engine);
        }
        default -> write(files);
      }
    }
    engine.close();
    isDurable(files);
  }

  private void write(MemoryFileSystem files) throws IOException {
    boolean sync = random.nextInt(3) == 0;
    WriteBatch batch = map.change(random, 150);
    NavigableMap<byte[], byte[]> next = new TreeMap<>(Arrays::compareUnsigned);
    next.putAll(map.keys());
    states.add(next);
    engine.write(batch, sync ? Durability.SYNC : Durability.BUFFERED);
    requireGoingOn(files);
    acknowledged = states.size() - 1;
    if (sync) {
      isDurable(files);
    }
  }

  private void split(MemoryFileSystem files) throws IOException {
    byte[] boundary = RangedMap.key(random);
    Replacement split = map.size() > 3 ? null : map.split(boundary);
    if (split != null) {
      try (split) {
        write(files);
        split.apply();
        write(files);
        split.show();
        map.splitApplied(boundary, split);
      }
      write(files);
    }
  }

  private void merge(MemoryFileSystem files) throws IOException {
    List<byte[]> boundaries = map.boundaries();
    if (!boundaries.isEmpty()) {
      byte[] boundary = boundaries.get(random.nextInt(boundaries.size()));
      try (Replacement merge = map.merge(boundary)) {
        write(files);
        merge.apply();
        write(files);
        merge.show();
        map.mergeApplied(boundary, merge);
      }
      write(files);
    }
  }

  /** Fails unless what an engine holds is a state no older than the last durable step. */
  void checkAfterPowerLoss(StorageEngine recovered) throws IOException {
    check(recovered, durable);
  }

  /** Fails unless what an engine holds is a state no older than the last acknowledged step. */
  void checkAfterKill(StorageEngine recovered) throws IOException {
    check(recovered, acknowledged);
  }

  private void check(StorageEngine recovered, int least) throws IOException {
    NavigableMap<byte[], byte[]> found = RangedMap.contents(recovered);
    for (int step = states.size() - 1; step >= least; step--) {
      if (Contents.equal(states.get(step), found)) {
        return;
      }
    }
    throw new AssertionError(
        "found %d keys, expected a state after steps %d to %d"
            .formatted(found.size(), least, states.size() - 1));
  }

  private void isDurable(MemoryFileSystem files) throws IOException {
    requireGoingOn(files);
    acknowledged = states.size() - 1;
    durable = acknowledged;
  }

  /** Stores into a mapping go on after the end of the files: what they acknowledge is void. */
  private static void requireGoingOn(MemoryFileSystem files) throws IOException {
    if (files.stopped()) {
      throw new IOException("stopped");
    }
  }
}
