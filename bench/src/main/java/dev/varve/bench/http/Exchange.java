package dev.varve.bench.http;

import dev.varve.bench.measure.WrongAnswerException;
import java.io.IOException;

/** What one connection asks, and what it has to be told. For one thread. */
interface Exchange {
  /** The next request. The array is the same each time, and so is its length. */
  byte[] next();

  /**
   * Checks the answer to the last request.
   *
   * @param body holds the answer's body
   * @throws WrongAnswerException if it is not right
   */
  void check(byte[] body, int from, int length) throws WrongAnswerException, IOException;
}
