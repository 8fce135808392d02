package dev.varve.watch;

import dev.varve.protocol.CallListener;
import java.util.List;

/** Several listeners as one. */
public final class CallListeners {
  private CallListeners() {}

  /** A listener that hands each call to all of these, in their order. */
  public static CallListener all(List<CallListener> listeners) {
    CallListener[] each = listeners.toArray(CallListener[]::new);
    return call -> {
      for (CallListener listener : each) {
        listener.answered(call);
      }
    };
  }
}
