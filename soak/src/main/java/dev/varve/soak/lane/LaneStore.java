package dev.varve.soak.lane;

import java.io.IOException;

/** Where the keys of one lane are stored. Reads by any thread, writes by one at a time. */
public interface LaneStore {
  /** How many keys one write may change. */
  int maxWriteKeys();

  /**
   * Writes all or nothing.
   *
   * @param versions of the keys: that of a put, or a negative one for a delete
   * @param shadowed whether the first key gets another value first, which nobody may ever see
   */
  void write(long[] keys, long[] versions, int count, boolean shadowed, boolean durable)
      throws IOException;

  /** The version of a key's checked value, or 0 if there is none. */
  long read(long key) throws IOException;

  /** A view of a range of keys at the present moment, while nobody writes; closed by the caller. */
  View view(int from, int to) throws IOException;

  /** What a lane held at one moment. For one thread. */
  interface View extends AutoCloseable {
    /**
     * Reads the range in every way that the store has and compares.
     *
     * @param expected the versions of its keys
     * @return how many answers were compared
     */
    long check(long[] expected, Choice choice) throws IOException;

    @Override
    void close() throws IOException;
  }
}
