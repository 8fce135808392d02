package dev.varve.bench.compare;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens when the program is told to end, by a signal, while it is at work: the work is
 * stopped, and the program waits until what there is has been told and cleaned up.
 *
 * <p>Closed by the thread that works, when all that is done. The signal may come at any time, also
 * while this is being closed.
 */
final class Interruption implements AutoCloseable {
  private static final long END_SECONDS = 60;

  private final Hooks hooks;
  private final Thread hook = Thread.ofPlatform().unstarted(this::interrupt);
  private final CountDownLatch over = new CountDownLatch(1);
  private Runnable stop = () -> {}; // guarded by this
  private boolean asked; // guarded by this

  /** Where threads are registered that run when the program ends. */
  interface Hooks {
    /**
     * Registers one.
     *
     * @throws IllegalStateException if the program is ending
     */
    void add(Thread hook);

    /**
     * The opposite.
     *
     * @throws IllegalStateException if the program is ending
     */
    void remove(Thread hook);
  }

  private Interruption(Hooks hooks) {
    this.hooks = hooks;
  }

  /** Begins to wait for a signal. */
  static Interruption expect() {
    return expect(
        new Hooks() {
          @Override
          public void add(Thread hook) {
            Runtime.getRuntime().addShutdownHook(hook);
          }

          @Override
          public void remove(Thread hook) {
            Runtime.getRuntime().removeShutdownHook(hook);
          }
        });
  }

  static Interruption expect(Hooks hooks) {
    Interruption interruption = new Interruption(hooks);
    try {
      hooks.add(interruption.hook);
    } catch (IllegalStateException _) {
      interruption.ask(); // the signal was first; nobody waits for us
    }
    return interruption;
  }

  /** Says how to stop what begins now; is called at once if the signal was first. */
  synchronized void stops(Runnable how) {
    stop = how;
    if (asked) {
      how.run();
    }
  }

  /** Whether the program is ending. */
  synchronized boolean isAsked() {
    return asked;
  }

  private synchronized void ask() {
    asked = true;
    stop.run();
  }

  private void interrupt() {
    ask();
    try {
      if (!over.await(END_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("varve compare: the data could not be deleted in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the program end, if it is to; all has been told and cleaned up. */
  @Override
  public void close() {
    over.countDown();
    try {
      hooks.remove(hook);
    } catch (IllegalStateException _) {
      // The program is ending, and no longer waits for us.
    }
  }
}
