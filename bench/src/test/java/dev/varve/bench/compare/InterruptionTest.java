package dev.varve.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A program that is told to end, without one that ends. */
class InterruptionTest {
  private final AtomicInteger stops = new AtomicInteger();

  /** As the virtual machine keeps hooks: not once it is ending. */
  private static final class Machine implements Interruption.Hooks {
    private Thread hook;
    private boolean ending;

    @Override
    public void add(Thread added) {
      requireRunning();
      hook = added;
    }

    @Override
    public void remove(Thread removed) {
      requireRunning();
      assertSame(hook, removed);
      hook = null;
    }

    private void requireRunning() {
      if (ending) {
        throw new IllegalStateException("Shutdown in progress");
      }
    }

    void end() {
      ending = true;
      if (hook != null) {
        hook.start();
      }
    }
  }

  @Test
  void nothingIsLeftOfAnUndisturbedRun() {
    Machine machine = new Machine();
    try (Interruption interruption = Interruption.expect(machine)) {
      interruption.stops(stops::incrementAndGet);
      assertFalse(interruption.isAsked());
    }
    assertEquals(0, stops.get());
    assertEquals(null, machine.hook);
  }

  @Test
  void theSignalStopsTheWorkAndTheProgramWaitsForItsEnd() throws InterruptedException {
    Machine machine = new Machine();
    CountDownLatch stopped = new CountDownLatch(1);
    try (Interruption interruption = Interruption.expect(machine)) {
      interruption.stops(stopped::countDown);
      machine.end();
      stopped.await();
      assertTrue(interruption.isAsked());
      assertTrue(machine.hook.isAlive(), "the results have not been told");
    }
    machine.hook.join();
  }

  @Test
  void theSignalMayComeAtTheVeryEnd() throws InterruptedException {
    Machine machine = new Machine();
    Interruption interruption = Interruption.expect(machine);
    interruption.stops(stops::incrementAndGet);
    machine.ending = true;
    interruption.close();
    machine.hook.start(); // whose turn comes only now
    machine.hook.join();
    assertEquals(1, stops.get());
  }

  @Test
  void theSignalMayComeBeforeAnythingHasBegun() {
    Machine machine = new Machine();
    machine.end();
    try (Interruption interruption = Interruption.expect(machine)) {
      assertTrue(interruption.isAsked());
      interruption.stops(stops::incrementAndGet);
      assertEquals(1, stops.get());
    }
  }
}
