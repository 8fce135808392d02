package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.BackupSummary;
import dev.varve.dynamodb.api.BackupType;
import dev.varve.dynamodb.api.BackupTypeFilter;
import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.CreateBackupResult;
import dev.varve.dynamodb.api.DeleteBackup;
import dev.varve.dynamodb.api.DeleteBackupResult;
import dev.varve.dynamodb.api.DescribeBackup;
import dev.varve.dynamodb.api.DescribeBackupResult;
import dev.varve.dynamodb.api.ListBackups;
import dev.varve.dynamodb.api.ListBackupsResult;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.RestoreTableFromBackupResult;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.control.Backups;
import dev.varve.dynamodb.control.RestoreSource;
import dev.varve.dynamodb.definition.Restoration;
import dev.varve.dynamodb.definition.TableRestoration;
import dev.varve.dynamodb.refusal.BackupRefusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The operations on backups. */
final class BackupOperations {
  private static final int MAX_SUMMARIES = 100;

  private final Services services;
  private final Backups backups;

  BackupOperations(Services services) {
    this.services = services;
    this.backups = services.backups();
  }

  CreateBackupResult create(CreateBackup request) throws IOException {
    return new CreateBackupResult(
        backups.create(request.tableName(), request.backupName()).backupDetails());
  }

  DescribeBackupResult describe(DescribeBackup request) {
    return new DescribeBackupResult(Optional.of(backups.describe(request.backupArn())));
  }

  DeleteBackupResult delete(DeleteBackup request) throws IOException {
    return new DeleteBackupResult(Optional.of(backups.delete(request.backupArn())));
  }

  ListBackupsResult list(ListBackups request) {
    String table = request.tableName() == null ? null : TableArns.name(request.tableName());
    if (table != null && services.tables().present(table).isEmpty() && !hasBackup(table)) {
      throw BackupRefusals.noTable(table);
    }
    int limit = request.limit() == null ? MAX_SUMMARIES : request.limit();
    String start = request.exclusiveStartBackupArn();
    List<BackupSummary> rest =
        backups.list(start == null ? null : Backups.id(start)).stream()
            .filter(backup -> table == null || isOf(backup, table))
            .filter(backup -> isWanted(backup, request))
            .limit(limit + 1L)
            .toList();
    ListBackupsResult.Builder page = ListBackupsResult.builder();
    return rest.size() <= limit
        ? page.backupSummaries(rest).build()
        : page.backupSummaries(rest.subList(0, limit))
            .lastEvaluatedBackupArn(rest.get(limit - 1).backupArn().orElseThrow())
            .build();
  }

  /** Backups outlive their table. */
  private boolean hasBackup(String table) {
    return backups.list(null).stream().anyMatch(backup -> isOf(backup, table));
  }

  private static boolean isOf(BackupSummary backup, String table) {
    return backup.tableName().orElseThrow().equals(table);
  }

  private static boolean isWanted(BackupSummary backup, ListBackups request) {
    Instant created = backup.backupCreationDateTime().orElseThrow();
    BackupTypeFilter type = request.backupType();
    return (request.timeRangeLowerBound() == null
            || !created.isBefore(request.timeRangeLowerBound()))
        && (request.timeRangeUpperBound() == null
            || created.isBefore(request.timeRangeUpperBound()))
        && (type == null
            || type == BackupTypeFilter.ALL
            || type.text().equals(backup.backupType().map(BackupType::text).orElseThrow()));
  }

  RestoreTableFromBackupResult restore(RestoreTableFromBackup request) throws IOException {
    Restoration restoration = Restoration.of(request);
    Table table =
        backups.restore(
            request.backupArn(),
            backup -> TableRestoration.plan(restoration, RestoreSource.of(backup)));
    return new RestoreTableFromBackupResult(
        Optional.of(
            services.descriptions().of(table.record(), table, TableStatus.CREATING, List.of())));
  }
}
