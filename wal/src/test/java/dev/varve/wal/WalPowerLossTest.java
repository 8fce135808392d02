package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualScheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Power is lost, or the process killed, at every operation of a scenario and after every append:
 * what comes back is a run of what was appended that begins no later than the first record still
 * needed, contains every synced one, and stays the same from then on.
 */
class WalPowerLossTest {
  private static final int SCENARIOS = 12;

  /** A history of random calls, and what it may have left at any moment. */
  private static final class Scenario {
    private final SplittableRandom random;
    private final Observer observer;
    private final int calls;
    private final double syncShare;
    private final Scheduler scheduler;
    private final WalOptions options;
    private final List<TestLog.Entry> appended = new ArrayList<>();
    private final List<Long> segments = new ArrayList<>();
    private int synced;
    private int needed;

    Scenario(long seed) {
      this(seed, (_, _) -> {});
    }

    Scenario(long seed, Observer observer) {
      this.observer = observer;
      this.random = new SplittableRandom(seed);
      this.calls = 50;
      // Background work done at once, or late or never.
      this.scheduler = seed % 2 == 0 ? new DirectScheduler() : new ManualScheduler();
      this.options = seed % 4 < 2 ? TestLog.SMALL : new WalOptions(8 << 10, 1 << 10, 2);
      // SYNC appends only, BUFFERED appends only, and both.
      this.syncShare = new double[] {1, 0, 0.3}[(int) (seed % 3)];
    }

    void run(MemoryFileSystem files) throws IOException {
      TestLog log = open(files);
      for (int call = 0; call < calls; call++) {
        switch (random.nextInt(20)) {
          case 0 -> {
            log.close();
            synced = appended.size();
            log = open(files);
          }
          case 1, 2 -> release(log);
          case 3 -> pause(log);
          case 4 -> {
            if (scheduler instanceof ManualScheduler late) {
              late.runOne();
            }
          }
          default -> append(files, log);
        }
        observer.see(this, files);
      }
      log.close();
      synced = appended.size();
      observer.see(this, files);
    }

    /** Called after each call on the log. */
    @FunctionalInterface
    interface Observer {
      void see(Scenario scenario, MemoryFileSystem files) throws IOException;
    }

    private TestLog open(MemoryFileSystem files) throws IOException {
      TestLog log = TestLog.open(files, options, scheduler);
      check(log.recovered);
      log.nextSequence = appended.size() + 1L;
      return log;
    }

    private void append(MemoryFileSystem files, TestLog log) throws IOException {
      int length = random.nextInt(4) == 0 ? random.nextInt(700) : random.nextInt(60);
      boolean sync = random.nextDouble() < syncShare;
      appended.add(TestLog.Entry.of(log.nextSequence, length));
      long end = log.append(length);
      if (files.stopped()) {
        // In the background; what was appended since did not happen.
        throw new IOException("stopped");
      }
      segments.add(LogPosition.segmentId(end));
      if (sync) {
        log.wal.sync(end);
        synced = appended.size();
      }
    }

    private void release(TestLog log) {
      if (needed == appended.size()) {
        return;
      }
      int from = needed + random.nextInt(appended.size() - needed);
      long segment = segments.get(from);
      // The call may be cut off anywhere inside, so the claim is given up before it is made.
      while (needed < from && segments.get(needed) < segment) {
        needed++;
      }
      log.wal.releaseBefore(segment);
    }

    private void pause(TestLog log) throws IOException {
      log.wal.trim();
      if (random.nextBoolean()) {
        needed = appended.size();
        log.wal.restart();
        log.wal.trim();
      }
    }

    void check(List<TestLog.Entry> recovered) {
      int end = recovered.isEmpty() ? synced : (int) recovered.getLast().sequence();
      int begin = end - recovered.size();
      assertTrue(
          begin <= needed || recovered.isEmpty(), "begins at " + begin + ", needed " + needed);
      assertTrue(end >= synced, "ends at " + end + ", synced " + synced);
      assertTrue(!recovered.isEmpty() || needed >= synced, "nothing, synced " + synced);
      assertEquals(appended.subList(begin, end), recovered);
    }
  }

  @Test
  void powerLostAtEveryOperationLosesNothingSynced() throws IOException {
    for (int seed = 0; seed < SCENARIOS; seed++) {
      MemoryFileSystem whole = new MemoryFileSystem(new MemoryLedger());
      new Scenario(seed).run(whole);
      for (int operation = 1; operation <= whole.operations(); operation++) {
        Scenario scenario = new Scenario(seed);
        MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
        files.crashAt(operation, seed * 31L + operation);
        stopWithin(scenario, files);
        goOn(scenario, files.crashImage(), operation);
      }
    }
  }

  @Test
  void aKillAtEveryOperationAndThenAPowerLossLosesNothingSynced() throws IOException {
    for (int seed = 0; seed < SCENARIOS; seed++) {
      MemoryFileSystem whole = new MemoryFileSystem(new MemoryLedger());
      new Scenario(seed).run(whole);
      for (int operation = 1; operation <= whole.operations(); operation++) {
        Scenario scenario = new Scenario(seed);
        MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
        files.killAt(operation);
        stopWithin(scenario, files);
        MemoryFileSystem image = files.crashImage();
        // All appends that returned survive a kill, synced or not; the one cut off may.
        List<TestLog.Entry> recovered = TestLog.read(image);
        scenario.synced = Math.max(scenario.synced, scenario.segments.size());
        scenario.check(recovered);
        goOn(scenario, image.crash(seed * 17L + operation), operation);
      }
    }
  }

  @Test
  void powerLostAfterEveryCallLosesNothingSynced() throws IOException {
    for (int seed = 0; seed < SCENARIOS; seed++) {
      SplittableRandom crashes = new SplittableRandom(seed);
      Scenario scenario =
          new Scenario(
              seed,
              (at, files) -> {
                for (int variant = 0; variant < 3; variant++) {
                  goOn(at, files.crash(crashes.nextLong()), variant);
                }
              });
      scenario.run(new MemoryFileSystem(new MemoryLedger()));
    }
  }

  private static void stopWithin(Scenario scenario, MemoryFileSystem files) {
    try {
      scenario.run(files);
      throw new AssertionError("the scenario was not stopped");
    } catch (IOException e) {
      assertTrue(files.stopped(), e::toString);
    }
  }

  /** Recovers twice, writes, loses power again: the first recovery's result stays. */
  private static void goOn(Scenario scenario, MemoryFileSystem image, int variant)
      throws IOException {
    List<TestLog.Entry> recovered = TestLog.read(image);
    scenario.check(recovered);
    assertEquals(recovered, TestLog.read(image.kill()));
    MemoryFileSystem files = variant % 2 == 0 ? image.crash(variant) : image;
    List<TestLog.Entry> expected;
    TestLog log = TestLog.open(files);
    assertEquals(recovered, log.recovered);
    if (recovered.isEmpty()) {
      log.nextSequence = scenario.appended.size() + 1L;
    }
    for (int record = 0; record < 1 + variant % 9; record++) {
      log.appendSynced(5 + 31 * record);
    }
    expected = log.all();
    log.append(77);
    // Not closed: power is lost once more.
    List<TestLog.Entry> found = TestLog.read(files.crash(variant + 1));
    assertTrue(found.size() <= expected.size() + 1);
    assertEquals(expected, found.subList(0, expected.size()));
    log.close();
  }
}
