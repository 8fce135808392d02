package dev.varve.dynamodb.table;

import java.io.IOException;

/**
 * Reads partitions, which others may take the place of between the moment in which one is looked
 * for and that in which the engine is asked for it. Then the engine does not know it any more, and
 * the reading begins again.
 */
public final class Rerouting {
  /** Looks for partitions and reads them. */
  @FunctionalInterface
  public interface Read<T> {
    /** Does it; from the beginning if it is called again. */
    T run() throws IOException;
  }

  private Rerouting() {}

  /**
   * Reads a table or an index.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if it has been deleted meanwhile
   */
  public static <T> T read(ReadTarget target, Read<T> read) throws IOException {
    while (true) {
      int before = target.table().replacements();
      try {
        return read.run();
      } catch (IllegalArgumentException refused) {
        if (target.table().replacements() == before) {
          throw target.explain(refused);
        }
      }
    }
  }
}
