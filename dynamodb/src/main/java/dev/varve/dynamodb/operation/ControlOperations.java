package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.CreateBackup;
import dev.varve.dynamodb.api.CreateBackupResult;
import dev.varve.dynamodb.api.CreateGlobalTable;
import dev.varve.dynamodb.api.CreateGlobalTableResult;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.CreateTableResult;
import dev.varve.dynamodb.api.DeleteBackup;
import dev.varve.dynamodb.api.DeleteBackupResult;
import dev.varve.dynamodb.api.DeleteResourcePolicy;
import dev.varve.dynamodb.api.DeleteResourcePolicyResult;
import dev.varve.dynamodb.api.DeleteTable;
import dev.varve.dynamodb.api.DeleteTableResult;
import dev.varve.dynamodb.api.DescribeBackup;
import dev.varve.dynamodb.api.DescribeBackupResult;
import dev.varve.dynamodb.api.DescribeContinuousBackups;
import dev.varve.dynamodb.api.DescribeContinuousBackupsResult;
import dev.varve.dynamodb.api.DescribeContributorInsights;
import dev.varve.dynamodb.api.DescribeContributorInsightsResult;
import dev.varve.dynamodb.api.DescribeEndpoints;
import dev.varve.dynamodb.api.DescribeEndpointsResult;
import dev.varve.dynamodb.api.DescribeExport;
import dev.varve.dynamodb.api.DescribeExportResult;
import dev.varve.dynamodb.api.DescribeGlobalTable;
import dev.varve.dynamodb.api.DescribeGlobalTableResult;
import dev.varve.dynamodb.api.DescribeGlobalTableSettings;
import dev.varve.dynamodb.api.DescribeGlobalTableSettingsResult;
import dev.varve.dynamodb.api.DescribeImport;
import dev.varve.dynamodb.api.DescribeImportResult;
import dev.varve.dynamodb.api.DescribeKinesisStreamingDestination;
import dev.varve.dynamodb.api.DescribeKinesisStreamingDestinationResult;
import dev.varve.dynamodb.api.DescribeLimits;
import dev.varve.dynamodb.api.DescribeLimitsResult;
import dev.varve.dynamodb.api.DescribeStream;
import dev.varve.dynamodb.api.DescribeStreamResult;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.DescribeTableReplicaAutoScaling;
import dev.varve.dynamodb.api.DescribeTableReplicaAutoScalingResult;
import dev.varve.dynamodb.api.DescribeTableResult;
import dev.varve.dynamodb.api.DescribeTimeToLive;
import dev.varve.dynamodb.api.DescribeTimeToLiveResult;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.ExportTableToPointInTimeResult;
import dev.varve.dynamodb.api.GetRecords;
import dev.varve.dynamodb.api.GetRecordsResult;
import dev.varve.dynamodb.api.GetResourcePolicy;
import dev.varve.dynamodb.api.GetResourcePolicyResult;
import dev.varve.dynamodb.api.GetShardIterator;
import dev.varve.dynamodb.api.GetShardIteratorResult;
import dev.varve.dynamodb.api.ImportTable;
import dev.varve.dynamodb.api.ImportTableResult;
import dev.varve.dynamodb.api.KinesisStreamingDestinationInput;
import dev.varve.dynamodb.api.KinesisStreamingDestinationOutput;
import dev.varve.dynamodb.api.ListBackups;
import dev.varve.dynamodb.api.ListBackupsResult;
import dev.varve.dynamodb.api.ListContributorInsights;
import dev.varve.dynamodb.api.ListContributorInsightsResult;
import dev.varve.dynamodb.api.ListExports;
import dev.varve.dynamodb.api.ListExportsResult;
import dev.varve.dynamodb.api.ListGlobalTables;
import dev.varve.dynamodb.api.ListGlobalTablesResult;
import dev.varve.dynamodb.api.ListImports;
import dev.varve.dynamodb.api.ListImportsResult;
import dev.varve.dynamodb.api.ListStreams;
import dev.varve.dynamodb.api.ListStreamsResult;
import dev.varve.dynamodb.api.ListTables;
import dev.varve.dynamodb.api.ListTablesResult;
import dev.varve.dynamodb.api.ListTagsOfResource;
import dev.varve.dynamodb.api.ListTagsOfResourceResult;
import dev.varve.dynamodb.api.PutResourcePolicy;
import dev.varve.dynamodb.api.PutResourcePolicyResult;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.RestoreTableFromBackupResult;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.RestoreTableToPointInTimeResult;
import dev.varve.dynamodb.api.SearchVectors;
import dev.varve.dynamodb.api.SearchVectorsResult;
import dev.varve.dynamodb.api.TagResource;
import dev.varve.dynamodb.api.UntagResource;
import dev.varve.dynamodb.api.UpdateContinuousBackups;
import dev.varve.dynamodb.api.UpdateContinuousBackupsResult;
import dev.varve.dynamodb.api.UpdateContributorInsights;
import dev.varve.dynamodb.api.UpdateContributorInsightsResult;
import dev.varve.dynamodb.api.UpdateGlobalTable;
import dev.varve.dynamodb.api.UpdateGlobalTableResult;
import dev.varve.dynamodb.api.UpdateGlobalTableSettings;
import dev.varve.dynamodb.api.UpdateGlobalTableSettingsResult;
import dev.varve.dynamodb.api.UpdateKinesisStreamingDestination;
import dev.varve.dynamodb.api.UpdateKinesisStreamingDestinationResult;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.api.UpdateTableReplicaAutoScaling;
import dev.varve.dynamodb.api.UpdateTableReplicaAutoScalingResult;
import dev.varve.dynamodb.api.UpdateTableResult;
import dev.varve.dynamodb.api.UpdateTimeToLive;
import dev.varve.dynamodb.api.UpdateTimeToLiveResult;
import dev.varve.dynamodb.api.rules.CreateBackupRules;
import dev.varve.dynamodb.api.rules.CreateGlobalTableRules;
import dev.varve.dynamodb.api.rules.DeleteBackupRules;
import dev.varve.dynamodb.api.rules.DeleteResourcePolicyRules;
import dev.varve.dynamodb.api.rules.DeleteTableRules;
import dev.varve.dynamodb.api.rules.DescribeBackupRules;
import dev.varve.dynamodb.api.rules.DescribeContinuousBackupsRules;
import dev.varve.dynamodb.api.rules.DescribeContributorInsightsRules;
import dev.varve.dynamodb.api.rules.DescribeExportRules;
import dev.varve.dynamodb.api.rules.DescribeGlobalTableRules;
import dev.varve.dynamodb.api.rules.DescribeGlobalTableSettingsRules;
import dev.varve.dynamodb.api.rules.DescribeImportRules;
import dev.varve.dynamodb.api.rules.DescribeKinesisStreamingDestinationRules;
import dev.varve.dynamodb.api.rules.DescribeTableReplicaAutoScalingRules;
import dev.varve.dynamodb.api.rules.DescribeTableRules;
import dev.varve.dynamodb.api.rules.DescribeTimeToLiveRules;
import dev.varve.dynamodb.api.rules.ExportTableToPointInTimeRules;
import dev.varve.dynamodb.api.rules.Findings;
import dev.varve.dynamodb.api.rules.GetResourcePolicyRules;
import dev.varve.dynamodb.api.rules.GetShardIteratorRules;
import dev.varve.dynamodb.api.rules.ImportTableRules;
import dev.varve.dynamodb.api.rules.KinesisStreamingDestinationInputRules;
import dev.varve.dynamodb.api.rules.ListBackupsRules;
import dev.varve.dynamodb.api.rules.ListContributorInsightsRules;
import dev.varve.dynamodb.api.rules.ListExportsRules;
import dev.varve.dynamodb.api.rules.ListGlobalTablesRules;
import dev.varve.dynamodb.api.rules.ListImportsRules;
import dev.varve.dynamodb.api.rules.ListTablesRules;
import dev.varve.dynamodb.api.rules.ListTagsOfResourceRules;
import dev.varve.dynamodb.api.rules.PutResourcePolicyRules;
import dev.varve.dynamodb.api.rules.RestoreTableFromBackupRules;
import dev.varve.dynamodb.api.rules.RestoreTableToPointInTimeRules;
import dev.varve.dynamodb.api.rules.SearchVectorsRules;
import dev.varve.dynamodb.api.rules.TagResourceRules;
import dev.varve.dynamodb.api.rules.UntagResourceRules;
import dev.varve.dynamodb.api.rules.UpdateContinuousBackupsRules;
import dev.varve.dynamodb.api.rules.UpdateContributorInsightsRules;
import dev.varve.dynamodb.api.rules.UpdateGlobalTableRules;
import dev.varve.dynamodb.api.rules.UpdateGlobalTableSettingsRules;
import dev.varve.dynamodb.api.rules.UpdateKinesisStreamingDestinationRules;
import dev.varve.dynamodb.api.rules.UpdateTableReplicaAutoScalingRules;
import dev.varve.dynamodb.api.rules.UpdateTimeToLiveRules;
import dev.varve.dynamodb.definition.Unsupported;
import dev.varve.dynamodb.error.DynamoException;
import java.io.IOException;
import java.util.function.Function;

