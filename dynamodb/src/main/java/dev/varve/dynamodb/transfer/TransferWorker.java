package dev.varve.dynamodb.transfer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Runs exports and imports, one after the other, on a thread of its own, which is there while there
 * is something to do. Thread-safe.
 */
public final class TransferWorker implements AutoCloseable {
  @GuardedBy("this")
  private final Queue<Runnable> jobs = new ArrayDeque<>();

  /** Null while there is nothing to do. */
  @GuardedBy("this")
  private Thread worker;

  private volatile boolean closing;

  /** A worker without anything to do. */
  public TransferWorker() {}

  /**
   * Does a job when its turn comes, also when the worker is being closed: the job asks {@link
   * #isClosing}, and says of itself that it has failed.
   *
   * @param job throws no exception
   * @throws IllegalStateException if the worker is closed
   */
  synchronized void submit(Runnable job) {
    if (closing) {
      throw new IllegalStateException("the database is closed");
    }
    jobs.add(job);
    if (worker == null) {
      worker = Thread.ofPlatform().daemon().name("varve-transfers").unstarted(this::work);
      worker.start();
    }
  }

  /** Whether jobs are to end soon. */
  boolean isClosing() {
    return closing;
  }

  private void work() {
    try {
      for (Runnable job = next(); job != null; job = next()) {
        job.run();
      }
    } finally {
      ended(); // also by an error, which goes to the thread's handler
    }
  }

  /** The next job. If there is none, the worker ends. */
  private synchronized Runnable next() {
    Runnable next = jobs.poll();
    if (next == null) {
      worker = null;
      notifyAll();
    }
    return next;
  }

  private synchronized void ended() {
    if (worker == Thread.currentThread()) {
      worker = null;
      notifyAll();
    }
  }

  /** Lets all jobs end early, and waits for that. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    synchronized (this) {
      while (worker != null) {
        try {
          wait();
        } catch (InterruptedException _) {
          interrupted = true; // the engine must not be closed under a job
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
