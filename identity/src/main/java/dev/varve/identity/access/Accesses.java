package dev.varve.identity.access;

import dev.varve.dynamodb.api.BatchExecuteStatement;
import dev.varve.dynamodb.api.BatchGetItem;
import dev.varve.dynamodb.api.BatchWriteItem;
import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.CreateGlobalTable;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.DeleteBackup;
import dev.varve.dynamodb.api.DeleteItem;
import dev.varve.dynamodb.api.DeleteResourcePolicy;
import dev.varve.dynamodb.api.DeleteTable;
import dev.varve.dynamodb.api.DescribeBackup;
import dev.varve.dynamodb.api.DescribeContinuousBackups;
import dev.varve.dynamodb.api.DescribeContributorInsights;
import dev.varve.dynamodb.api.DescribeExport;
import dev.varve.dynamodb.api.DescribeGlobalTable;
import dev.varve.dynamodb.api.DescribeGlobalTableSettings;
import dev.varve.dynamodb.api.DescribeImport;
import dev.varve.dynamodb.api.DescribeKinesisStreamingDestination;
import dev.varve.dynamodb.api.DescribeStream;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.DescribeTableReplicaAutoScaling;
import dev.varve.dynamodb.api.DescribeTimeToLive;
import dev.varve.dynamodb.api.ExecuteStatement;
import dev.varve.dynamodb.api.ExecuteTransaction;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.GetItem;
import dev.varve.dynamodb.api.GetRecords;
import dev.varve.dynamodb.api.GetResourcePolicy;
import dev.varve.dynamodb.api.GetShardIterator;
import dev.varve.dynamodb.api.ImportTable;
import dev.varve.dynamodb.api.KinesisStreamingDestinationInput;
import dev.varve.dynamodb.api.ListBackups;
import dev.varve.dynamodb.api.ListContributorInsights;
import dev.varve.dynamodb.api.ListExports;
import dev.varve.dynamodb.api.ListImports;
import dev.varve.dynamodb.api.ListStreams;
import dev.varve.dynamodb.api.ListTagsOfResource;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.api.PutResourcePolicy;
import dev.varve.dynamodb.api.Query;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.SearchVectors;
import dev.varve.dynamodb.api.TagResource;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItems;
import dev.varve.dynamodb.api.UntagResource;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.api.UpdateContributorInsights;
import dev.varve.dynamodb.api.UpdateGlobalTable;
import dev.varve.dynamodb.api.UpdateGlobalTableSettings;
import dev.varve.dynamodb.api.UpdateItem;
import dev.varve.dynamodb.api.UpdateKinesisStreamingDestination;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.UpdateTableReplicaAutoScaling;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import dev.varve.dynamodb.api.json.Operation;
import java.util.ArrayList;
import java.util.List;

/** The accesses of which requests consist. Stateless. */
public final class Accesses {
  private Accesses() {}

  /**
   * The accesses of a request, each of which has to be allowed.
   *
   * @param operation which is asked for
   * @param request of the operation's type, perhaps with members missing that it needs
   * @return at least one
   */
  public static List<Access> of(Operation<?, ?> operation, Object request) {
    List<Access> accesses = of(operation.name(), request);
    // A request without any element is refused by its operation, but not before this is.
    return accesses.isEmpty() ? List.of(new Access.Builder(operation.name()).build()) : accesses;
  }

  private static List<Access> of(String operation, Object request) {
    return switch (request) {
      case GetItem r -> List.of(ItemAccesses.get(r));
      case PutItem r -> List.of(ItemAccesses.put(r));
      case UpdateItem r -> List.of(ItemAccesses.update(r));
      case DeleteItem r -> List.of(ItemAccesses.delete(r));
      case Query r -> List.of(ReadAccesses.query(r));
      case Scan r -> List.of(ReadAccesses.scan(r));
      case SearchVectors r -> List.of(ReadAccesses.search(r));
      case BatchGetItem r -> BatchAccesses.get(r);
      case BatchWriteItem r -> BatchAccesses.write(r);
      case TransactGetItems r -> TransactAccesses.get(r);
      case TransactWriteItems r -> TransactAccesses.write(r);
      case ExecuteStatement r -> List.of(StatementAccesses.one(r));
      case BatchExecuteStatement r -> StatementAccesses.batch(r);
      case ExecuteTransaction r -> StatementAccesses.transaction(r);
      case CreateTable r -> create(operation, r);
      case TagResource r ->
          List.of(new Access.Builder(operation).resource(r.resourceArn()).tags(r.tags()).build());
      case UntagResource r ->
          List.of(
              new Access.Builder(operation).resource(r.resourceArn()).tagKeys(r.tagKeys()).build());
      case RestoreTableFromBackup r ->
          List.of(aboutTable(operation, r.targetTableName()), aboutPart(operation, r.backupArn()));
      case RestoreTableToPointInTime r ->
          List.of(
              aboutTable(operation, r.targetTableName()),
              aboutTable(
                  operation,
                  r.sourceTableName() == null ? r.sourceTableArn() : r.sourceTableName()));
      case ImportTable r ->
          List.of(
              aboutTable(
                  operation,
                  r.tableCreationParameters() == null
                      ? null
                      : r.tableCreationParameters().tableName()));
      case GetRecords r -> List.of(records(operation, r.shardIterator()));
      default -> {
        String arn = part(request);
        yield List.of(
            arn == null ? aboutTable(operation, table(request)) : aboutPart(operation, arn));
      }
    };
  }

