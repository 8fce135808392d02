package dev.varve.watch;

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
import dev.varve.dynamodb.api.TableCreationParameters;
import dev.varve.dynamodb.api.TagResource;
import dev.varve.dynamodb.api.TransactGetItem;
import dev.varve.dynamodb.api.TransactGetItems;
import dev.varve.dynamodb.api.TransactWriteItem;
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
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The table and the index that a request names. What is found is what the caller wrote: whether
 * there is such a table, nobody has looked.
 *
 * <p>Statements of PartiQL name their tables in their text, which is not read here.
 */
final class RequestTables {
  /** In place of a name where there are several. */
  static final String SEVERAL = "several";

  private static final String ARN = "arn:";
  private static final String TABLE = ":table/";

  private RequestTables() {}

  /**
   * The name of the table, also where the request has its ARN or that of its index, stream or
   * backup.
   *
   * @param request of any operation, perhaps null, and not checked yet
   * @return null if there is none; {@link #SEVERAL} if there are different ones
   */
  static String table(Object request) {
    return switch (request) {
      case null -> null;
      case GetItem r -> name(r.tableName());
      case PutItem r -> name(r.tableName());
      case UpdateItem r -> name(r.tableName());
      case DeleteItem r -> name(r.tableName());
      case Query r -> name(r.tableName());
      case Scan r -> name(r.tableName());
      case SearchVectors r -> name(r.tableName());
      case CreateTable r -> name(r.tableName());
      case DeleteTable r -> name(r.tableName());
      case DescribeTable r -> name(r.tableName());
      case UpdateTable r -> name(r.tableName());
      case DescribeTimeToLive r -> name(r.tableName());
      case UpdateTimeToLive r -> name(r.tableName());
      case CreateBackup r -> name(r.tableName());
      case ListBackups r -> name(r.tableName());
      case DescribeContinuousBackups r -> name(r.tableName());
      case UpdateContinuousBackups r -> name(r.tableName());
      case DescribeContributorInsights r -> name(r.tableName());
      case UpdateContributorInsights r -> name(r.tableName());
      case ListContributorInsights r -> name(r.tableName());
      case DescribeKinesisStreamingDestination r -> name(r.tableName());
      case KinesisStreamingDestinationInput r -> name(r.tableName());
      case UpdateKinesisStreamingDestination r -> name(r.tableName());
      case DescribeTableReplicaAutoScaling r -> name(r.tableName());
      case UpdateTableReplicaAutoScaling r -> name(r.tableName());
      case ListStreams r -> name(r.tableName());
      case BatchGetItem r -> only(r.requestItems());
      case BatchWriteItem r -> only(r.requestItems());
      case TransactGetItems r -> ofReads(r.transactItems());
      case TransactWriteItems r -> ofWrites(r.transactItems());
      case TagResource r -> name(r.resourceArn());
      case UntagResource r -> name(r.resourceArn());
      case ListTagsOfResource r -> name(r.resourceArn());
      case GetResourcePolicy r -> name(r.resourceArn());
      case PutResourcePolicy r -> name(r.resourceArn());
      case DeleteResourcePolicy r -> name(r.resourceArn());
      case DescribeBackup r -> name(r.backupArn());
      case DeleteBackup r -> name(r.backupArn());
      case DescribeExport r -> name(r.exportArn());
      case DescribeImport r -> name(r.importArn());
      case ExportTableToPointInTime r -> name(r.tableArn());
      case ListExports r -> name(r.tableArn());
      case ListImports r -> name(r.tableArn());
      case DescribeStream r -> name(r.streamArn());
      case GetShardIterator r -> name(r.streamArn());
      case GetRecords r -> name(r.shardIterator());
      case CreateGlobalTable r -> name(r.globalTableName());
      case DescribeGlobalTable r -> name(r.globalTableName());
      case DescribeGlobalTableSettings r -> name(r.globalTableName());
      case UpdateGlobalTable r -> name(r.globalTableName());
      case UpdateGlobalTableSettings r -> name(r.globalTableName());
      case RestoreTableFromBackup r -> name(r.targetTableName());
      case RestoreTableToPointInTime r -> name(r.targetTableName());
      case ImportTable r -> created(r.tableCreationParameters());
      default -> null; // names none
    };
  }

  /** The name of the index, or null if the request names none. */
  static String index(Object request) {
    return switch (request) {
      case null -> null;
      case Query r -> r.indexName();
      case Scan r -> r.indexName();
      case SearchVectors r -> r.indexName();
      case DescribeContributorInsights r -> r.indexName();
      case UpdateContributorInsights r -> r.indexName();
      default -> null;
    };
  }

  private static String created(TableCreationParameters table) {
    return table == null ? null : name(table.tableName());
  }

  private static String only(Map<String, ?> byTable) {
    if (byTable == null) {
      return null;
    }
    Iterator<String> each = byTable.keySet().iterator();
    String first = each.hasNext() ? name(each.next()) : null;
    return each.hasNext() ? SEVERAL : first;
  }

  private static String ofReads(List<TransactGetItem> items) {
    if (items == null) {
      return null;
    }
    String found = null;
    for (TransactGetItem item : items) {
      String next = item == null || item.get() == null ? null : item.get().tableName();
      found = both(found, name(next));
    }
    return found;
  }

  private static String ofWrites(List<TransactWriteItem> items) {
    if (items == null) {
      return null;
    }
    String found = null;
    for (TransactWriteItem item : items) {
      found = both(found, item == null ? null : name(ofWrite(item)));
    }
    return found;
  }

  private static String ofWrite(TransactWriteItem item) {
    if (item.put() != null) {
      return item.put().tableName();
    }
    if (item.update() != null) {
      return item.update().tableName();
    }
    if (item.delete() != null) {
      return item.delete().tableName();
    }
    return item.conditionCheck() == null ? null : item.conditionCheck().tableName();
  }

  private static String both(String one, String other) {
    if (one == null || one.equals(other)) {
      return other;
    }
    return other == null ? one : SEVERAL;
  }

  /** The name in an ARN; what is none is a name already. */
  static String name(String nameOrArn) {
    if (nameOrArn == null || !nameOrArn.startsWith(ARN)) {
      return nameOrArn;
    }
    int before = nameOrArn.indexOf(TABLE);
    if (before < 0) {
      return null;
    }
    int begin = before + TABLE.length();
    int end = nameOrArn.indexOf('/', begin);
    return nameOrArn.substring(begin, end < 0 ? nameOrArn.length() : end);
  }
}
