package dev.varve.testing;

import dev.varve.io.NeverWaits;
import java.util.concurrent.Callable;

/** A thread that {@link NeverWaits}, for one call. */
public final class Impatient<T> extends Thread implements NeverWaits {
  private final Callable<T> call;
  private T result;
  private Throwable thrown;

  private Impatient(Callable<T> call) {
    super("impatient");
    this.call = call;
  }

  /** Makes a call in such a thread; returns or throws what it does. */
  public static <T> T call(Callable<T> call) throws Exception {
    Impatient<T> thread = new Impatient<>(call);
    thread.start();
    thread.join();
    switch (thread.thrown) {
      case null -> {
        return thread.result;
      }
      case Exception exception -> throw exception;
      case Error error -> throw error;
      default -> throw new AssertionError(thread.thrown);
    }
  }

  @Override
  public void run() {
    try {
      result = call.call();
    } catch (Throwable caught) {
      thrown = caught;
    }
  }
}
