package dev.varve.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.measure.WrongAnswerException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PhaseRunnerTest {
  @Test
  void everyOperationIsCountedWithItsPartition() throws Exception {
    AtomicLong progress = new AtomicLong();
    PhaseRunner.Timing timing =
        new PhaseRunner(3)
            .run(
                List.of(new Counting(0), new Counting(2)),
                List.of(2_000L, 3_001L),
                progress::addAndGet);
    assertEquals(2_000, timing.byPartition().get(0).getTotalCount());
    assertEquals(0, timing.byPartition().get(1).getTotalCount());
    assertEquals(3_001, timing.byPartition().get(2).getTotalCount());
    assertEquals(5_001, progress.get());
    assertTrue(timing.elapsedNanos() > 0);
  }

  @Test
  void stepsOfAnOperationComeInOrder() throws Exception {
    List<String> steps = new ArrayList<>();
    Worker worker =
        new Worker() {
          @Override
          public void prepare() {
            steps.add("prepare");
          }

          @Override
          public void run() {
            steps.add("run");
          }

          @Override
          public int check() {
            steps.add("check");
            return 0;
          }
        };
    new PhaseRunner(1).run(List.of(worker), List.of(2L), steps1 -> {});
    assertEquals(List.of("prepare", "run", "check", "prepare", "run", "check"), steps);
  }

  @Test
  void aFailureStopsTheOthersAndIsThrownAsItIs() {
    IOException broken = new IOException("the disk is gone");
    Worker failing =
        new Counting(0) {
          @Override
          public void run() throws IOException {
            throw broken;
          }
        };
    // Without the stop, the second worker would go on for ever.
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                new PhaseRunner(1)
                    .run(
                        List.of(failing, new Counting(0)),
                        List.of(1L, Long.MAX_VALUE),
                        steps -> {}));
    assertSame(broken, thrown);
  }

  @Test
  void aWrongAnswerEndsTheRun() {
    Worker wrong =
        new Counting(0) {
          @Override
          public int check() throws WrongAnswerException {
            throw new WrongAnswerException("42");
          }
        };
    assertThrows(
        WrongAnswerException.class,
        () -> new PhaseRunner(1).run(List.of(wrong), List.of(1L), steps -> {}));
  }

  private static class Counting implements Worker {
    private final int partition;

    Counting(int partition) {
      this.partition = partition;
    }

    @Override
    public void prepare() {}

    @Override
    public void run() throws IOException {}

    @Override
    public int check() throws WrongAnswerException {
      return partition;
    }
  }
}