/**
 * The operations of the control plane, and those on features that this database does not have where
 * the service answers to somebody who has not switched them on. Safe for use by many threads.
 */
public final class ControlOperations implements DynamoDb {
  private final Services services;
  private final CreateTableHandler createTable;
  private final UpdateTableHandler updateTable;
  private final TableOperations tables;
  private final TagOperations tags;
  private final PolicyOperations policies;
  private final TimeToLiveOperations timeToLive;
  private final StreamOperations streams;
  private final BackupOperations backups;
  private final RecoveryOperations recovery;
  private final TransferOperations transfers;
  private final KinesisOperations kinesis;
  private final InsightOperations insights;
  private final AbsentFeatures absent;
  private final int partitions;

  /**
   * The operations of a database.
   *
   * @param partitions over how many partitions a table is spread that CreateTable makes
   */
  public ControlOperations(Services services, TimeToLiveOperations timeToLive, int partitions) {
    this.services = services;
    this.createTable = new CreateTableHandler(services);
    this.updateTable = new UpdateTableHandler(services);
    this.tables = new TableOperations(services);
    this.tags = new TagOperations(services);
    this.policies = new PolicyOperations(services);
    this.timeToLive = timeToLive;
    this.streams = new StreamOperations(services);
    this.backups = new BackupOperations(services);
    this.recovery = new RecoveryOperations(services);
    this.transfers = new TransferOperations(services, partitions);
    this.kinesis = new KinesisOperations(services);
    this.insights = new InsightOperations(services);
    this.absent = new AbsentFeatures(services);
    this.partitions = partitions;
  }

