package dev.varve.protocol;

import java.util.function.Supplier;

/** What becomes of a call that leaves its waiting to others. */
public sealed interface Begun {
  /** It is answered. */
  record Answered(ApiResponse response) implements Begun {}

  /**
   * It is done, and answered when something is over, mostly the writing of its change to storage.
   *
   * @param response waits for that, once
   */
  record Later(Supplier<ApiResponse> response) implements Begun {}
}
