package dev.varve.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.store.Subject;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final long FOR_EVER = Long.MAX_VALUE;

  /** Does a number of steps of a length, in batches. */
  private static final class Steps implements Task {
    private final int part;
    private final long nanos;
    private final int operations;
    private final int calls;
    private int left;

    Steps(int count, int part, long nanos, int operations, int calls) {
      this.left = count;
      this.part = part;
      this.nanos = nanos;
      this.operations = operations;
      this.calls = calls;
    }

    @Override
    public int step() {
      if (left-- == 0) {
        return DONE;
      }
      long end = System.nanoTime() + nanos;
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      return part;
    }

    @Override
    public int operations() {
      return operations;
    }

    @Override
    public int calls() {
      return calls;
    }

    @Override
    public void close() {}
  }

  private static Measured run(Measurement.Plan plan) throws Exception {
    return Measurement.run(plan, () -> Subject.Activity.NONE, _ -> {});
  }

  private static Measurement.Plan plan(
      int threads, Measurement.TaskOpener opener, int counted, long nanos, double... rates) {
    return new Measurement.Plan(
        threads,
        opener,
        List.of("first", "second"),
        counted,
        nanos,
        Arrays.stream(rates).boxed().toList());
  }

  @Test
  void countsOperationsAndCallsOfEachPart() throws Exception {
    Measured measured =
        run(
            plan(
                2,
                thread -> thread == 0 ? new Steps(10, 0, 0, 100, 1) : new Steps(20, 1, 0, 64, 64),
                2,
                FOR_EVER,
                0));
    assertEquals(List.of(1000L, 1280L), measured.operationsByPart());
    assertEquals(2280, measured.operations());
    assertEquals(10, measured.byPart().get(0).getTotalCount());
    assertEquals(1280, measured.byPart().get(1).getTotalCount());
    assertEquals(1290, measured.latencies().getTotalCount());
  }

  @Test
  void partsBesideTheOthersAreNotCounted() throws Exception {
    Measured measured = run(plan(2, thread -> new Steps(10, thread, 0, 1, 1), 1, FOR_EVER, 0));
    assertEquals(10, measured.operations());
    assertEquals(10, measured.latencies().getTotalCount());
    assertEquals(List.of(10L, 10L), measured.operationsByPart());
  }

  @Test
  void aStepTakesAtLeastAsLongAsItTook() throws Exception {
    long nanos = TimeUnit.MILLISECONDS.toNanos(12);
    Measured measured = run(plan(1, _ -> new Steps(5, 0, nanos, 1, 1), 2, FOR_EVER, 0));
    assertTrue(measured.latencies().getMinValue() >= nanos * 0.99);
    assertEquals(5, measured.stalls());
    assertTrue(measured.stallNanos() >= 5 * nanos);
    assertTrue(measured.nanos() >= 5 * nanos);
    assertTrue(measured.perSecond() <= 1e9 / nanos);
  }

  @Test
  void anOpenLoopChargesThoseThatHadToWait() throws Exception {
    // One step of 100 ms, then nothing: at 1,000 a second the 50th of those behind it should have
    // started 50 ms after the first one did, and so waited for at least 50 ms.
    boolean[] slept = new boolean[1];
    Task task =
        new Task() {
          private int left = 51;

          @Override
          public int step() {
            if (left-- == 0) {
              return DONE;
            }
            if (!slept[0]) {
              slept[0] = true;
              long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
              while (System.nanoTime() < end) {
                LockSupport.parkNanos(end - System.nanoTime());
              }
            }
            return 0;
          }

          @Override
          public void close() {}
        };
    Measured open = run(plan(1, _ -> task, 2, FOR_EVER, 1000));
    assertEquals(51, open.latencies().getTotalCount());
    assertTrue(open.latencies().getMinValue() >= TimeUnit.MILLISECONDS.toNanos(49));
  }

  @Test
  void anOpenLoopIsNoFasterThanItsRate() throws Exception {
    Measured open = run(plan(2, _ -> new Steps(50, 0, 0, 1, 1), 2, FOR_EVER, 1000));
    assertEquals(100, open.operations());
    assertTrue(open.nanos() >= TimeUnit.MILLISECONDS.toNanos(98), "took " + open.nanos());
  }

  @Test
  void isStoppedWhenTheTimeIsOver() throws Exception {
    Measured measured =
        run(
            plan(
                2,
                _ -> new Steps(Integer.MAX_VALUE, 0, 0, 1, 1),
                2,
                TimeUnit.MILLISECONDS.toNanos(20),
                0));
    assertTrue(measured.nanos() >= TimeUnit.MILLISECONDS.toNanos(20));
    assertTrue(measured.operations() > 0);
  }

  @Test
  void aFailureStopsAllAndIsTold() {
    WrongAnswerException wrong = new WrongAnswerException("seven");
    Exception thrown =
        assertThrows(
            WrongAnswerException.class,
            () ->
                run(
                    plan(
                        3,
                        thread ->
                            thread < 2
                                ? new Steps(Integer.MAX_VALUE, 0, 0, 1, 1)
                                : new Task() {
                                  @Override
                                  public int step() throws WrongAnswerException {
                                    throw wrong;
                                  }

                                  @Override
                                  public void close() {}
                                },
                        2,
                        FOR_EVER,
                        0)));
    assertSame(wrong, thrown);
  }

  @Test
  void aTaskThatCannotBeOpenedIsTold() {
    assertThrows(
        IllegalStateException.class,
        () ->
            run(
                plan(
                    2,
                    thread -> {
                      if (thread == 1) {
                        throw new IllegalStateException("no session");
                      }
                      return new Steps(Integer.MAX_VALUE, 0, 0, 1, 1);
                    },
                    2,
                    FOR_EVER,
                    0)));
  }
}
