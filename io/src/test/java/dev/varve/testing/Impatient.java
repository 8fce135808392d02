package dev.varve.testing;

import dev.varve.io.NeverWaits;
import java.util.concurrent.Callable;

/** A thread that {@link NeverWaits}, for one call. */
public final class Impatient<T> extends Thread implements NeverWaits {
  private final Callable<T> call;
  private final boolean takesWaits;
  private Wait left;
  private T result;
  private Throwable thrown;

  private Impatient(Callable<T> call, boolean takesWaits) {
    super("impatient");
    this.call = call;
    this.takesWaits = takesWaits;
  }

  /** What a call has come to. */
  public record Left<T>(T result, Wait end) {}

  /** Makes a call in such a thread; returns or throws what it does. */
  public static <T> T call(Callable<T> call) throws Exception {
    return made(new Impatient<>(call, false)).result;
  }

  /** Makes a call in such a thread that takes waits; what it leaves is null if it leaves none. */
  public static <T> Left<T> begin(Callable<T> call) throws Exception {
    Impatient<T> thread = made(new Impatient<>(call, true));
    return new Left<>(thread.result, thread.left);
  }

  private static <T> Impatient<T> made(Impatient<T> thread) throws Exception {
    thread.start();
    thread.join();
    switch (thread.thrown) {
      case null -> {
        return thread;
      }
      case Exception exception -> throw exception;
      case Error error -> throw error;
      default -> throw new AssertionError(thread.thrown);
    }
  }

  @Override
  public boolean takesWaits() {
    return takesWaits;
  }

  @Override
  public void take(Wait wait) {
    if (!takesWaits || left != null) {
      throw new AssertionError("a wait too many");
    }
    left = wait;
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
