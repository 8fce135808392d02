package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that may run beside an appender, in real threads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WalConcurrencyTest {
  private static final WalOptions OPTIONS = new WalOptions(1 << 12, 1 << 10, 2);
  private static final int LOGS = 20;
  private static final int RECORDS = 600;

  private final ReentrantLock commitLock = new ReentrantLock();

  @Test
  void syncsReleasesAndTrimsRunBesideAnAppenderThatRotatesAndRestarts() throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool();
        var scheduler = Env.system(2).scheduler()) {
      for (int seed = 0; seed < LOGS; seed++) {
        MemoryLedger memory = new MemoryLedger();
        MemoryFileSystem files = new MemoryFileSystem(memory);
        TestLog log = TestLog.open(files, OPTIONS, scheduler);
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<Throwable>> beside = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          beside.add(threads.submit(() -> until(stop, () -> sync(log))));
        }
        beside.add(threads.submit(() -> until(stop, log.wal::trim)));
        long released;
        try {
          released = append(log, new SplittableRandom(seed));
        } catch (IOException | RuntimeException broken) {
          stop.set(true); // else the threads never end, and nobody sees why
          throw broken;
        }
        if (seed % 2 == 0) { // else it is closed under them
          stop.set(true);
          for (Future<Throwable> thread : beside) {
            assertNull(thread.get());
          }
        }
        commitLock.lock();
        try {
          log.close();
        } finally {
          commitLock.unlock();
        }
        stop.set(true);
        for (Future<Throwable> thread : beside) {
          Throwable thrown = thread.get();
          assertTrue(thrown == null || thrown instanceof IllegalStateException, () -> "" + thrown);
        }
        List<TestLog.Entry> found = TestLog.read(files);
        int kept = found.size();
        assertEquals(log.appended.subList(log.appended.size() - kept, log.appended.size()), found);
        assertTrue(kept >= log.appended.size() - released, () -> "lost: " + found);
        assertEquals(Map.of(), memory.bytesByOwner());
      }
    }
  }

  /** The moment between the two steps of a restart, and all that others may do in it. */
  @Test
  void aSyncInTheMiddleOfARestartMeetsASegment() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    Env env = files.env(new ManualClock(), new DirectScheduler());
    files.createDirectories(TestLog.DIRECTORY);
    var empty = new WalRecovery(files, TestLog.DIRECTORY, null).recover();
    OpenSegments open = new OpenSegments();
    SegmentPool pool = new SegmentPool(env, TestLog.DIRECTORY, OPTIONS, empty, open);
    Segment appender = pool.take(0);
    Segment next = pool.takeReleasing();
    pool.trim(); // closes what is released
    open.sync(appender.end(), pool.live().durablyReleasedBefore(), pool::closed);
    assertTrue(open.tryCloseBefore(next.id() + 1, pool::closed));
    pool.close();
    assertEquals(Map.of(), env.memory().bytesByOwner());
  }

  /** Returns how many records may be gone. */
  private long append(TestLog log, SplittableRandom random) throws IOException {
    long released = 0;
    for (int i = 0; i < RECORDS; i++) {
      commitLock.lock();
      try {
        log.append(random.nextInt(120));
        switch (random.nextInt(24)) {
          case 0 -> {
            log.wal.restart();
            released = log.appended.size(); // if it went on in another segment
          }
          case 1 -> {
            log.wal.releaseBefore(log.wal.currentSegment());
            released = log.appended.size() - 1L;
          }
          default -> {
            // Most records have nothing beside them.
          }
        }
      } finally {
        commitLock.unlock();
      }
    }
    return released;
  }

  private void sync(TestLog log) throws IOException {
    long position = log.wal.appendedPosition();
    log.wal.sync(position);
    assertTrue(log.wal.syncedPosition() >= position);
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Returns what a step threw, or {@code null}. */
  private static Throwable until(AtomicBoolean stop, Step step) {
    try {
      while (!stop.get()) {
        step.run();
      }
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }
}
