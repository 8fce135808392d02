package dev.varve.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ContributorInsightsAction;
import software.amazon.awssdk.services.dynamodb.model.CreateBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeContributorInsightsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeEndpointsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeExportRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeGlobalTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeGlobalTableSettingsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeImportRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeKinesisStreamingDestinationRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeLimitsRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableReplicaAutoScalingRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.DisableKinesisStreamingDestinationRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.EnableKinesisStreamingDestinationRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.ExecuteTransactionRequest;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.ImportTableRequest;
import software.amazon.awssdk.services.dynamodb.model.InputFormat;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ListBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListContributorInsightsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListExportsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListGlobalTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListImportsRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.Replica;
import software.amazon.awssdk.services.dynamodb.model.ReplicaAutoScalingUpdate;
import software.amazon.awssdk.services.dynamodb.model.ReplicaUpdate;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableFromBackupRequest;
import software.amazon.awssdk.services.dynamodb.model.RestoreTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsRequest;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UntagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateContinuousBackupsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateContributorInsightsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateGlobalTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateGlobalTableSettingsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateKinesisStreamingDestinationRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableReplicaAutoScalingRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Each operation that the SDK has, by both clients. */
final class EveryOperationTest {
  private static final String TABLE = "orders";
  private static final String ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/" + TABLE;
  private static final String STREAM = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";

  /** An operation that answers. */
  private static final String DONE = "done";

  /** An operation that this database does not have yet. */
  private static final String NOT_YET = "not yet";

  /** A request, and what comes of it. */
  private record Case(DynamoDbRequest request, String outcome) {}

  private final List<Case> requests = new ArrayList<>();

  @Test
  void everyOperationHasItsAnswer() throws IOException {
    items();
    tables();
    backups();
    others();
    expect(DeleteTableRequest.builder().tableName(TABLE).build(), DONE);
    List<String> expected = new ArrayList<>();
    List<String> bySync = new ArrayList<>();
    List<String> byAsync = new ArrayList<>();
    try (EmbeddedDynamoDb one = EmbeddedDynamoDb.openInMemory();
        EmbeddedDynamoDb other = EmbeddedDynamoDb.openInMemory();
        DynamoDbClient sync = one.client();
        DynamoDbAsyncClient async = other.asyncClient()) {
      for (Case each : requests) {
        expected.add(operation(each.request()) + ": " + each.outcome());
        bySync.add(outcome(DynamoDbClient.class, sync, each));
        byAsync.add(outcome(DynamoDbAsyncClient.class, async, each));
      }
    }
    assertEquals(lines(expected), lines(bySync));
    assertEquals(lines(expected), lines(byAsync));
    Set<String> called =
        requests.stream().map(each -> operation(each.request())).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>(operations());
    missing.removeAll(called);
    assertEquals(Set.of(), missing);
    assertTrue(called.size() >= 58, called.toString());
  }

  private void items() {
    expect(ClientFixture.orders(TABLE), DONE);
    Map<String, AttributeValue> order = ClientFixture.order("ann", 1, "open");
    Map<String, AttributeValue> key = ClientFixture.orderKey("ann", 1);
    expect(PutItemRequest.builder().tableName(TABLE).item(order).build(), DONE);
    expect(GetItemRequest.builder().tableName(TABLE).key(key).build(), DONE);
    expect(
        UpdateItemRequest.builder()
            .tableName(TABLE)
            .key(key)
            .updateExpression("SET visits = :one")
            .expressionAttributeValues(Map.of(":one", ClientFixture.n(1)))
            .build(),
        DONE);
    expect(
        QueryRequest.builder()
            .tableName(TABLE)
            .keyConditionExpression("customer = :c")
            .expressionAttributeValues(Map.of(":c", ClientFixture.s("ann")))
            .build(),
        DONE);
    expect(ScanRequest.builder().tableName(TABLE).build(), DONE);
    expect(
        BatchWriteItemRequest.builder()
            .requestItems(
                Map.of(
                    TABLE,
                    List.of(
                        WriteRequest.builder()
                            .putRequest(PutRequest.builder().item(order).build())
                            .build())))
            .build(),
        DONE);
    expect(
        BatchGetItemRequest.builder()
            .requestItems(Map.of(TABLE, KeysAndAttributes.builder().keys(List.of(key)).build()))
            .build(),
        DONE);
    expect(
        TransactWriteItemsRequest.builder()
            .transactItems(
                TransactWriteItem.builder().put(put -> put.tableName(TABLE).item(order)).build())
            .build(),
        DONE);
    expect(
        TransactGetItemsRequest.builder()
            .transactItems(
                TransactGetItem.builder().get(get -> get.tableName(TABLE).key(key)).build())
            .build(),
        DONE);
    expect(DeleteItemRequest.builder().tableName(TABLE).key(key).build(), DONE);
    expect(ExecuteStatementRequest.builder().statement("SELECT * FROM \"orders\"").build(), DONE);
    expect(
        BatchExecuteStatementRequest.builder()
            .statements(
                BatchStatementRequest.builder().statement("SELECT * FROM \"orders\"").build())
            .build(),
        DONE);
    expect(
        ExecuteTransactionRequest.builder()
            .transactStatements(
                ParameterizedStatement.builder()
                    .statement("SELECT * FROM \"orders\" WHERE customer = 'ann' AND number = 1")
                    .build())
            .build(),
        DONE);
  }

