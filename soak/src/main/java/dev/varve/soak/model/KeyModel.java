package dev.varve.soak.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The version that each key of a lane must have, and the write that is under way, in a mapped file:
 * what was stored here survives the end of the process, however it ends, as an acknowledged write
 * must.
 *
 * <p>A version is the number of the write that made it, from 1 on; negative if that write deleted
 * the key; 0 if there was none. One thread writes, in this order: {@link #begin}, the write itself,
 * {@link #acknowledge}. Any thread reads.
 */
public final class KeyModel implements AutoCloseable {
  /** Keys that one write may change. */
  public static final int MAX_WRITE_KEYS = 64;

  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final long COUNT_OFFSET = 0;
  private static final long LAST_OFFSET = Long.BYTES;
  private static final long INTENT_OFFSET = 2 * Long.BYTES;

  /** Key, version before, version after. */
  private static final int INTENT_FIELDS = 3;

  private static final long VERSIONS_OFFSET = 4 << 10;

  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private final int keys;

  /** Opens the model of a file, or begins one in which no key was ever written. */
  public KeyModel(Path file, int keys) throws IOException {
    this.keys = keys;
    Files.createDirectories(file.getParent());
    long bytes = VERSIONS_OFFSET + (long) keys * Long.BYTES;
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
    }
  }

  /** How many keys there are; their numbers begin at 0. */
  public int keys() {
    return keys;
  }

  /** The version that a key has, without the write that is under way. */
  public long version(long key) {
    return (long) LONG.getAcquire(memory, VERSIONS_OFFSET + key * Long.BYTES);
  }

  /** The versions of a range of keys; no write may be under way. */
  public long[] versions(int from, int to) {
    long[] copy = new long[to - from];
    MemorySegment.copy(
        memory,
        ValueLayout.JAVA_LONG,
        VERSIONS_OFFSET + (long) from * Long.BYTES,
        copy,
        0,
        to - from);
    return copy;
  }

  /** The number of the last write that began. */
  public long lastWrite() {
    return (long) LONG.getAcquire(memory, LAST_OFFSET);
  }

  /**
   * Says that a write begins.
   *
   * @param changed its keys, all different
   * @param versions their versions afterwards
   */
  public void begin(long number, long[] changed, long[] versions, int count) {
    for (int i = 0; i < count; i++) {
      intent(i, 0, changed[i]);
      intent(i, 1, version(changed[i]));
      intent(i, 2, versions[i]);
    }
    LONG.setRelease(memory, LAST_OFFSET, number);
    LONG.setRelease(memory, COUNT_OFFSET, (long) count);
  }

  /** Says that the write under way was acknowledged. */
  public void acknowledge() {
    int count = pending();
    for (int i = 0; i < count; i++) {
      LONG.setRelease(memory, VERSIONS_OFFSET + pendingKey(i) * Long.BYTES, intent(i, 2));
    }
    LONG.setRelease(memory, COUNT_OFFSET, 0L);
  }

  /** Says that the write under way did not happen. */
  public void abandon() {
    // Its acknowledgement may have been noted for some keys before the process was killed.
    int count = pending();
    for (int i = 0; i < count; i++) {
      LONG.setRelease(memory, VERSIONS_OFFSET + pendingKey(i) * Long.BYTES, intent(i, 1));
    }
    LONG.setRelease(memory, COUNT_OFFSET, 0L);
  }

  /** How many keys the write under way changes; 0 if there is none. */
  public int pending() {
    return (int) (long) LONG.getAcquire(memory, COUNT_OFFSET);
  }

  /** A key of the write under way. */
  public long pendingKey(int index) {
    return intent(index, 0);
  }

  /** Its version before. */
  public long pendingBefore(int index) {
    return intent(index, 1);
  }

  /** Its version afterwards. */
  public long pendingAfter(int index) {
    return intent(index, 2);
  }

  /** Bytes of keys and values that are live. */
  public long liveBytes(int lane) {
    long bytes = 0;
    for (int key = 0; key < keys; key++) {
      long version = version(key);
      if (version > 0) {
        bytes += Content.key(lane, key).length + Content.valueLength(lane, key, version);
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    arena.close();
  }

  private long intent(int index, int field) {
    return (long) LONG.getAcquire(memory, intentOffset(index, field));
  }

  private void intent(int index, int field, long value) {
    LONG.setRelease(memory, intentOffset(index, field), value);
  }

  private static long intentOffset(int index, int field) {
    return INTENT_OFFSET + (long) (index * INTENT_FIELDS + field) * Long.BYTES;
  }
}
