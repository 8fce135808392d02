package dev.varve.bench.workload;

import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.report.LatencyRecorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Runs the workers of a phase, one thread each, as fast as they go (a closed loop: each thread has
 * one operation under way), and takes the time of every operation.
 *
 * <p>Used by one thread.
 */
public final class PhaseRunner {
  /** How many operations a thread does between two reports of progress. */
  private static final int PROGRESS_STEP = 512;

  private final int partitionCount;

  /** Makes a runner for a table of that many partitions. */
  public PhaseRunner(int partitionCount) {
    this.partitionCount = partitionCount;
  }

  /**
   * What was measured.
   *
   * @param elapsedNanos from the start of the first thread to the end of the last
   * @param byPartition latencies in nanoseconds, an entry per partition
   */
  public record Timing(long elapsedNanos, List<Histogram> byPartition) {}

  /**
   * Runs a phase, one thread for each share.
   *
   * @param progress told how many more operations have been done; called by all threads
   * @throws WrongAnswerException if a worker found a wrong answer; the other workers stop
   */
  public Timing run(Phase phase, List<Share> shares, LongConsumer progress)
      throws IOException, WrongAnswerException, InterruptedException {
    List<Worker> workers = new ArrayList<>();
    List<Long> operations = new ArrayList<>();
    for (Share share : shares) {
      workers.add(phase.worker().apply(share));
      operations.add(phase.operations().applyAsLong(share));
    }
    return run(workers, operations, progress);
  }

  /**
   * Runs {@code operations.get(i)} operations of worker {@code i}, all workers at once.
   *
   * @param progress told how many more operations have been done; called by all threads
   * @throws WrongAnswerException if a worker found a wrong answer; the other workers stop
   */
  Timing run(List<? extends Worker> workers, List<Long> operations, LongConsumer progress)
      throws IOException, WrongAnswerException, InterruptedException {
    List<LatencyRecorder> recorders = new ArrayList<>();
    List<Future<Void>> ends = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    AtomicBoolean stop = new AtomicBoolean();
    try (ExecutorService threads = Executors.newFixedThreadPool(workers.size())) {
      for (int i = 0; i < workers.size(); i++) {
        Worker worker = workers.get(i);
        long count = operations.get(i);
        LatencyRecorder recorder = new LatencyRecorder(partitionCount);
        recorders.add(recorder);
        ends.add(
            threads.submit(() -> {
              start.await();
              loop(worker, count, recorder, stop, progress);
              return null;
            }));
      }
      long started = System.nanoTime();
      start.countDown();
      try {
        for (Future<Void> end : ends) {
          end.get();
        }
      } catch (ExecutionException failed) {
        throw cause(failed);
      } finally {
        stop.set(true); // after a failure or an interruption the others must not go on
      }
      return new Timing(System.nanoTime() - started, LatencyRecorder.merge(recorders));
    }
  }

  private static void loop(
      Worker worker,
      long count,
      LatencyRecorder recorder,
      AtomicBoolean stop,
      LongConsumer progress)
      throws IOException, WrongAnswerException {
    int unreported = 0;
    try {
      for (long i = 0; i < count && !stop.get(); i++) {
        worker.prepare();
        long before = System.nanoTime();
        worker.run();
        long nanos = System.nanoTime() - before;
        recorder.record(worker.check(), nanos);
        if (++unreported == PROGRESS_STEP) {
          progress.accept(unreported);
          unreported = 0;
        }
      }
      progress.accept(unreported);
    } catch (Throwable failure) {
      stop.set(true);
      throw failure;
    }
  }

  /** The worker's own exception, so that it is told apart by its type. */
  private static IOException cause(ExecutionException failed) throws WrongAnswerException {
    return switch (failed.getCause()) {
      case IOException io -> io;
      case WrongAnswerException wrong -> throw wrong;
      case RuntimeException unchecked -> throw unchecked;
      case Error error -> throw error;
      default -> throw new AssertionError("a worker cannot throw this", failed.getCause());
    };
  }
}