  private <I, O> O run(Findings.Check<I> constraints, I request, PlainHandler.Work<I, O> work)
      throws IOException {
    return new PlainHandler<>(services, constraints, work).run(request);
  }

  /** What an operation does that refuses all that the model's constraints let pass. */
  private static <I, O> PlainHandler.Work<I, O> refusing(Function<I, DynamoException> refusal) {
    return request -> {
      throw refusal.apply(request);
    };
  }

  /** Constraints before which the ARN of the resource is judged. */
  private static <I> Findings.Check<I> onResource(
      Findings.Check<I> constraints, Function<I, String> resourceArn) {
    return (request, out) -> {
      TagOperations.checkArn(resourceArn.apply(request));
      constraints.check(request, out);
    };
  }

  @Override
  public CreateTableResult createTable(CreateTable request) throws IOException {
    return createTable(request, partitions);
  }

  /** CreateTable over a number of partitions, which the service does not know. */
  public CreateTableResult createTable(CreateTable request, int partitionCount) throws IOException {
    return createTable.run(new CreateTableHandler.Creation(request, partitionCount));
  }

  @Override
  public UpdateTableResult updateTable(UpdateTable request) throws IOException {
    return updateTable.run(request);
  }

  @Override
  public DescribeTableResult describeTable(DescribeTable request) throws IOException {
    return run(DescribeTableRules::check, request, tables::describe);
  }

  @Override
  public DeleteTableResult deleteTable(DeleteTable request) throws IOException {
    return run(DeleteTableRules::check, request, tables::delete);
  }

  @Override
  public ListTablesResult listTables(ListTables request) throws IOException {
    return run(ListTablesRules::check, request, tables::list);
  }

  @Override
  public DescribeLimitsResult describeLimits(DescribeLimits request) throws IOException {
    return run((_, _) -> {}, request, tables::limits);
  }

  @Override
  public DescribeEndpointsResult describeEndpoints(DescribeEndpoints request) throws IOException {
    return run((_, _) -> {}, request, tables::endpoints);
  }

  @Override
  public void tagResource(TagResource request) throws IOException {
    run(onResource(TagResourceRules::check, TagResource::resourceArn), request, tags::tag);
  }

