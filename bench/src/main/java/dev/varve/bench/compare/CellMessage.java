package dev.varve.bench.compare;

import dev.varve.bench.result.CellResult;

/**
 * What a forked virtual machine tells.
 *
 * @param kind what it is; the fields that do not belong to it are 0 or {@code null}
 * @param text the phase, or what went wrong
 * @param done operations of the phase that are done
 * @param expected operations of the phase in all, 0 if that depends on the time
 * @param rate operations a second
 * @param result the result
 */
record CellMessage(
    Kind kind, String text, long done, long expected, double rate, CellResult result) {
  /** What a message is. */
  enum Kind {
    PROGRESS,
    DONE,
    /** The data is there; nothing was to be measured. */
    PREPARED,
    WRONG,
    UNAVAILABLE,
    FAILED,
    /** The system ended the process, as it does when memory is over. Is not sent. */
    KILLED
  }

  static CellMessage progress(String phase, long done, long expected, double rate) {
    return new CellMessage(Kind.PROGRESS, phase, done, expected, rate, null);
  }

  static CellMessage done(CellResult result) {
    return new CellMessage(Kind.DONE, null, 0, 0, 0, result);
  }

  static CellMessage prepared() {
    return new CellMessage(Kind.PREPARED, null, 0, 0, 0, null);
  }

  static CellMessage failed(Kind kind, String what) {
    return new CellMessage(kind, what, 0, 0, 0, null);
  }
}
