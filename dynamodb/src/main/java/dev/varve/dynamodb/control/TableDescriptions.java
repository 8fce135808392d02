package dev.varve.dynamodb.control;

import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.ProvisionedThroughputDescription;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.api.TableWarmThroughputDescription;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.table.KeySchemas;
import dev.varve.dynamodb.table.Place;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.io.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * Describes tables as the service does. Nothing is read for it. Safe for use by many threads.
 *
 * <p>The number of items is exact as far as it is known for free; the size is the length of the
 * table's files and of what its memtables hold: what it occupies, not the sum of its items' sizes.
 */
public final class TableDescriptions {
  /** What a table on demand is warm for from its first day on, in units per second. */
  private static final long ON_DEMAND_READS = 12_000;

  private static final long ON_DEMAND_WRITES = 4_000;

  /** The provisioned units of a table on demand. */
  public static final ProvisionedThroughputDescription UNLIMITED =
      ProvisionedThroughputDescription.builder()
          .numberOfDecreasesToday(0L)
          .readCapacityUnits(0L)
          .writeCapacityUnits(0L)
          .build();

  /** The id of the key that encrypts where none is named: no key does, in fact. */
  private static final String DEFAULT_KEY = "00000000-0000-0000-0000-000000000000";

  private final Place place;
  private final Measures measures;
  private final Clock clock;

  /** Descriptions of the tables of a database. */
  public TableDescriptions(Place place, Measures measures, Clock clock) {
    this.place = place;
    this.measures = measures;
    this.clock = clock;
  }

  /** Where the tables are said to be. */
  public Place place() {
    return place;
  }

  /** How much the tables hold. */
  public Measures measures() {
    return measures;
  }

  /** A table as it is now. */
  public TableDescription of(Table table) {
    TableStatus status = table.status();
    return status == TableStatus.DELETING
        ? ofDeleted(table, Measures.Measure.NONE)
        : of(table.record(), table, status, table.leaving());
  }

  /**
   * A table in the answer of the call that began to change it.
   *
   * @param record as the change left it
   * @param status the state in which the change put it
   * @param leaving indexes that the change deleted
   */
  public TableDescription of(
      TableRecord record, Table table, TableStatus status, List<IndexRecord> leaving) {
    TableDescription kept = record.settings().description();
    TableDescription.Builder out =
        blank(record, status, measures.of(table))
            .attributeDefinitions(kept.attributeDefinitions())
            .keySchema(KeySchemas.of(record))
            .creationDateTime(Instant.ofEpochMilli(record.createdMillis()));
    IndexDescriptions indexes =
        new IndexDescriptions(
            index -> measures.of(table, index), place.tableArn(record.name()), this::today);
    List<IndexRecord> global = new ArrayList<>();
    List<IndexRecord> local = new ArrayList<>();
    record
        .indexes()
        .forEach(index -> (index.kind() == IndexRecord.Kind.LOCAL ? local : global).add(index));
    global.addAll(leaving);
    if (!global.isEmpty()) {
      List<GlobalSecondaryIndexDescription> described = new ArrayList<>();
      global.forEach(index -> described.add(indexes.global(index, kept)));
      out.globalSecondaryIndexes(described);
    }
    if (!local.isEmpty()) {
      out.localSecondaryIndexes(local.stream().map(indexes::local).toList());
    }
    return out.build();
  }

  /**
   * What the service says of a table that it is deleting: neither keys nor indexes.
   *
   * @param held what it held
   */
  public TableDescription ofDeleted(Table table, Measures.Measure held) {
    return blank(table.record(), TableStatus.DELETING, held).build();
  }

  /** A description without keys, attributes, indexes and time of creation. */
  private TableDescription.Builder blank(
      TableRecord record, TableStatus status, Measures.Measure held) {
    TableDescription kept = record.settings().description();
    String arn = place.tableArn(record.name());
    return TableDescription.builder()
        .tableName(record.name())
        .tableStatus(status)
        .tableArn(arn)
        .tableId(kept.tableId())
        .itemCount(held.items())
        .tableSizeBytes(held.bytes())
        .provisionedThroughput(kept.provisionedThroughput().map(this::today).orElse(UNLIMITED))
        .billingModeSummary(kept.billingModeSummary().orElse(null))
        .streamSpecification(kept.streamSpecification().orElse(null))
        .latestStreamLabel(kept.latestStreamLabel().orElse(null))
        .latestStreamArn(
            kept.latestStreamLabel().map(label -> TableArns.ofStream(arn, label)).orElse(null))
        .sseDescription(
            kept.sseDescription()
                .map(encryption ->
                    encryption.toBuilder()
                        .kmsMasterKeyArn(
                            place.keyArn(encryption.kmsMasterKeyArn().orElse(DEFAULT_KEY)))
                        .build())
                .orElse(null))
        .tableClassSummary(kept.tableClassSummary().orElse(null))
        .deletionProtectionEnabled(kept.deletionProtectionEnabled().orElse(false))
        .onDemandThroughput(kept.onDemandThroughput().orElse(null))
        .warmThroughput(warmth(kept))
        .restoreSummary(
            kept.restoreSummary()
                .map(summary ->
                    summary.toBuilder().restoreInProgress(status == TableStatus.CREATING).build())
                .orElse(null));
  }

  /** What a table is warm for: what was asked for, or else what it may use at once. */
  private static TableWarmThroughputDescription warmth(TableDescription kept) {
    ProvisionedThroughputDescription units = kept.provisionedThroughput().orElse(UNLIMITED);
    return TableWarmThroughputDescription.builder()
        .readUnitsPerSecond(
            kept.warmThroughput()
                .flatMap(TableWarmThroughputDescription::readUnitsPerSecond)
                .orElseGet(() -> warmReads(units)))
        .writeUnitsPerSecond(
            kept.warmThroughput()
                .flatMap(TableWarmThroughputDescription::writeUnitsPerSecond)
                .orElseGet(() -> warmWrites(units)))
        .status(TableStatus.ACTIVE)
        .build();
  }

  static long warmReads(ProvisionedThroughputDescription units) {
    long reads = units.readCapacityUnits().orElse(0L);
    return reads > 0 ? reads : ON_DEMAND_READS;
  }

  static long warmWrites(ProvisionedThroughputDescription units) {
    long writes = units.writeCapacityUnits().orElse(0L);
    return writes > 0 ? writes : ON_DEMAND_WRITES;
  }

  private ProvisionedThroughputDescription today(ProvisionedThroughputDescription units) {
    return today(units, Instant.ofEpochMilli(clock.epochMillis()));
  }

  /** Units as they are described now: decreases of another day, in UTC, do not count. */
  public static ProvisionedThroughputDescription today(
      ProvisionedThroughputDescription units, Instant now) {
    boolean counts = units.lastDecreaseDateTime().filter(time -> day(time) == day(now)).isPresent();
    return counts ? units : units.toBuilder().numberOfDecreasesToday(0L).build();
  }

  private static long day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
  }
}
