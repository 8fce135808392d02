package dev.varve.protocol;

/** Hears of every call that was answered. For any number of threads; must not throw or block. */
@FunctionalInterface
public interface CallListener {
  /** Hears nothing. */
  CallListener NONE = _ -> {};

  /** A call was answered. */
  void answered(CompletedCall call);
}
