package dev.varve.dynamodb.control;

import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.codec.KeyElement;
import java.util.List;

/**
 * A table that is to be created.
 *
 * @param name its name
 * @param partitionKey the partition key attribute
 * @param sortKey the sort key attribute, or null
 * @param partitions over how many partitions it and each of its indexes are spread
 * @param indexes definitions of its indexes
 * @param settings all else
 */
public record TablePlan(
    String name,
    KeyElement partitionKey,
    KeyElement sortKey,
    int partitions,
    List<IndexRecord> indexes,
    Settings settings) {

  public TablePlan {
    indexes = List.copyOf(indexes);
  }

  /** Makes settings. */
  @FunctionalInterface
  public interface Settings {
    /**
     * The settings of the table.
     *
     * @param number the table's, in the catalog
     * @param createdMillis when it was created
     */
    TableSettings of(int number, long createdMillis);
  }
}
