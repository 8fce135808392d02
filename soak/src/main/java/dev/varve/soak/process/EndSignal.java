package dev.varve.soak.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets this process end cleanly when it is told to, by SIGTERM or Ctrl-C: the thread that works is
 * interrupted and has some seconds to end its processes and to clean up; processes that run after
 * that are killed.
 */
public final class EndSignal implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  private final Thread working = Thread.currentThread();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::end, "soak-end");
  private volatile boolean given;

  /** Waits for the signal, in the interest of the calling thread. */
  public EndSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether it has come. */
  public boolean isGiven() {
    return given;
  }

  private void end() {
    given = true;
    working.interrupt();
    try {
      boolean _ = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      JavaProcess.killAll();
    }
  }

  /** Says that all is done. */
  @Override
  public void close() {
    done.countDown();
    if (!given) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException ending) {
        given = true; // it comes at this moment
      }
    }
  }
}
