package dev.varve.bench.measure;

import dev.varve.bench.result.CellResult;
import dev.varve.bench.store.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Runs the threads of a plan, one {@link Task} each, and takes the time of every step.
 *
 * <p>A step's latency runs from the end of the thread's last step (or its intended start) to its
 * own end: one clock reading a step, in which the choice of the key and the check of the answer are
 * included, and through which no stall escapes.
 *
 * <p>Used by one thread.
 */
public final class Measurement {
  private static final int INTERVAL_MILLIS = 100;

  /** Threads' counters lie so far apart that they share no cache line. */
  private static final int STRIDE = 16;

  private final Plan plan;
  private final Callable<Subject.Activity> activity;
  private final LongConsumer progress;
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicLongArray counters;

  /**
   * What to run.
   *
   * @param threads how many threads, each with its task
   * @param opener makes the task of a thread, in that thread
   * @param parts names of the kinds of operations
   * @param countedParts the first so many parts count as the operations of the whole; the others
   *     are done beside them, and shown apart
   * @param maxNanos tasks are stopped after so long; {@link Long#MAX_VALUE} if they end by
   *     themselves
   * @param rates steps a second for groups of threads, 0 for as fast as they go; the first entry is
   *     for all threads that have none of their own, the others, if any, are for the last threads,
   *     one each
   */
  public record Plan(
      int threads,
      TaskOpener opener,
      List<String> parts,
      int countedParts,
      long maxNanos,
      List<Double> rates) {}

  /** Makes tasks. */
  @FunctionalInterface
  public interface TaskOpener {
    /** Makes the task of the thread of that index. */
    Task open(int thread) throws Exception;
  }

  private record ThreadFigures(
      Recorder recorder, long firstNanoTime, long lastNanoTime, long allocatedBytes) {}

  private Measurement(Plan plan, Callable<Subject.Activity> activity, LongConsumer progress) {
    this.plan = plan;
    this.activity = activity;
    this.progress = progress;
    this.counters = new AtomicLongArray(plan.threads() * STRIDE);
  }

  /**
   * Runs a plan.
   *
   * @param activity tells what background work has been done so far
   * @param progress is told ten times a second how many operations have been done
   * @throws WrongAnswerException if a task found a wrong answer; the others are stopped
   * @throws Exception what a task threw first; the others are stopped
   */
  public static Measured run(Plan plan, Callable<Subject.Activity> activity, LongConsumer progress)
      throws Exception {
    return new Measurement(plan, activity, progress).run();
  }

  private Measured run() throws Exception {
    CountDownLatch ready = new CountDownLatch(plan.threads());
    CountDownLatch start = new CountDownLatch(1);
    List<Future<ThreadFigures>> ends = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(plan.threads())) {
      for (int i = 0; i < plan.threads(); i++) {
        int thread = i;
        ends.add(threads.submit(() -> work(thread, ready, start)));
      }
      ready.await();
      Timeline timeline = new Timeline(activity.call());
      start.countDown();
      try {
        for (Future<ThreadFigures> end : ends) {
          while (!awaitInterval(end)) {
            timeline.add(operations(), activity.call());
            progress.accept(operations());
          }
        }
      } finally {
        stop.set(true); // after a failure the others must not go on
      }
      return figures(ends.stream().map(Future::resultNow).toList(), timeline);
    }
  }

  /** Whether a thread has ended within an interval. */
  private static boolean awaitInterval(Future<ThreadFigures> end) throws Exception {
    try {
      end.get(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private ThreadFigures work(int thread, CountDownLatch ready, CountDownLatch start)
      throws Exception {
    Recorder recorder = new Recorder(plan.parts().size());
    boolean opened = false;
    try (Task task = plan.opener().open(thread)) {
      opened = true;
      ready.countDown();
      start.await();
      long allocated = Recorder.allocatedBytes();
      long first = System.nanoTime();
      long last = loop(task, thread, recorder, first);
      return new ThreadFigures(recorder, first, last, Recorder.allocatedBytes() - allocated);
    } catch (Throwable failure) {
      stop.set(true);
      throw failure;
    } finally {
      if (!opened) {
        ready.countDown();
      }
    }
  }

  private long loop(Task task, int thread, Recorder recorder, long first) throws Exception {
    Pace pace = pace(thread);
    pace.start(first);
    int counter = thread * STRIDE;
    long counted = 0;
    long now = first;
    while (now - first < plan.maxNanos() && !stop.getPlain()) {
      long from = pace.await(now);
      int part = task.step();
      if (part == Task.DONE) {
        break;
      }
      now = System.nanoTime();
      recorder.record(part, now - from, task.operations(), task.calls());
      if (part < plan.countedParts()) {
        counted += task.operations();
        counters.setOpaque(counter, counted);
      }
    }
    return now;
  }

  private Pace pace(int thread) {
    int own = plan.rates().size() - 1;
    int shared = plan.threads() - own;
    return thread < shared
        ? Pace.of(plan.rates().getFirst(), thread, shared)
        : Pace.of(plan.rates().get(1 + thread - shared), 0, 1);
  }

  private long operations() {
    long sum = 0;
    for (int i = 0; i < counters.length(); i += STRIDE) {
      sum += counters.getOpaque(i);
    }
    return sum;
  }

  private Measured figures(List<ThreadFigures> threads, Timeline timeline) {
    Recorder all = new Recorder(plan.parts().size());
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    long allocated = 0;
    for (ThreadFigures thread : threads) {
      all.add(thread.recorder());
      first = Math.min(first, thread.firstNanoTime());
      last = Math.max(last, thread.lastNanoTime());
      allocated += thread.allocatedBytes();
    }
    Histogram counted = Recorder.newHistogram();
    long operations = 0;
    for (int part = 0; part < plan.countedParts(); part++) {
      counted.add(all.latencies().get(part));
      operations += all.operations(part);
    }
    List<Long> byPart = new ArrayList<>();
    for (int part = 0; part < plan.parts().size(); part++) {
      byPart.add(all.operations(part));
    }
    return new Measured(
        operations,
        last - first,
        counted,
        all.latencies(),
        byPart,
        all.stalls(),
        all.stallNanos(),
        allocated,
        timeline.result());
  }

  /** Differences between readings at equal intervals. */
  private static final class Timeline {
    private final List<CellResult.Interval> intervals = new ArrayList<>();
    private long operations;
    private Subject.Activity last;

    Timeline(Subject.Activity first) {
      last = first;
    }

    void add(long operationsNow, Subject.Activity now) {
      intervals.add(
          new CellResult.Interval(
              operationsNow - operations,
              now.flushes() - last.flushes(),
              now.compactions() - last.compactions(),
              TimeUnit.NANOSECONDS.toMillis(now.stallNanos() - last.stallNanos())));
      operations = operationsNow;
      last = now;
    }

    CellResult.Timeline result() {
      return new CellResult.Timeline(INTERVAL_MILLIS, List.copyOf(intervals));
    }
  }
}
