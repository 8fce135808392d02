package dev.varve.formats;

import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/** The items of a file, one by one. For one thread. */
public interface ItemRows extends AutoCloseable {
  /**
   * The next item, or null at the end.
   *
   * @throws BrokenItemException if there is none; the next one can be read
   * @throws IOException if the rest cannot be read
   */
  Item next() throws IOException;

  /**
   * The line on which the item read last, or what is none, begins, from 1. In a file without lines
   * it is the item's number.
   */
  long line();

  @Override
  void close() throws IOException;

  /** Something in the place of an item that is none. */
  final class BrokenItemException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public BrokenItemException(String reason, Throwable cause) {
      super(reason, cause);
    }
  }
}
