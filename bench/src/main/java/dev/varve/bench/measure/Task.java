package dev.varve.bench.measure;

import java.io.IOException;

/** One thread's operations; opened, used and closed by that thread. */
public interface Task extends AutoCloseable {
  /** What {@link #step} returns when there is nothing more to do. */
  int DONE = -1;

  /**
   * Does what comes next and checks the answer.
   *
   * @return the kind of what was done, an index of {@link Measurement.Plan#parts}; or {@link #DONE}
   * @throws WrongAnswerException if an answer was not the right one
   */
  int step() throws Exception;

  /** Operations that the last step did: what throughput counts. */
  default int operations() {
    return 1;
  }

  /**
   * Calls that the last step made, each of which is recorded with the step's mean latency: 1 if the
   * whole step is one call, however many operations it does.
   */
  default int calls() {
    return 1;
  }

  @Override
  void close() throws IOException;
}
