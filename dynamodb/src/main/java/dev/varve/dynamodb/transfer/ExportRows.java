package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.partition.ItemPartition;
import java.io.IOException;
import java.io.OutputStream;

/** The lines of an export. For one thread; closed at the end. */
interface ExportRows extends AutoCloseable {
  /**
   * Writes the lines of a partition.
   *
   * @param partition of the table; partitions come in the order of their hashes
   * @param target is closed
   * @param tally is told of each line
   */
  void write(ItemPartition partition, OutputStream target, ExportTally tally) throws IOException;

  @Override
  void close();
}
