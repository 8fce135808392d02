package dev.varve.soak.session;

import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Durability;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.engine.WriteBatch;
import dev.varve.soak.lane.Call;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.lane.LaneStore;
import dev.varve.soak.model.Content;
import dev.varve.soak.model.KeyModel;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys in two partitions of an engine, the lower half in one, the upper half in the other, so that
 * batches go over both.
 */
final class EngineLane implements LaneStore {
  private static final int LOOKED_UP_AT_ONCE = 40;

  private final StorageEngine engine;
  private final int lane;
  private final int lower;
  private final int upper;
  private final long half;
  private final Figures figures;
  private final WriteBatch batch = new WriteBatch(); // the writer's

  EngineLane(StorageEngine engine, int lane, int lower, int upper, int keys, Figures figures) {
    this.engine = engine;
    this.lane = lane;
    this.lower = lower;
    this.upper = upper;
    this.half = keys / 2;
    this.figures = figures;
  }

  @Override
  public int maxWriteKeys() {
    return KeyModel.MAX_WRITE_KEYS;
  }

  @Override
  public void write(long[] keys, long[] versions, int count, boolean shadowed, boolean durable)
      throws IOException {
    Durability durability = durable ? Durability.SYNC : Durability.BUFFERED;
    if (count == 1 && !shadowed) {
      byte[] key = Content.key(lane, keys[0]);
      if (versions[0] > 0) {
        engine.put(partition(keys[0]), key, Content.value(lane, keys[0], versions[0]), durability);
      } else {
        engine.delete(partition(keys[0]), key, durability);
      }
      return;
    }
    batch.clear();
    if (shadowed) {
      batch.put(partition(keys[0]), Content.key(lane, keys[0]), new byte[] {1, 2, 3});
    }
    for (int i = 0; i < count; i++) {
      byte[] key = Content.key(lane, keys[i]);
      if (versions[i] > 0) {
        batch.put(partition(keys[i]), key, Content.value(lane, keys[i], versions[i]));
      } else {
        batch.delete(partition(keys[i]), key);
      }
    }
    engine.write(batch, durability);
  }

  @Override
  public long read(long key) throws IOException {
    byte[] value = engine.get(partition(key), Content.key(lane, key));
    return value == null ? 0 : Content.version(lane, key, value);
  }

  @Override
  public View view(int from, int to) {
    long begin = System.nanoTime();
    Snapshot snapshot = engine.snapshot();
    figures.took(Call.SNAPSHOT, System.nanoTime() - begin);
    return new SnapshotView(snapshot, from);
  }

  private int partition(long key) {
    return key < half ? lower : upper;
  }

  private final class SnapshotView implements View {
    private final Snapshot snapshot;
    private final long from;

    SnapshotView(Snapshot snapshot, long from) {
      this.snapshot = snapshot;
      this.from = from;
    }

    @Override
    public long check(long[] expected, Choice choice) throws IOException {
      long end = from + expected.length;
      long checked = 0;
      if (from < half) {
        checked += checkWithin(lower, from, Math.min(end, half), from, expected, choice);
      }
      if (end > half) {
        checked += checkWithin(upper, Math.max(from, half), end, from, expected, choice);
      }
      return checked;
    }

    private long checkWithin(
        int partition, long from, long to, long base, long[] expected, Choice choice)
        throws IOException {
      List<Long> present = new ArrayList<>();
      for (long key = from; key < to; key++) {
        if (expected[(int) (key - base)] > 0) {
          present.add(key);
        }
      }
      CursorOptions range =
          CursorOptions.range(Content.key(lane, from), Content.key(lane, to)).at(snapshot);
      try (Cursor cursor = engine.cursor(partition, range)) {
        CursorWalk walk = new CursorWalk(cursor, lane, base, expected, present, figures);
        walk.forward();
        walk.backward();
        walk.atRandom(from, to, choice);
        return walk.checked() + lookUp(partition, from, to, base, expected, choice);
      }
    }

    /** Some of the keys by one call. */
    private long lookUp(
        int partition, long from, long to, long base, long[] expected, Choice choice)
        throws IOException {
      try (Arena arena = Arena.ofConfined()) {
        byte[][] keys = new byte[LOOKED_UP_AT_ONCE][];
        long[] numbers = new long[keys.length];
        MemorySegment[] targets = new MemorySegment[keys.length];
        for (int i = 0; i < keys.length; i++) {
          numbers[i] = from + choice.below((int) (to - from));
          keys[i] = Content.key(lane, numbers[i]);
          targets[i] = arena.allocate(1 << 10);
        }
        int[] lengths = new int[keys.length];
        engine.get(snapshot, partition, keys, targets, lengths);
        for (int i = 0; i < keys.length; i++) {
          long version = expected[(int) (numbers[i] - base)];
          int length =
              version > 0
                  ? Content.valueLength(lane, numbers[i], version)
                  : StorageEngine.NOT_FOUND;
          if (lengths[i] != length) {
            throw new WrongAnswerException(
                "lane %d, key %d, get of several: expected version %d of %d bytes, found %d bytes"
                    .formatted(lane, numbers[i], version, length, lengths[i]));
          }
          if (length >= 0 && length <= targets[i].byteSize()) {
            byte[] value = targets[i].asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            WrongAnswerException.requireVersion(
                lane, numbers[i], version, Content.version(lane, numbers[i], value));
          }
        }
        return keys.length;
      }
    }

    @Override
    public void close() {
      long begin = System.nanoTime();
      snapshot.close();
      figures.took(Call.SNAPSHOT, System.nanoTime() - begin);
    }
  }
}
