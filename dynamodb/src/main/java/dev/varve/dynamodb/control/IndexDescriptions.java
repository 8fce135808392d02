package dev.varve.dynamodb.control;

import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.GlobalSecondaryIndexWarmThroughputDescription;
import dev.varve.dynamodb.api.IndexStatus;
import dev.varve.dynamodb.api.LocalSecondaryIndexDescription;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.ProvisionedThroughputDescription;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.ProjectionRecord;
import dev.varve.dynamodb.table.KeySchemas;
import dev.varve.dynamodb.table.TableArns;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Describes the indexes of one table.
 *
 * @param measures how much an index holds
 * @param tableArn the table's
 * @param today shows units as they are today
 */
record IndexDescriptions(
    Function<IndexRecord, Measures.Measure> measures,
    String tableArn,
    UnaryOperator<ProvisionedThroughputDescription> today) {

  LocalSecondaryIndexDescription local(IndexRecord index) {
    Measures.Measure held = measures.apply(index);
    return LocalSecondaryIndexDescription.builder()
        .indexName(index.name())
        .keySchema(KeySchemas.of(index))
        .projection(projection(index.projection()))
        .indexSizeBytes(held.bytes())
        .itemCount(held.items())
        .indexArn(TableArns.ofIndex(tableArn, index.name()))
        .build();
  }

  /**
   * Describes a global index.
   *
   * @param table what is kept of the table, and so of its global indexes
   */
  GlobalSecondaryIndexDescription global(IndexRecord index, TableDescription table) {
    GlobalSecondaryIndexDescription kept =
        table.globalSecondaryIndexes().stream()
            .filter(description -> description.indexName().equals(Optional.of(index.name())))
            .findFirst()
            .orElseGet(() -> GlobalSecondaryIndexDescription.builder().build());
    Measures.Measure held = measures.apply(index);
    ProvisionedThroughputDescription units =
        kept.provisionedThroughput().orElse(TableDescriptions.UNLIMITED);
    IndexStatus status = status(index);
    return kept.toBuilder()
        .indexName(index.name())
        .keySchema(KeySchemas.of(index))
        .projection(projection(index.projection()))
        .indexStatus(status)
        .backfilling(
            index.status() == IndexRecord.Status.CREATING ? (Boolean) index.backfilling() : null)
        .provisionedThroughput(today.apply(units))
        .indexSizeBytes(held.bytes())
        .itemCount(held.items())
        .indexArn(TableArns.ofIndex(tableArn, index.name()))
        .warmThroughput(warmth(kept, units, status))
        .build();
  }

  private static IndexStatus status(IndexRecord index) {
    return switch (index.status()) {
      case CREATING -> IndexStatus.CREATING;
      case ACTIVE -> IndexStatus.ACTIVE;
      case DELETING -> IndexStatus.DELETING;
    };
  }

  private static GlobalSecondaryIndexWarmThroughputDescription warmth(
      GlobalSecondaryIndexDescription kept,
      ProvisionedThroughputDescription units,
      IndexStatus status) {
    return GlobalSecondaryIndexWarmThroughputDescription.builder()
        .readUnitsPerSecond(
            kept.warmThroughput()
                .flatMap(GlobalSecondaryIndexWarmThroughputDescription::readUnitsPerSecond)
                .orElseGet(() -> TableDescriptions.warmReads(units)))
        .writeUnitsPerSecond(
            kept.warmThroughput()
                .flatMap(GlobalSecondaryIndexWarmThroughputDescription::writeUnitsPerSecond)
                .orElseGet(() -> TableDescriptions.warmWrites(units)))
        .status(status)
        .build();
  }

  private static Projection projection(ProjectionRecord projection) {
    return switch (projection.type()) {
      case ALL -> new Projection(ProjectionType.ALL, null);
      case KEYS_ONLY -> new Projection(ProjectionType.KEYS_ONLY, null);
      case INCLUDE -> new Projection(ProjectionType.INCLUDE, projection.nonKeyAttributes());
    };
  }
}
