package dev.varve.engine.pin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ReadEpochsTest {
  private final ReadEpochs epochs = new ReadEpochs();
  private final List<String> freed = new ArrayList<>();

  @Test
  void withoutReadersAnObjectIsFreed() {
    epochs.retire(() -> freed.add("a"));
    epochs.reclaim();
    assertEquals(List.of("a"), freed);
  }

  @Test
  void aReaderKeepsWhatWasRetiredAfterItBegan() {
    int slot = epochs.enter();
    epochs.retire(() -> freed.add("a"));
    epochs.reclaim();
    assertEquals(List.of(), freed);
    epochs.exit(slot);
    epochs.reclaim();
    assertEquals(List.of("a"), freed);
  }

  @Test
  void aLaterReaderKeepsNothingThatWasRetiredBeforeIt() {
    int early = epochs.enter();
    epochs.retire(() -> freed.add("a"));
    int late = epochs.enter();
    epochs.retire(() -> freed.add("b"));
    epochs.exit(early);
    epochs.reclaim();
    assertEquals(List.of("a"), freed);
    epochs.exit(late);
    epochs.retire(() -> freed.add("c"));
    epochs.reclaim();
    assertEquals(List.of("a", "b", "c"), freed);
  }

  @Test
  void readersOfOneThreadHaveSlotsOfTheirOwn() {
    Set<Integer> slots = new HashSet<>();
    for (int reader = 0; reader < ReadEpochs.slotCount(); reader++) {
      int slot = epochs.enter();
      assertTrue(slot >= 0 && slot < ReadEpochs.slotCount());
      assertTrue(slots.add(slot), "taken twice: " + slot);
    }
    epochs.exit(17);
    assertEquals(17, epochs.enter());
  }

  @Test
  void whatAFreedObjectRetiresIsFreedToo() {
    epochs.retire(() -> epochs.retire(() -> freed.add("inner")));
    epochs.reclaim();
    epochs.reclaim();
    assertEquals(List.of("inner"), freed);
  }

  /** An object that says whether it was freed. */
  private static final class Shared {
    volatile boolean freed;
  }

  @Test
  void readersOnThreadsNeverMeetAFreedObject() throws Exception {
    AtomicReference<Shared> present = new AtomicReference<>(new Shared());
    AtomicBoolean replacing = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int reader = 0; reader < 2; reader++) {
        readers.add(
            threads.submit(() -> {
              do {
                int slot = epochs.enter();
                Shared object = present.get();
                for (int look = 0; look < 10; look++) {
                  assertFalse(object.freed);
                }
                epochs.exit(slot);
              } while (replacing.get());
            }));
      }
      Shared last = present.get();
      for (int replacement = 0; replacement < 50_000; replacement++) {
        Shared next = new Shared();
        Shared previous = present.getAndSet(next);
        epochs.retire(() -> previous.freed = true);
        epochs.reclaim();
        last = next;
      }
      replacing.set(false);
      for (Future<?> reader : readers) {
        reader.get();
      }
      epochs.reclaim();
      assertFalse(last.freed);
    }
  }

  /** Counts how often it was freed. */
  private static final class Counted extends RefCounted {
    int freed;

    @Override
    protected void free() {
      freed++;
    }
  }

  @Test
  void theLastReleaseFreesOnceAndFurtherUseIsABug() {
    Counted counted = new Counted();
    counted.retain();
    counted.release();
    assertEquals(0, counted.freed);
    counted.release();
    assertEquals(1, counted.freed);
    assertThrows(AssertionError.class, counted::retain);
    assertNotEquals(0, counted.freed);
    Counted released = new Counted();
    released.release();
    assertThrows(AssertionError.class, released::release);
    assertEquals(1, released.freed);
  }
}
