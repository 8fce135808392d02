package dev.varve.testing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.io.Access;
import dev.varve.io.MappedPages;
import dev.varve.io.MappingPolicy;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The pages of a {@link MemoryFileSystem}: all are in memory at all times, but the file system
 * behaves as if there were only so much room for them, and tells what was asked of it. Thread-safe.
 */
public final class MemoryPages {
  /** What was asked of the pages of a file. */
  public enum Kind {
    /** A mapping for point reads, left to the file system. */
    MAP_POINT,
    /** A mapping for point reads that is said to stay in memory. */
    MAP_IN_MEMORY,
    /** A mapping for point reads that is said not to stay in memory. */
    MAP_ON_DEVICE,
    /** A mapping of a log. */
    MAP_LOG,
    /** The file system's own: pages of a mapping come in by large ones. */
    LARGE,
    /** The file system's own: pages of a mapping come in one by one. */
    SINGLY,
    /** A range is about to be read. */
    WILL_NEED,
    /** A range is not needed again soon. */
    RELEASE
  }

  /** One such call. */
  public record Call(Kind kind, Path path, long offset, long length) {}

  @GuardedBy("this")
  private final IdentityHashMap<MemorySegment, Path> paths = new IdentityHashMap<>();

  @GuardedBy("this")
  private List<Call> calls; // null: not recorded

  private volatile long room = Long.MAX_VALUE;

  private final MappingPolicy policy =
      new MappingPolicy(
          () -> room,
          new MappingPolicy.Advice() {
            @Override
            public void large(MemorySegment mapping) {
              advised(Kind.LARGE, mapping);
            }

            @Override
            public void singly(MemorySegment mapping) {
              advised(Kind.SINGLY, mapping);
            }
          });

  MemoryPages() {}

  /** How many bytes pages of files may take from now on, as far as the next look at it tells. */
  public void setRoom(long bytes) {
    room = bytes;
  }

  /** How much room there is. */
  long room() {
    return room;
  }

  /** Records calls from now on. */
  public synchronized void record() {
    calls = new ArrayList<>();
  }

  /** The calls since {@link #record}, and forgets them. */
  public synchronized List<Call> recorded() {
    List<Call> since = calls;
    record();
    return since;
  }

  void review() {
    policy.review();
  }

  /** Whether all had room at the last look. */
  boolean areInMemory() {
    return policy.isInMemory();
  }

  /** A new mapping's. */
  MappedPages of(Path path, MemorySegment mapping, Access access) {
    synchronized (this) {
      paths.put(mapping, path);
      note(
          switch (access) {
            case POINT -> Kind.MAP_POINT;
            case POINT_IN_MEMORY -> Kind.MAP_IN_MEMORY;
            case POINT_ON_DEVICE -> Kind.MAP_ON_DEVICE;
            case LOG -> Kind.MAP_LOG;
          },
          path,
          0,
          mapping.byteSize());
    }
    if (access == Access.POINT) {
      policy.add(mapping);
    }
    return new MappedPages() {
      @Override
      public boolean areInMemory() {
        return access == Access.POINT ? policy.isInMemory() : access != Access.POINT_ON_DEVICE;
      }

      @Override
      public boolean areAllInMemory() {
        return room > 0;
      }

      @Override
      public void willNeed(long offset, long length) {
        note(Kind.WILL_NEED, path, offset, length);
      }

      @Override
      public void closing() {
        if (access == Access.POINT) {
          policy.remove(mapping);
        }
        synchronized (MemoryPages.this) {
          paths.remove(mapping);
        }
      }
    };
  }

  synchronized void note(Kind kind, Path path, long offset, long length) {
    if (calls != null) {
      calls.add(new Call(kind, path, offset, length));
    }
  }

  private synchronized void advised(Kind kind, MemorySegment mapping) {
    note(kind, paths.get(mapping), 0, mapping.byteSize());
  }
}
