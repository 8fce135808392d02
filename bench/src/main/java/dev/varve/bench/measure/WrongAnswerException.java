package dev.varve.bench.measure;

/**
 * The database answered otherwise than the model: the run has found a fault, and its figures mean
 * nothing.
 */
public final class WrongAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Makes one that tells the key, what was expected and what was found. */
  public WrongAnswerException(String message) {
    super(message);
  }
}
