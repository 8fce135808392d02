package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.ConsumedCapacity;
import dev.varve.dynamodb.api.ReturnConsumedCapacity;
import dev.varve.dynamodb.api.Select;
import dev.varve.dynamodb.capacity.CapacityUnits;
import dev.varve.dynamodb.capacity.Consumption;
import dev.varve.dynamodb.capacity.TableConsumption;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.expression.DocumentPath;
import dev.varve.dynamodb.expression.Projection;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.read.PageContent;
import dev.varve.dynamodb.read.ReadMode;
import dev.varve.dynamodb.read.Selection;
import dev.varve.dynamodb.table.Index;
import dev.varve.dynamodb.table.ReadTarget;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.Tables;
import dev.varve.dynamodb.throttle.Throttle;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a Query or Scan reads, and how.
 *
 * @param target the table or one of its indexes
 * @param mode which state of it is read, and whether items are fetched for an index's entries
 * @param consistent whether the read is strongly consistent
 */
record PageSource(ReadTarget target, ReadMode mode, boolean consistent) {
  /**
   * Finds the table or index of a request.
   *
   * @param indexName null for the table
   * @param select null for the default
   * @param consistentRead null for no
   * @throws dev.varve.dynamodb.api.ResourceNotFoundException if there is no such table
   * @throws ValidationException if there is no such index, or it cannot be read in this way
   */
  static PageSource of(
      Tables tables,
      String tableName,
      String indexName,
      Select select,
      Selection selection,
      Boolean consistentRead) {
    Table table = tables.require(tableName);
    boolean consistent = Boolean.TRUE.equals(consistentRead);
    if (indexName == null) {
      return new PageSource(table, ReadMode.NEWEST, consistent);
    }
    Index index = table.requireIndex(indexName);
    if (index.isGlobal() && consistent) {
      throw new ValidationException(
          "Consistent reads are not supported on global secondary indexes");
    }
    boolean fetches =
        select == Select.ALL_ATTRIBUTES
            ? needsItems(index)
            : needsItems(index, selection.projection());
    return new PageSource(index, new ReadMode(!consistent, fetches), consistent);
  }

  /** Whether the items have to be fetched to show all their attributes. */
  private static boolean needsItems(Index index) {
    if (index.isGlobal() && !index.projectsAll()) {
      throw ValidationException.invalidValues(
          "Select type ALL_ATTRIBUTES is not supported for global secondary index "
              + index.name()
              + " because its projection type is not ALL");
    }
    return !index.projectsAll();
  }

  /** Whether the items have to be fetched to show a part of them; null for what is projected. */
  private static boolean needsItems(Index index, Projection projection) {
    if (projection == null) {
      return false;
    }
    List<String> missing = unprojected(index, projection.paths().stream());
    if (index.isGlobal() && !missing.isEmpty()) {
      throw ValidationException.invalidValues(
          "Global secondary index " + index.name() + " does not project " + missing);
    }
    return !missing.isEmpty();
  }

  private static List<String> unprojected(Index index, Stream<DocumentPath> paths) {
    return paths
        .map(DocumentPath::attributeName)
        .filter(name -> !index.projects(name))
        .distinct()
        .toList();
  }

  /** The table that is read, or whose index. */
  Table table() {
    return target.table();
  }

  /**
   * Checks that what is read has the attributes that the filter of a Query needs.
   *
   * @throws ValidationException naming those that an index does not have
   */
  void requireFilterable(Selection selection) {
    if (target instanceof Index index && selection.filter() != null) {
      List<String> missing = unprojected(index, selection.filter().paths());
      if (!missing.isEmpty()) {
        throw ValidationException.invalidValues(
            "Secondary index "
                + index.name()
                + " does not project one or more filter attributes: "
                + missing);
      }
    }
  }

  /**
   * Checks that the older form of a key condition can name the keys: one attribute for the
   * partition key, and one at most for the sort key.
   *
   * @throws ValidationException if there are more
   */
  void requirePlainKey() {
    if (target.schema().partitionKeys().size() > 1 || target.schema().sortKeys().size() > 1) {
      throw new ValidationException(
          "KeyConditions is not supported for an index with several attributes in a key: use KeyConditionExpression");
    }
  }

  /**
   * Takes what a page cost.
   *
   * @param partition where it began
   * @param key begins with the partition key of all of it; null if there is no such
   * @param admission of its reading
   */
  void take(
      Throttle throttle, ItemPartition partition, byte[] key, PageContent page, long admission) {
    if (!throttle.isOn()) {
      return;
    }
    throttle.takePage(
        target, partition, key, CapacityUnits.readUnits(page.sizeBytes(), consistent), admission);
    for (int sizeBytes : page.fetchedSizes()) {
      // Of a local index, which has the throughput of its table.
      throttle.takePage(
          target, partition, key, CapacityUnits.readUnits(sizeBytes, consistent), admission);
    }
  }

  /** The member of the answer about what a page consumed, or null if the request does not ask. */
  ConsumedCapacity consumed(ReturnConsumedCapacity level, String tableName, PageContent page) {
    return consumed(level, tableName, List.of(page));
  }

  /** As above, of pages that were each read by itself. */
  ConsumedCapacity consumed(
      ReturnConsumedCapacity level, String tableName, List<PageContent> pages) {
    Consumption consumption = Consumption.of(level, Consumption.Kind.PLAIN);
    if (consumption == null) {
      return null;
    }
    TableConsumption ofTable = consumption.table(tableName);
    for (PageContent page : pages) {
      double units = CapacityUnits.readUnits(page.sizeBytes(), consistent);
      if (target instanceof Index index) {
        ofTable.addIndex(index.name(), index.isGlobal(), units);
        for (int sizeBytes : page.fetchedSizes()) {
          ofTable.add(CapacityUnits.readUnits(sizeBytes, consistent));
        }
      } else {
        ofTable.add(units);
      }
    }
    return consumption.one().orElseThrow();
  }
}
