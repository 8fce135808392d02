package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.api.DescribeExport;
import dev.varve.dynamodb.api.DescribeExportResult;
import dev.varve.dynamodb.api.DescribeImport;
import dev.varve.dynamodb.api.DescribeImportResult;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportSummary;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.ExportTableToPointInTimeResult;
import dev.varve.dynamodb.api.ImportSummary;
import dev.varve.dynamodb.api.ImportTable;
import dev.varve.dynamodb.api.ImportTableDescription;
import dev.varve.dynamodb.api.ImportTableResult;
import dev.varve.dynamodb.api.ListExports;
import dev.varve.dynamodb.api.ListExportsResult;
import dev.varve.dynamodb.api.ListImports;
import dev.varve.dynamodb.api.ListImportsResult;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.definition.ImportedTable;
import dev.varve.dynamodb.refusal.BackupRefusals;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.table.TableArns;
import dev.varve.dynamodb.transfer.Exports;
import dev.varve.dynamodb.transfer.Imports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The operations on exports and imports. */
final class TransferOperations {
  private static final int MAX_PAGE = 25;

  /** Of a token of ListImports, by the model. */
  private static final int TOKEN_DIGITS = 112;

  private final Services services;
  private final Exports exports;
  private final Imports imports;
  private final int partitions;

  /**
   * The operations.
   *
   * @param partitions over how many partitions a table is spread that ImportTable makes
   */
  TransferOperations(Services services, int partitions) {
    this.services = services;
    this.exports = services.exports();
    this.imports = services.imports();
    this.partitions = partitions;
  }

  ExportTableToPointInTimeResult export(ExportTableToPointInTime request) throws IOException {
    exports.check(request);
    String name = TableArns.name(request.tableArn());
    Table table =
        services
            .tables()
            .present(name)
            .filter(TransferOperations::hasItems)
            .orElseThrow(() -> BackupRefusals.noTable(name));
    String arn = services.descriptions().place().tableArn(name);
    return new ExportTableToPointInTimeResult(Optional.of(exports.begin(request, table, arn)));
  }

  private static boolean hasItems(Table table) {
    return table.status() != TableStatus.CREATING && table.status() != TableStatus.DELETING;
  }

  DescribeExportResult describeExport(DescribeExport request) {
    return new DescribeExportResult(Optional.of(exports.describe(request.exportArn())));
  }

  ListExportsResult listExports(ListExports request) {
    String table = request.tableArn() == null ? null : TableArns.name(request.tableArn());
    int limit = request.maxResults() == null ? MAX_PAGE : request.maxResults();
    List<ExportDescription> rest =
        exports.all().stream()
            .filter(export -> isOf(export.tableArn(), table))
            .filter(export -> isAfter(export.exportArn(), request.nextToken()))
            .limit(limit + 1L)
            .toList();
    List<ExportDescription> page = rest.subList(0, Math.min(limit, rest.size()));
    return ListExportsResult.builder()
        .exportSummaries(page.stream().map(TransferOperations::summary).toList())
        .nextToken(rest.size() <= limit ? null : id(page.getLast().exportArn()))
        .build();
  }

  private static ExportSummary summary(ExportDescription export) {
    return new ExportSummary(export.exportArn(), export.exportStatus(), export.exportType());
  }

  private static boolean isOf(Optional<String> tableArn, String table) {
    return table == null || TableArns.name(tableArn.orElseThrow()).equals(table);
  }

  private static boolean isAfter(Optional<String> arn, String id) {
    return id == null || id(arn).compareTo(id) > 0;
  }

  private static String id(Optional<String> arn) {
    String text = arn.orElseThrow();
    return text.substring(text.lastIndexOf('/') + 1);
  }

  ImportTableResult importTable(ImportTable request) throws IOException {
    imports.check(request);
    return new ImportTableResult(imports.begin(request, ImportedTable.plan(request, partitions)));
  }

  DescribeImportResult describeImport(DescribeImport request) {
    return new DescribeImportResult(imports.describe(request.importArn()));
  }

  ListImportsResult listImports(ListImports request) {
    String table = request.tableArn() == null ? null : TableArns.name(request.tableArn());
    int limit = request.pageSize() == null ? MAX_PAGE : request.pageSize();
    String after = request.nextToken() == null ? null : idOf(request.nextToken());
    List<ImportTableDescription> rest =
        imports.all().stream()
            .filter(description -> isOf(description.tableArn(), table))
            .filter(description -> isAfter(description.importArn(), after))
            .limit(limit + 1L)
            .toList();
    List<ImportTableDescription> page = rest.subList(0, Math.min(limit, rest.size()));
    return ListImportsResult.builder()
        .importSummaryList(page.stream().map(TransferOperations::summary).toList())
        .nextToken(rest.size() <= limit ? null : token(id(page.getLast().importArn())))
        .build();
  }

  private static ImportSummary summary(ImportTableDescription description) {
    return ImportSummary.builder()
        .importArn(description.importArn().orElse(null))
        .importStatus(description.importStatus().orElse(null))
        .tableArn(description.tableArn().orElse(null))
        .s3BucketSource(description.s3BucketSource().orElse(null))
        .cloudWatchLogGroupArn(description.cloudWatchLogGroupArn().orElse(null))
        .inputFormat(description.inputFormat().orElse(null))
        .startTime(description.startTime().orElse(null))
        .endTime(description.endTime().orElse(null))
        .build();
  }

  /** The id in hexadecimal digits, with zeros behind it as the model wants it. */
  private static String token(String id) {
    String digits = HexFormat.of().formatHex(id.getBytes(StandardCharsets.US_ASCII));
    return digits + "0".repeat(TOKEN_DIGITS - digits.length());
  }

  private static String idOf(String token) {
    return new String(HexFormat.of().parseHex(token), StandardCharsets.US_ASCII).replace("\0", "");
  }
}
