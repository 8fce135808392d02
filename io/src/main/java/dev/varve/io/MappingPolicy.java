package dev.varve.io;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Decides for all {@link Access#POINT} mappings of a file system together how their pages come in:
 * in large pages, which random reads find fastest but of which each miss reads 2 MiB, or one by
 * one. Large pages are for mappings that are surely going to stay in memory; so the advice is taken
 * back well before the mappings outgrow memory, and given again when there is room once more. In
 * between the last decision holds, so that it does not change to and fro.
 *
 * <p>Thread-safe. A change of the advice holds no reader up.
 */
public final class MappingPolicy {
  /** The operating system's way to bring pages in. */
  public interface Advice {
    /** Pages come in by large ones. */
    void large(MemorySegment mapping);

    /** Pages come in one by one, and none beside the one that is needed. */
    void singly(MemorySegment mapping);

    /** Whether the page at an offset is in memory now; yes where the system does not tell. */
    default boolean isInMemory(MemorySegment mapping, long offset) {
      return true;
    }
  }

  /** Mappings up to this share of the room get large pages. */
  private static final double LARGE_UP_TO = 0.7;

  /** Mappings beyond this share of the room get single pages. */
  private static final double SINGLE_FROM = 0.85;

  /** Pages that a look asks for. If none of them is missing, hardly one in a hundred is. */
  private static final int SAMPLES = 256;

  private final LongSupplier room;
  private final Advice advice;

  @GuardedBy("this")
  private final Set<MemorySegment> mappings = Collections.newSetFromMap(new IdentityHashMap<>());

  @GuardedBy("this")
  private long bytes;

  @GuardedBy("this")
  private long lastRoom = -1; // not asked yet

  @GuardedBy("this")
  private final SplittableRandom random = new SplittableRandom();

  private volatile boolean large = true; // written under this
  private volatile boolean resident; // written under this

  /**
   * Begins without any mapping.
   *
   * @param room tells how many bytes pages of files may take in memory now
   */
  public MappingPolicy(LongSupplier room, Advice advice) {
    this.room = room;
    this.advice = advice;
  }

  /**
   * Advises a new mapping, and from now on with the others, until it is removed. Takes the room to
   * be what it was at the last {@link #review}: a store opens many tables at once.
   */
  public synchronized void add(MemorySegment mapping) {
    mappings.add(mapping);
    bytes += mapping.byteSize();
    if (lastRoom < 0) {
      lastRoom = room.getAsLong();
    }
    if (!decide()) {
      advise(mapping);
    }
  }

  /** Forgets a mapping that is about to be closed. */
  public synchronized void remove(MemorySegment mapping) {
    if (mappings.remove(mapping)) {
      bytes -= mapping.byteSize();
    }
  }

  /**
   * Looks how much room there is, and advises all mappings anew if that changes the decision.
   *
   * @return whether it did
   */
  public synchronized boolean review() {
    lastRoom = room.getAsLong();
    boolean changed = decide();
    resident = large && areSamplesInMemory();
    return changed;
  }

  /** Looks at pages all over the mappings, other ones each time. */
  @GuardedBy("this")
  private boolean areSamplesInMemory() {
    long step = bytes / SAMPLES + 1;
    long at = random.nextLong(step);
    for (MemorySegment mapping : mappings) {
      while (at < mapping.byteSize()) {
        if (!advice.isInMemory(mapping, at)) {
          return false;
        }
        at += step;
      }
      at -= mapping.byteSize();
    }
    return true;
  }

  @GuardedBy("this")
  private boolean decide() {
    boolean next = bytes <= (large ? SINGLE_FROM : LARGE_UP_TO) * lastRoom;
    if (next == large) {
      return false;
    }
    large = next;
    mappings.forEach(this::advise);
    return true;
  }

  /** Whether there is room for all pages, so that those that have come in stay. */
  public boolean isInMemory() {
    return large;
  }

  /** Whether there was room at the last {@link #review}, and no page was found missing. */
  public boolean isResident() {
    return resident;
  }

  @GuardedBy("this")
  private void advise(MemorySegment mapping) {
    if (large) {
      advice.large(mapping);
    } else {
      advice.singly(mapping);
    }
  }
}
