package dev.varve.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.api.json.Operations;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RequestTablesTest {
  private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/Music";

  /** A request of each operation that names the table Music. */
  private static final Map<String, String> NAMING = new LinkedHashMap<>();

  /** Operations whose requests name none. */
  private static final List<String> NAMELESS =
      List.of(
          "BatchExecuteStatement",
          "DescribeEndpoints",
          "DescribeLimits",
          "ExecuteStatement",
          "ExecuteTransaction",
          "ListGlobalTables",
          "ListTables");

  static {
    for (String operation :
        List.of(
            "CreateBackup",
            "CreateTable",
            "DeleteItem",
            "DeleteTable",
            "DescribeContinuousBackups",
            "DescribeContributorInsights",
            "DescribeKinesisStreamingDestination",
            "DescribeTable",
            "DescribeTableReplicaAutoScaling",
            "DescribeTimeToLive",
            "DisableKinesisStreamingDestination",
            "EnableKinesisStreamingDestination",
            "GetItem",
            "ListBackups",
            "ListContributorInsights",
            "ListStreams",
            "PutItem",
            "Query",
            "Scan",
            "SearchVectors",
            "UpdateContinuousBackups",
            "UpdateContributorInsights",
            "UpdateItem",
            "UpdateKinesisStreamingDestination",
            "UpdateTable",
            "UpdateTableReplicaAutoScaling",
            "UpdateTimeToLive")) {
      NAMING.put(operation, member("TableName", "Music"));
    }
    for (String operation :
        List.of(
            "CreateGlobalTable",
            "DescribeGlobalTable",
            "DescribeGlobalTableSettings",
            "UpdateGlobalTable",
            "UpdateGlobalTableSettings")) {
      NAMING.put(operation, member("GlobalTableName", "Music"));
    }
    for (String operation :
        List.of(
            "DeleteResourcePolicy",
            "GetResourcePolicy",
            "ListTagsOfResource",
            "PutResourcePolicy",
            "TagResource",
            "UntagResource")) {
      NAMING.put(operation, member("ResourceArn", ARN));
    }
    for (String operation : List.of("ExportTableToPointInTime", "ListExports", "ListImports")) {
      NAMING.put(operation, member("TableArn", ARN));
    }
    NAMING.put("DeleteBackup", member("BackupArn", ARN + "/backup/01"));
    NAMING.put("DescribeBackup", member("BackupArn", ARN + "/backup/01"));
    NAMING.put("DescribeExport", member("ExportArn", ARN + "/export/01"));
    NAMING.put("DescribeImport", member("ImportArn", ARN + "/import/01"));
    NAMING.put("DescribeStream", member("StreamArn", ARN + "/stream/2026"));
    NAMING.put("GetShardIterator", member("StreamArn", ARN + "/stream/2026"));
    NAMING.put("GetRecords", member("ShardIterator", ARN + "/stream/2026|1|AAAA"));
    NAMING.put("RestoreTableFromBackup", member("TargetTableName", "Music"));
    NAMING.put("RestoreTableToPointInTime", member("TargetTableName", "Music"));
    NAMING.put("ImportTable", "{'TableCreationParameters':{'TableName':'Music'}}");
    NAMING.put("BatchGetItem", "{'RequestItems':{'Music':{'Keys':[{'id':{'S':'1'}}]}}}");
    NAMING.put(
        "BatchWriteItem",
        "{'RequestItems':{'Music':[{'DeleteRequest':{'Key':{'id':{'S':'1'}}}}]}}");
    NAMING.put("TransactGetItems", "{'TransactItems':[{'Get':{'TableName':'Music'}}]}");
    NAMING.put("TransactWriteItems", "{'TransactItems':[{'Put':{'TableName':'Music'}}]}");
  }

  @Test
  void theTableOfEachOperationIsFound() throws IOException {
    TreeSet<String> seen = new TreeSet<>(NAMELESS);
    for (Map.Entry<String, String> each : NAMING.entrySet()) {
      seen.add(each.getKey());
      assertEquals("Music", table(each.getKey(), each.getValue()), each.getKey());
    }
    TreeSet<String> all = new TreeSet<>();
    Operations.ALL.forEach(operation -> all.add(operation.name()));
    assertEquals(all, seen);
  }

  @Test
  void operationsWithoutTableHaveNone() throws IOException {
    for (String operation : NAMELESS) {
      assertNull(table(operation, "{}"), operation);
    }
    assertNull(RequestTables.table(null));
    assertNull(RequestTables.index(null));
  }

  @Test
  void requestsThatLackTheNameHaveNone() throws IOException {
    for (String operation : NAMING.keySet()) {
      assertNull(table(operation, "{}"), operation);
    }
    assertNull(table("TransactGetItems", "{'TransactItems':[{}]}"));
    assertNull(table("TransactWriteItems", "{'TransactItems':[{}]}"));
    assertNull(table("TagResource", member("ResourceArn", "arn:aws:s3:::bucket")));
  }

  @Test
  void anArnStandsForItsTable() throws IOException {
    assertEquals("Music", table("GetItem", member("TableName", ARN)));
    assertEquals("Music", table("Query", member("TableName", ARN + "/index/byYear")));
    assertEquals(
        "Music",
        table("BatchGetItem", "{'RequestItems':{'" + ARN + "':{'Keys':[{'id':{'S':'1'}}]}}}"));
  }

  @Test
  void differentTablesAreSeveral() throws IOException {
    assertEquals(
        RequestTables.SEVERAL,
        table(
            "BatchGetItem",
            "{'RequestItems':{'Music':{'Keys':[{'id':{'S':'1'}}]},"
                + "'Books':{'Keys':[{'id':{'S':'1'}}]}}}"));
    assertEquals(
        RequestTables.SEVERAL,
        table(
            "TransactWriteItems",
            "{'TransactItems':[{'Delete':{'TableName':'Music'}},"
                + "{'ConditionCheck':{'TableName':'Books'}}]}"));
    assertEquals(
        "Music",
        table(
            "TransactWriteItems",
            "{'TransactItems':[{'Update':{'TableName':'Music'}},"
                + "{'ConditionCheck':{'TableName':'"
                + ARN
                + "'}}]}"));
  }

  @Test
  void indexesOfReadsAreFound() throws IOException {
    for (String operation :
        List.of(
            "Query",
            "Scan",
            "SearchVectors",
            "DescribeContributorInsights",
            "UpdateContributorInsights")) {
      assertEquals(
          "byYear", RequestTables.index(request(operation, member("IndexName", "byYear"))));
      assertNull(RequestTables.index(request(operation, "{}")), operation);
    }
    assertNull(RequestTables.index(request("GetItem", "{}")));
  }

  private static String member(String name, String value) {
    return "{'" + name + "':'" + value + "'}";
  }

  private static String table(String operation, String json) throws IOException {
    return RequestTables.table(request(operation, json));
  }

  private static Object request(String name, String json) throws IOException {
    Operation<?, ?> operation =
        Operations.ALL.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no operation " + name));
    try (JsonParser in = new JsonFactory().createParser(json.replace('\'', '"'))) {
      return operation.request(in);
    }
  }
}