  private void tables() {
    expect(DescribeTableRequest.builder().tableName(TABLE).build(), DONE);
    expect(ListTablesRequest.builder().build(), DONE);
    expect(
        UpdateTableRequest.builder().tableName(TABLE).deletionProtectionEnabled(true).build(),
        DONE);
    expect(DeleteTableRequest.builder().tableName(TABLE).build(), "ValidationException");
    expect(
        UpdateTableRequest.builder().tableName(TABLE).deletionProtectionEnabled(false).build(),
        DONE);
    expect(DescribeTableRequest.builder().tableName("none").build(), "ResourceNotFoundException");
    expect(DescribeLimitsRequest.builder().build(), DONE);
    expect(DescribeEndpointsRequest.builder().build(), DONE);
    expect(
        TagResourceRequest.builder()
            .resourceArn(ARN)
            .tags(Tag.builder().key("team").value("blue").build())
            .build(),
        DONE);
    expect(ListTagsOfResourceRequest.builder().resourceArn(ARN).build(), DONE);
    expect(UntagResourceRequest.builder().resourceArn(ARN).tagKeys("team").build(), DONE);
    expect(
        PutResourcePolicyRequest.builder()
            .resourceArn(ARN)
            .policy(
                """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
                  "Action": "dynamodb:GetItem", "Resource": "%s"}]}\
                """
                    .formatted(ARN))
            .build(),
        DONE);
    expect(GetResourcePolicyRequest.builder().resourceArn(ARN).build(), DONE);
    expect(DeleteResourcePolicyRequest.builder().resourceArn(ARN).build(), DONE);
    expect(GetResourcePolicyRequest.builder().resourceArn(ARN).build(), "PolicyNotFoundException");
    expect(DescribeTimeToLiveRequest.builder().tableName(TABLE).build(), DONE);
    expect(
        UpdateTimeToLiveRequest.builder()
            .tableName(TABLE)
            .timeToLiveSpecification(ttl -> ttl.attributeName("until").enabled(true))
            .build(),
        DONE);
  }

  private void backups() {
    String backup = ARN + "/backup/01489602797149-73d8d5bc";
    expect(CreateBackupRequest.builder().tableName(TABLE).backupName("backup").build(), DONE);
    expect(DescribeBackupRequest.builder().backupArn(backup).build(), "BackupNotFoundException");
    expect(DeleteBackupRequest.builder().backupArn(backup).build(), "BackupNotFoundException");
    expect(
        RestoreTableFromBackupRequest.builder().backupArn(backup).targetTableName("copy").build(),
        "BackupNotFoundException");
    expect(ListBackupsRequest.builder().build(), DONE);
    expect(DescribeContinuousBackupsRequest.builder().tableName(TABLE).build(), DONE);
    expect(
        UpdateContinuousBackupsRequest.builder()
            .tableName(TABLE)
            .pointInTimeRecoverySpecification(recovery -> recovery.pointInTimeRecoveryEnabled(true))
            .build(),
        DONE);
    expect(
        RestoreTableToPointInTimeRequest.builder()
            .sourceTableName(TABLE)
            .targetTableName("copy")
            .useLatestRestorableTime(true)
            .build(),
        DONE);
    expect(
        ExportTableToPointInTimeRequest.builder().tableArn(ARN).s3Bucket("bucket").build(),
        "ValidationException");
    expect(
        DescribeExportRequest.builder().exportArn(ARN + "/export/01234567890123-a1b2c3d4").build(),
        "ExportNotFoundException");
    expect(ListExportsRequest.builder().build(), DONE);
    expect(
        ImportTableRequest.builder()
            .s3BucketSource(source -> source.s3Bucket("bucket"))
            .inputFormat(InputFormat.DYNAMODB_JSON)
            .tableCreationParameters(table ->
                table
                    .tableName("imported")
                    .attributeDefinitions(ClientFixture.orders("imported").attributeDefinitions())
                    .keySchema(ClientFixture.orders("imported").keySchema()))
            .build(),
        "ValidationException");
    expect(
        DescribeImportRequest.builder().importArn(ARN + "/import/01234567890123-a1b2c3d4").build(),
        "ImportNotFoundException");
    expect(ListImportsRequest.builder().build(), DONE);
  }

