package dev.varve.dynamodb.control;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.varve.dynamodb.table.Buildable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Builds indexes with one thread of its own, which is there while there is something to build:
 * builds take turns, a step each. A build that fails is logged, leaves its index as it is, to be
 * built from the beginning when the database is opened again, and makes {@link #close} fail.
 *
 * <p>Safe for use by many threads.
 */
public final class BackgroundIndexBuilder implements IndexBuilder, AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");

  private final IndexBuild.Context context;

  @GuardedBy("this")
  private final Queue<IndexBuild> builds = new ArrayDeque<>();

  /** Null while there is nothing to build. */
  @GuardedBy("this")
  private Thread worker;

  @GuardedBy("this")
  private boolean closed;

  /** The first. */
  @GuardedBy("this")
  private IOException failure;

  /** A builder without anything to build. */
  public BackgroundIndexBuilder(IndexBuild.Context context) {
    this.context = context;
  }

  @Override
  public synchronized void start(Buildable index, Progress progress) {
    if (closed) {
      return;
    }
    builds.add(new IndexBuild(context, index, progress));
    if (worker == null) {
      Thread started =
          Thread.ofPlatform().daemon().name("varve-index-builder").unstarted(this::work);
      started.start();
      worker = started; // only now: close waits for it
    }
  }

  private void work() {
    for (IndexBuild build = next(null); build != null; ) {
      boolean goesOn = false;
      try {
        goesOn = build.step();
      } catch (Throwable cause) {
        keep(build, cause);
      }
      build = next(goesOn ? build : null);
    }
  }

  /**
   * The build whose turn it is. If there is none, the worker ends.
   *
   * @param last which goes on; null if it does not
   */
  private synchronized IndexBuild next(IndexBuild last) {
    if (last != null) {
      builds.add(last);
    }
    IndexBuild next = closed ? null : builds.poll();
    if (next == null) {
      worker = null;
      notifyAll();
    }
    return next;
  }

  private void keep(IndexBuild build, Throwable cause) {
    IOException error =
        new IOException(
            build + " is not built before the database is opened again: " + cause.getMessage(),
            cause);
    synchronized (this) {
      if (failure == null) {
        failure = error;
      } else {
        failure.addSuppressed(error);
      }
    }
    LOG.log(Level.ERROR, error.getMessage(), cause);
  }

  /**
   * Waits until the step under way has ended; the builds go on when the database is opened again.
   *
   * @throws IOException if a build has failed
   */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    boolean interrupted = false;
    while (worker != null) {
      try {
        wait();
      } catch (InterruptedException _) {
        interrupted = true; // the engine must not be closed under a step
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
