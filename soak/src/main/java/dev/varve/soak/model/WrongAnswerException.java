package dev.varve.soak.model;

/** The store gave an answer that the model excludes, or broke a stated bound. */
public final class WrongAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was expected and what was found. */
  public WrongAnswerException(String message) {
    super(message);
  }

  /** The same, with the error that was the answer. */
  public WrongAnswerException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Compares the version of a key with what it must be.
   *
   * @throws WrongAnswerException if it is another one
   */
  public static void requireVersion(int lane, long key, long expected, long found) {
    if (expected != found) {
      throw new WrongAnswerException(
          "lane %d, key %d: expected version %d, found %d".formatted(lane, key, expected, found));
    }
  }
}
