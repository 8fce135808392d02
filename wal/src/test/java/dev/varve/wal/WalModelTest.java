package dev.varve.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.MemoryLedger;
import dev.varve.testing.Leaks;
import dev.varve.testing.ManualScheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A log against a list of its records. */
class WalModelTest {
  /** One call on the log. */
  sealed interface Call {
    /** Appends a record; lengths above a segment's are cut down to what fits. */
    record Append(int length) implements Call {}

    /** Syncs all. */
    record Sync() implements Call {}

    /** Releases a share of the live segments. */
    record Release(int percent) implements Call {}

    /** Runs what waits in the background. */
    record Background() implements Call {}

    /** Trims the log, and restarts it if nothing of it shall be needed. */
    record Pause(boolean restart) implements Call {}

    /** Closes and opens, perhaps with segments of another size. */
    record Reopen(int segmentBytes, int firstSegmentBytes) implements Call {}

    /** Kills the process and opens. */
    record Kill() implements Call {}
  }

  private record Written(TestLog.Entry entry, long segmentId) {}

  @Property(tries = 300)
  void whatIsReplayedIsWhatWasAppendedAndNotReleased(@ForAll("histories") List<Call> history)
      throws IOException {
    ManualScheduler scheduler = new ManualScheduler();
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    WalOptions options = TestLog.SMALL;
    List<Written> model = new ArrayList<>();
    int released = 0;
    TestLog log = TestLog.open(files, options, scheduler);
    for (Call call : history) {
      switch (call) {
        case Call.Append(int length) -> {
          int fitting = Math.min(length, options.maxPayloadBytes());
          TestLog.Entry entry = TestLog.Entry.of(log.nextSequence, fitting);
          long before = log.wal.appendedPosition();
          long end = log.append(fitting);
          assertTrue(end > before);
          assertTrue(log.wal.liveBytes() >= fitting);
          model.add(new Written(entry, LogPosition.segmentId(end)));
        }
        case Call.Sync() -> {
          log.wal.sync(log.wal.appendedPosition());
          assertEquals(log.wal.appendedPosition(), log.wal.syncedPosition());
        }
        case Call.Release(int percent) -> {
          if (!model.isEmpty()) {
            long segment =
                model.get(Math.min(model.size() - 1, model.size() * percent / 100)).segmentId;
            log.wal.releaseBefore(segment);
            while (released < model.size() && model.get(released).segmentId < segment) {
              released++;
            }
          }
        }
        case Call.Background() -> scheduler.runAll();
        case Call.Pause(boolean restart) -> {
          log.wal.trim();
          long segment = log.wal.currentSegment();
          if (restart) {
            log.wal.restart();
            log.wal.trim();
          }
          if (log.wal.currentSegment() > segment) {
            released = model.size();
          }
        }
        case Call.Reopen(int segmentBytes, int firstSegmentBytes) -> {
          log.close();
          scheduler.runAll();
          Leaks.assertNone(files);
          options = new WalOptions(segmentBytes, firstSegmentBytes, 2);
          log = TestLog.open(files, options, scheduler);
          // A clean close keeps what was released; a segment goes as a whole.
          assertEquals(entries(model, released), log.recovered);
          log.nextSequence = model.size() + 1L;
        }
        case Call.Kill() -> {
          files = files.kill();
          scheduler = new ManualScheduler();
          log = TestLog.open(files, options, scheduler);
          int from = model.size() - log.recovered.size();
          assertTrue(from <= released, "lost " + (from - released));
          assertEquals(entries(model, from), log.recovered);
          log.nextSequence = model.size() + 1L;
          // What a kill brought back is needed until it is released again.
          released = from;
        }
      }
    }
    log.close();
    scheduler.runAll();
    Leaks.assertNone(files);
    try (TestLog last = TestLog.open(files)) {
      assertEquals(entries(model, released), last.recovered);
    }
  }

  private static List<TestLog.Entry> entries(List<Written> model, int from) {
    return model.subList(from, model.size()).stream().map(Written::entry).toList();
  }

  private static Call reopen(int length, int other) {
    return new Call.Reopen(Math.max(length, other), Math.min(length, other));
  }

  @Provide
  Arbitrary<List<Call>> histories() {
    Arbitrary<Integer> lengths = Arbitraries.of(1024, 1536, 2048, 8192);
    Arbitrary<Call> calls =
        Arbitraries.frequencyOf(
            Tuple.of(
                12,
                Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.integers().between(0, 80)),
                        Tuple.of(1, Arbitraries.integers().between(0, 2_000)))
                    .map(Call.Append::new)),
            Tuple.of(4, Arbitraries.create(Call.Sync::new)),
            Tuple.of(2, Arbitraries.integers().between(0, 100).map(Call.Release::new)),
            Tuple.of(2, Arbitraries.create(Call.Background::new)),
            Tuple.of(1, Arbitraries.of(true, false).map(Call.Pause::new)),
            Tuple.of(1, Combinators.combine(lengths, lengths).as(WalModelTest::reopen)),
            Tuple.of(1, Arbitraries.create(Call.Kill::new)));
    return calls.list().ofMinSize(1).ofMaxSize(120);
  }
}
