package dev.varve.dynamodb.kinesis;

import java.io.IOException;

/** What stands for Kinesis: takes lines for streams. Safe for use by many threads. */
public interface Sink extends AutoCloseable {
  /** Nothing stands for Kinesis: takes nothing, so that lines wait. */
  Sink NONE =
      new Sink() {
        @Override
        public void append(String stream, byte[] lines) throws IOException {
          throw new IOException("the database was opened without anything that stands for Kinesis");
        }

        @Override
        public void close() {
          // There is nothing to close.
        }
      };

  /**
   * Appends lines to a stream.
   *
   * @param stream its name
   * @param lines whole lines
   * @throws Exception if they were not taken, or only in part
   */
  void append(String stream, byte[] lines) throws Exception;

  /** Breaks off what is under way, where that is possible. */
  @Override
  void close();
}
