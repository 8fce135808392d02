package dev.varve.bench.workload;

import dev.varve.bench.measure.WrongAnswerException;
import java.io.IOException;

/**
 * One thread's share of a phase. For each operation the runner calls {@link #prepare}, {@link
 * #run}, {@link #check} in this order; only {@code run} is timed, so that choosing a key and
 * looking at the answer cost nothing in the latencies.
 *
 * <p>Used by one thread.
 */
public interface Worker {
  /** Chooses what the next operation will be. */
  void prepare();

  /** Runs it. */
  void run() throws IOException;

  /**
   * Looks at its answer.
   *
   * @return the index of the partition that the operation went to
   * @throws WrongAnswerException if the answer is not what it has to be
   */
  int check() throws WrongAnswerException;
}
