package dev.varve.io;

import java.time.Duration;

/**
 * Runs background work. A test's scheduler may run a task within {@link #execute} itself, so
 * callers hold no lock there that a task takes.
 *
 * <p>Tasks must not throw: what a task throws is a bug. It goes to the thread's uncaught-exception
 * handler, once; the threads go on with other tasks, and a repeated task with its next run.
 */
public interface Scheduler extends AutoCloseable {
  /** Runs a task soon. */
  void execute(Runnable task);

  /** How many tasks of {@link #execute} run at the same time, at most. */
  default int threads() {
    return 1;
  }

  /**
   * Runs a short task soon, without waiting for tasks of {@link #execute}. Such a task prepares a
   * resource before a caller needs it, such as the log's next segment, so that the caller need not
   * wait.
   */
  default void executeShort(Runnable task) {
    execute(task);
  }

  /**
   * Runs a task again and again, with a pause between the end of one run and the start of the next.
   *
   * @return closing it prevents further runs; a run in progress may go on
   */
  Repeating repeat(Duration pause, Runnable task);

  /** Refuses new tasks and waits until running and queued ones have ended. */
  @Override
  void close();

  /** A repeated task. */
  interface Repeating extends AutoCloseable {
    @Override
    void close();
  }
}