  @Override
  public void untagResource(UntagResource request) throws IOException {
    run(onResource(UntagResourceRules::check, UntagResource::resourceArn), request, tags::untag);
  }

  @Override
  public ListTagsOfResourceResult listTagsOfResource(ListTagsOfResource request)
      throws IOException {
    return run(
        onResource(ListTagsOfResourceRules::check, ListTagsOfResource::resourceArn),
        request,
        tags::list);
  }

  @Override
  public PutResourcePolicyResult putResourcePolicy(PutResourcePolicy request) throws IOException {
    return run(PutResourcePolicyRules::check, request, policies::put);
  }

  @Override
  public GetResourcePolicyResult getResourcePolicy(GetResourcePolicy request) throws IOException {
    return run(GetResourcePolicyRules::check, request, policies::get);
  }

  @Override
  public DeleteResourcePolicyResult deleteResourcePolicy(DeleteResourcePolicy request)
      throws IOException {
    return run(DeleteResourcePolicyRules::check, request, policies::delete);
  }

  @Override
  public DescribeContinuousBackupsResult describeContinuousBackups(
      DescribeContinuousBackups request) throws IOException {
    return run(DescribeContinuousBackupsRules::check, request, recovery::describe);
  }

  @Override
  public UpdateContinuousBackupsResult updateContinuousBackups(UpdateContinuousBackups request)
      throws IOException {
    return run(UpdateContinuousBackupsRules::check, request, recovery::update);
  }

  @Override
  public RestoreTableToPointInTimeResult restoreTableToPointInTime(
      RestoreTableToPointInTime request) throws IOException {
    return run(RestoreTableToPointInTimeRules::check, request, recovery::restore);
  }

  @Override
  public DescribeTimeToLiveResult describeTimeToLive(DescribeTimeToLive request)
      throws IOException {
    return run(DescribeTimeToLiveRules::check, request, timeToLive::describe);
  }

  @Override
  public UpdateTimeToLiveResult updateTimeToLive(UpdateTimeToLive request) throws IOException {
    return run(UpdateTimeToLiveRules::check, request, timeToLive::update);
  }

  @Override
  public DescribeContributorInsightsResult describeContributorInsights(
      DescribeContributorInsights request) throws IOException {
    return run(DescribeContributorInsightsRules::check, request, insights::describe);
  }

  @Override
  public ListContributorInsightsResult listContributorInsights(ListContributorInsights request)
      throws IOException {
    return run(ListContributorInsightsRules::check, request, insights::list);
  }

  @Override
  public UpdateContributorInsightsResult updateContributorInsights(
      UpdateContributorInsights request) throws IOException {
    return run(UpdateContributorInsightsRules::check, request, insights::update);
  }

  @Override
  public DescribeKinesisStreamingDestinationResult describeKinesisStreamingDestination(
      DescribeKinesisStreamingDestination request) throws IOException {
    return run(DescribeKinesisStreamingDestinationRules::check, request, kinesis::describe);
  }

  @Override
  public KinesisStreamingDestinationOutput enableKinesisStreamingDestination(
      KinesisStreamingDestinationInput request) throws IOException {
    return run(KinesisStreamingDestinationInputRules::check, request, kinesis::enable);
  }

  @Override
  public KinesisStreamingDestinationOutput disableKinesisStreamingDestination(
      KinesisStreamingDestinationInput request) throws IOException {
    return run(KinesisStreamingDestinationInputRules::check, request, kinesis::disable);
  }

  @Override
  public UpdateKinesisStreamingDestinationResult updateKinesisStreamingDestination(
      UpdateKinesisStreamingDestination request) throws IOException {
    return run(UpdateKinesisStreamingDestinationRules::check, request, kinesis::update);
  }

  @Override
  public DescribeTableReplicaAutoScalingResult describeTableReplicaAutoScaling(
      DescribeTableReplicaAutoScaling request) throws IOException {
    return run(DescribeTableReplicaAutoScalingRules::check, request, absent::replicaAutoScaling);
  }

  @Override
  public CreateBackupResult createBackup(CreateBackup request) throws IOException {
    return run(CreateBackupRules::check, request, backups::create);
  }

  @Override
  public ListBackupsResult listBackups(ListBackups request) throws IOException {
    return run(ListBackupsRules::check, request, backups::list);
  }