  private void others() {
    expect(DescribeContributorInsightsRequest.builder().tableName(TABLE).build(), DONE);
    expect(ListContributorInsightsRequest.builder().build(), DONE);
    expect(
        UpdateContributorInsightsRequest.builder()
            .tableName(TABLE)
            .contributorInsightsAction(ContributorInsightsAction.ENABLE)
            .build(),
        DONE);
    expect(DescribeKinesisStreamingDestinationRequest.builder().tableName(TABLE).build(), DONE);
    expect(
        EnableKinesisStreamingDestinationRequest.builder()
            .tableName(TABLE)
            .streamArn(STREAM)
            .build(),
        NOT_YET);
    expect(
        DisableKinesisStreamingDestinationRequest.builder()
            .tableName(TABLE)
            .streamArn(STREAM)
            .build(),
        NOT_YET);
    expect(
        UpdateKinesisStreamingDestinationRequest.builder()
            .tableName(TABLE)
            .streamArn(STREAM)
            .build(),
        NOT_YET);
    expect(ListGlobalTablesRequest.builder().build(), DONE);
    expect(
        DescribeGlobalTableRequest.builder().globalTableName(TABLE).build(),
        "GlobalTableNotFoundException");
    expect(
        DescribeGlobalTableSettingsRequest.builder().globalTableName(TABLE).build(),
        "GlobalTableNotFoundException");
    expect(
        UpdateGlobalTableRequest.builder()
            .globalTableName(TABLE)
            .replicaUpdates(
                ReplicaUpdate.builder().create(replica -> replica.regionName("us-west-2")).build())
            .build(),
        "GlobalTableNotFoundException");
    expect(
        UpdateGlobalTableSettingsRequest.builder().globalTableName(TABLE).build(),
        "GlobalTableNotFoundException");
    expect(
        CreateGlobalTableRequest.builder()
            .globalTableName(TABLE)
            .replicationGroup(Replica.builder().regionName("us-west-2").build())
            .build(),
        "ValidationException");
    expect(DescribeTableReplicaAutoScalingRequest.builder().tableName(TABLE).build(), DONE);
    expect(
        UpdateTableReplicaAutoScalingRequest.builder()
            .tableName(TABLE)
            .replicaUpdates(ReplicaAutoScalingUpdate.builder().regionName("us-west-2").build())
            .build(),
        "ValidationException");
    expect(
        SearchVectorsRequest.builder()
            .tableName(TABLE)
            .indexName("byVector")
            .searchVector(ClientFixture.n(1))
            .topK(1)
            .build(),
        "ValidationException");
  }

  private void expect(DynamoDbRequest request, String outcome) {
    requests.add(new Case(request, outcome));
  }

  /** The names of all operations that the client has. */
  private static Set<String> operations() {
    return Arrays.stream(DynamoDbClient.class.getMethods())
        .filter(method ->
            method.getParameterCount() == 1
                && DynamoDbRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                && !method.getName().endsWith("Paginator"))
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String operation(DynamoDbRequest request) {
    String name = request.getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0))
        + name.substring(1, name.length() - "Request".length());
  }

  /**
   * What a client says: that it is done, the name of an error, or, where this database may do as it
   * likes yet, that it did something that is no error of its own.
   */
  private static String outcome(Class<?> type, Object client, Case each) {
    String outcome = outcome(type, client, each.request());
    boolean whatever = each.outcome().equals(NOT_YET) && !outcome.startsWith("5");
    return operation(each.request()) + ": " + (whatever ? NOT_YET : outcome);
  }

  private static String outcome(Class<?> type, Object client, DynamoDbRequest request) {
    try {
      Object answer =
          type.getMethod(operation(request), request.getClass()).invoke(client, request);
      if (answer instanceof CompletableFuture<?> future) {
        answer = future.join();
      }
      String name = answer.getClass().getSimpleName();
      return name.endsWith("Response") ? DONE : name;
    } catch (InvocationTargetException e) {
      return outcome(e.getCause());
    } catch (CompletionException e) {
      return outcome(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static String outcome(Throwable failure) {
    if (failure instanceof AwsServiceException error) {
      return error.statusCode() < 500
          ? error.awsErrorDetails().errorCode()
          : error.statusCode() + " " + error.getMessage();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnsupportedOperationException) {
        return NOT_YET;
      }
    }
    throw new AssertionError(
        failure instanceof SdkClientException ? "of the client" : "of nobody", failure);
  }

  private static String lines(List<String> outcomes) {
    return String.join("\n", outcomes);
  }
}
