package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.DescribeContinuousBackups;
import dev.varve.dynamodb.api.DescribeContinuousBackupsResult;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.RestoreTableToPointInTimeResult;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.api.UpdateContinuousBackupsResult;
import dev.varve.dynamodb.control.PointInTimeRecovery;
import dev.varve.dynamodb.definition.Restoration;
import dev.varve.dynamodb.definition.TableRestoration;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The operations on continuous backups. */
final class RecoveryOperations {
  private final Services services;
  private final PointInTimeRecovery recovery;

  RecoveryOperations(Services services) {
    this.services = services;
    this.recovery = services.recovery();
  }

  DescribeContinuousBackupsResult describe(DescribeContinuousBackups request) {
    return new DescribeContinuousBackupsResult(
        Optional.of(recovery.describe(TableArns.name(request.tableName()))));
  }

  UpdateContinuousBackupsResult update(UpdateContinuousBackups request) throws IOException {
    return new UpdateContinuousBackupsResult(
        Optional.of(
            recovery.update(
                TableArns.name(request.tableName()), request.pointInTimeRecoverySpecification())));
  }

  RestoreTableToPointInTimeResult restore(RestoreTableToPointInTime request) throws IOException {
    String source = source(request);
    requireOneTime(request);
    Restoration restoration = Restoration.of(request);
    Table table =
        recovery.restore(
            source,
            request.restoreDateTime(),
            origin -> TableRestoration.plan(restoration, origin));
    return new RestoreTableToPointInTimeResult(
        Optional.of(
            services.descriptions().of(table.record(), table, TableStatus.CREATING, List.of())));
  }

  private static String source(RestoreTableToPointInTime request) {
    String arn = request.sourceTableArn();
    String name = request.sourceTableName();
    if (arn == null && name == null) {
      throw ValidationException.invalidValues(
          "Either SourceTableArn or SourceTableName must be specified");
    }
    if (arn != null && name != null && !TableArns.name(arn).equals(TableArns.name(name))) {
      throw ValidationException.invalidValues(
          "SourceTableArn and SourceTableName are of different tables");
    }
    return TableArns.name(arn == null ? name : arn);
  }

  private static void requireOneTime(RestoreTableToPointInTime request) {
    boolean isLatest = Boolean.TRUE.equals(request.useLatestRestorableTime());
    if (isLatest == (request.restoreDateTime() != null)) {
      throw ValidationException.invalidValues(
          "Either RestoreDateTime or UseLatestRestorableTime must be specified"
              + (isLatest ? ", not both" : ""));
    }
  }
}