  @Override
  public ExportTableToPointInTimeResult exportTableToPointInTime(ExportTableToPointInTime request)
      throws IOException {
    return run(ExportTableToPointInTimeRules::check, request, transfers::export);
  }

  @Override
  public ImportTableResult importTable(ImportTable request) throws IOException {
    return run(ImportTableRules::check, request, transfers::importTable);
  }

  @Override
  public ListExportsResult listExports(ListExports request) throws IOException {
    return run(ListExportsRules::check, request, transfers::listExports);
  }

  @Override
  public ListImportsResult listImports(ListImports request) throws IOException {
    return run(ListImportsRules::check, request, transfers::listImports);
  }

  @Override
  public ListGlobalTablesResult listGlobalTables(ListGlobalTables request) throws IOException {
    return run(ListGlobalTablesRules::check, request, absent::listGlobalTables);
  }

  @Override
  public ListStreamsResult listStreams(ListStreams request) throws IOException {
    return run(StreamOperations::check, request, streams::list);
  }

  @Override
  public DescribeStreamResult describeStream(DescribeStream request) throws IOException {
    return run(StreamOperations::check, request, streams::describe);
  }

  @Override
  public GetShardIteratorResult getShardIterator(GetShardIterator request) throws IOException {
    return run(GetShardIteratorRules::check, request, streams::iterator);
  }

  @Override
  public GetRecordsResult getRecords(GetRecords request) throws IOException {
    return run(StreamOperations::check, request, streams::records);
  }

  @Override
  public DescribeBackupResult describeBackup(DescribeBackup request) throws IOException {
    return run(DescribeBackupRules::check, request, backups::describe);
  }

  @Override
  public DeleteBackupResult deleteBackup(DeleteBackup request) throws IOException {
    return run(DeleteBackupRules::check, request, backups::delete);
  }

  @Override
  public RestoreTableFromBackupResult restoreTableFromBackup(RestoreTableFromBackup request)
      throws IOException {
    return run(RestoreTableFromBackupRules::check, request, backups::restore);
  }

  @Override
  public DescribeExportResult describeExport(DescribeExport request) throws IOException {
    return run(DescribeExportRules::check, request, transfers::describeExport);
  }

  @Override
  public DescribeImportResult describeImport(DescribeImport request) throws IOException {
    return run(DescribeImportRules::check, request, transfers::describeImport);
  }

  @Override
  public DescribeGlobalTableResult describeGlobalTable(DescribeGlobalTable request)
      throws IOException {
    return run(
        DescribeGlobalTableRules::check,
        request,
        refusing(it -> AbsentFeatures.noGlobalTable(it.globalTableName())));
  }

  @Override
  public DescribeGlobalTableSettingsResult describeGlobalTableSettings(
      DescribeGlobalTableSettings request) throws IOException {
    return run(
        DescribeGlobalTableSettingsRules::check,
        request,
        refusing(it -> AbsentFeatures.noGlobalTable(it.globalTableName())));
  }

  @Override
  public UpdateGlobalTableResult updateGlobalTable(UpdateGlobalTable request) throws IOException {
    return run(
        UpdateGlobalTableRules::check,
        request,
        refusing(it -> AbsentFeatures.noGlobalTable(it.globalTableName())));
  }

  @Override
  public UpdateGlobalTableSettingsResult updateGlobalTableSettings(
      UpdateGlobalTableSettings request) throws IOException {
    return run(
        UpdateGlobalTableSettingsRules::check,
        request,
        refusing(it -> AbsentFeatures.noGlobalTable(it.globalTableName())));
  }

  @Override
  public CreateGlobalTableResult createGlobalTable(CreateGlobalTable request) throws IOException {
    return run(
        CreateGlobalTableRules::check, request, refusing(_ -> AbsentFeatures.oldGlobalTables()));
  }

  @Override
  public UpdateTableReplicaAutoScalingResult updateTableReplicaAutoScaling(
      UpdateTableReplicaAutoScaling request) throws IOException {
    return run(
        UpdateTableReplicaAutoScalingRules::check,
        request,
        refusing(_ -> Unsupported.of("ReplicaUpdates")));
  }

  @Override
  public SearchVectorsResult searchVectors(SearchVectors request) throws IOException {
    return run(SearchVectorsRules::check, request, refusing(_ -> Unsupported.of("VectorIndexes")));
  }
}
