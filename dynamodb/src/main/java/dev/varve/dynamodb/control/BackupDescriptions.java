package dev.varve.dynamodb.control;

import dev.varve.dynamodb.api.BackupDescription;
import dev.varve.dynamodb.api.BackupDetails;
import dev.varve.dynamodb.api.BackupStatus;
import dev.varve.dynamodb.api.BackupSummary;
import dev.varve.dynamodb.api.BackupType;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.BillingModeSummary;
import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.GlobalSecondaryIndexInfo;
import dev.varve.dynamodb.api.LocalSecondaryIndexDescription;
import dev.varve.dynamodb.api.LocalSecondaryIndexInfo;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputDescription;
import dev.varve.dynamodb.api.SourceTableDetails;
import dev.varve.dynamodb.api.SourceTableFeatureDetails;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.TimeToLiveDescription;
import dev.varve.dynamodb.api.TimeToLiveStatus;
import dev.varve.dynamodb.catalog.TimeToLiveRecord;
import java.time.Instant;
import java.util.Optional;

/** What the service says of a backup, made of what it says of the table. */
final class BackupDescriptions {
  private BackupDescriptions() {}

  /**
   * The description of a backup of a table that is described.
   *
   * @param timeToLive how the table's items expire
   */
  static BackupDescription of(
      TableDescription table,
      Optional<TimeToLiveRecord> timeToLive,
      String arn,
      String name,
      Instant created) {
    BackupDetails details =
        BackupDetails.builder()
            .backupArn(arn)
            .backupName(name)
            .backupSizeBytes(table.tableSizeBytes())
            .backupStatus(BackupStatus.AVAILABLE)
            .backupType(BackupType.USER)
            .backupCreationDateTime(created)
            .build();
    return BackupDescription.builder()
        .backupDetails(details)
        .sourceTableDetails(source(table))
        .sourceTableFeatureDetails(features(table, timeToLive))
        .build();
  }

  static SourceTableDetails source(TableDescription table) {
    return SourceTableDetails.builder()
        .tableName(table.tableName())
        .tableId(table.tableId())
        .tableArn(table.tableArn())
        .tableSizeBytes(table.tableSizeBytes())
        .keySchema(table.keySchema())
        .tableCreationDateTime(table.creationDateTime().orElseThrow())
        .provisionedThroughput(units(table.provisionedThroughput().orElseThrow()))
        .onDemandThroughput(table.onDemandThroughput().orElse(null))
        .itemCount(table.itemCount())
        .billingMode(
            table
                .billingModeSummary()
                .flatMap(BillingModeSummary::billingMode)
                .orElse(BillingMode.PROVISIONED))
        .build();
  }

  private static ProvisionedThroughput units(ProvisionedThroughputDescription described) {
    return new ProvisionedThroughput(
        described.readCapacityUnits().orElse(0L), described.writeCapacityUnits().orElse(0L));
  }

  static SourceTableFeatureDetails features(
      TableDescription table, Optional<TimeToLiveRecord> timeToLive) {
    return SourceTableFeatureDetails.builder()
        .localSecondaryIndexes(
            table.localSecondaryIndexes().stream().map(BackupDescriptions::local).toList())
        .globalSecondaryIndexes(
            table.globalSecondaryIndexes().stream().map(BackupDescriptions::global).toList())
        .streamDescription(table.streamSpecification().orElse(null))
        .timeToLiveDescription(timeToLive.map(BackupDescriptions::expiry).orElse(null))
        .sseDescription(table.sseDescription().orElse(null))
        .build();
  }

  private static TimeToLiveDescription expiry(TimeToLiveRecord record) {
    TimeToLiveDescription.Builder description = TimeToLiveDescription.builder();
    return switch (record.status()) {
      case BUILDING, ENABLED ->
          description
              .timeToLiveStatus(TimeToLiveStatus.ENABLED)
              .attributeName(record.attribute())
              .build();
      case DISABLED -> description.timeToLiveStatus(TimeToLiveStatus.DISABLED).build();
    };
  }

  private static LocalSecondaryIndexInfo local(LocalSecondaryIndexDescription index) {
    return LocalSecondaryIndexInfo.builder()
        .indexName(index.indexName().orElseThrow())
        .keySchema(index.keySchema())
        .projection(index.projection().orElseThrow())
        .build();
  }

  private static GlobalSecondaryIndexInfo global(GlobalSecondaryIndexDescription index) {
    return GlobalSecondaryIndexInfo.builder()
        .indexName(index.indexName().orElseThrow())
        .keySchema(index.keySchema())
        .projection(index.projection().orElseThrow())
        .provisionedThroughput(units(index.provisionedThroughput().orElseThrow()))
        .onDemandThroughput(index.onDemandThroughput().orElse(null))
        .build();
  }

  /** A description of a backup that is in a state. */
  static BackupDescription in(BackupStatus status, BackupDescription backup) {
    BackupDetails details = backup.backupDetails().orElseThrow();
    return backup.toBuilder()
        .backupDetails(details.toBuilder().backupStatus(status).build())
        .build();
  }

  /** The line of a list that stands for a backup. */
  static BackupSummary summary(BackupDescription backup) {
    BackupDetails details = backup.backupDetails().orElseThrow();
    SourceTableDetails source = backup.sourceTableDetails().orElseThrow();
    return BackupSummary.builder()
        .tableName(source.tableName())
        .tableId(source.tableId())
        .tableArn(source.tableArn().orElse(null))
        .backupArn(details.backupArn())
        .backupName(details.backupName())
        .backupCreationDateTime(details.backupCreationDateTime())
        .backupStatus(details.backupStatus())
        .backupType(details.backupType())
        .backupSizeBytes(details.backupSizeBytes().orElse(null))
        .build();
  }
}