  /**
   * An iterator begins with the ARN of its stream, which is all that tells whose records are read:
   * whoever knows the form can make one. One that does not begin so is of no stream there is.
   */
  private static Access records(String operation, String iterator) {
    int end = iterator == null || !iterator.startsWith("arn:") ? -1 : iterator.indexOf('|');
    return end < 0
        ? new Access.Builder(operation).part("/stream/*").build()
        : aboutPart(operation, iterator.substring(0, end));
  }

  private static List<Access> create(String operation, CreateTable request) {
    List<Access> accesses = new ArrayList<>();
    accesses.add(created(operation, request));
    if (request.tags() != null && !request.tags().isEmpty()) {
      accesses.add(created("TagResource", request));
    }
    if (request.resourcePolicy() != null) {
      accesses.add(aboutTable("PutResourcePolicy", request.tableName()));
    }
    return accesses;
  }

  private static Access created(String action, CreateTable request) {
    return new Access.Builder(action).table(request.tableName()).tags(request.tags()).build();
  }

  /** The ARN that a request is about, of which all counts; null for none. */
  private static String part(Object request) {
    return switch (request) {
      case ListTagsOfResource r -> r.resourceArn();
      case GetResourcePolicy r -> r.resourceArn();
      case PutResourcePolicy r -> r.resourceArn();
      case DeleteResourcePolicy r -> r.resourceArn();
      case DescribeStream r -> r.streamArn();
      case GetShardIterator r -> r.streamArn();
      case DescribeBackup r -> r.backupArn();
      case DeleteBackup r -> r.backupArn();
      case DescribeExport r -> r.exportArn();
      case DescribeImport r -> r.importArn();
      default -> null;
    };
  }

  /** The table that a request is about; null for none. */
  private static String table(Object request) {
    return switch (request) {
      case DescribeTable r -> r.tableName();
      case UpdateTable r -> r.tableName();
      case DeleteTable r -> r.tableName();
      case DescribeTimeToLive r -> r.tableName();
      case UpdateTimeToLive r -> r.tableName();
      case ListStreams r -> r.tableName();
      case CreateBackup r -> r.tableName();
      case ListBackups r -> r.tableName();
      case DescribeContinuousBackups r -> r.tableName();
      case UpdateContinuousBackups r -> r.tableName();
      case ExportTableToPointInTime r -> r.tableArn();
      case ListExports r -> r.tableArn();
      case ListImports r -> r.tableArn();
      case DescribeContributorInsights r -> r.tableName();
      case UpdateContributorInsights r -> r.tableName();
      case ListContributorInsights r -> r.tableName();
      case KinesisStreamingDestinationInput r -> r.tableName();
      case DescribeKinesisStreamingDestination r -> r.tableName();
      case UpdateKinesisStreamingDestination r -> r.tableName();
      case CreateGlobalTable r -> r.globalTableName();
      case DescribeGlobalTable r -> r.globalTableName();
      case DescribeGlobalTableSettings r -> r.globalTableName();
      case UpdateGlobalTable r -> r.globalTableName();
      case UpdateGlobalTableSettings r -> r.globalTableName();
      case DescribeTableReplicaAutoScaling r -> r.tableName();
      case UpdateTableReplicaAutoScaling r -> r.tableName();
      default -> null; // lists of all there is, limits, endpoints
    };
  }

  private static Access aboutTable(String action, String nameOrArn) {
    return new Access.Builder(action).table(nameOrArn).build();
  }

  private static Access aboutPart(String action, String arn) {
    return new Access.Builder(action).resource(arn).build();
  }
}
