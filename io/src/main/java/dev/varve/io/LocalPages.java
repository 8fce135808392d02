package dev.varve.io;

import java.lang.foreign.MemorySegment;

/** How the pages of the operating system's files come in. Thread-safe. */
final class LocalPages {
  private final PageAdvice advice = new PageAdvice();
  private final MachineMemory machine = new MachineMemory();
  private final MappingPolicy policy =
      new MappingPolicy(() -> machine.isShort() ? 0 : machine.room(), advice);

  /** Advises a new mapping; returns its pages. */
  MappedPages of(MemorySegment mapping, Access access) {
    return switch (access) {
      case POINT -> {
        policy.add(mapping);
        yield new Pages(mapping) {
          @Override
          public boolean areInMemory() {
            return policy.isInMemory();
          }

          @Override
          public void closing() {
            policy.remove(mapping);
          }
        };
      }
      case POINT_IN_MEMORY -> {
        advice.large(mapping);
        yield MappedPages.IN_MEMORY;
      }
      case POINT_ON_DEVICE -> {
        advice.singly(mapping);
        yield new Pages(mapping);
      }
      case LOG -> {
        advice.singly(mapping);
        yield new MappedPages() {
          @Override
          public boolean areAllInMemory() {
            return advice.isInMemory(mapping);
          }
        };
      }
    };
  }

  /** See {@link FileSystem#reviewMemory}. */
  void review() {
    policy.review();
  }

  /** See {@link FileSystem#isInMemory}. */
  boolean areInMemory() {
    return policy.isResident();
  }

  /** See {@link FileSystem#memoryRoom}. */
  long room() {
    return machine.room();
  }

  private class Pages implements MappedPages {
    private final MemorySegment mapping;

    Pages(MemorySegment mapping) {
      this.mapping = mapping;
    }

    @Override
    public boolean areInMemory() {
      return false;
    }

    @Override
    public void willNeed(long offset, long length) {
      advice.willNeed(mapping, offset, length);
    }
  }
}
