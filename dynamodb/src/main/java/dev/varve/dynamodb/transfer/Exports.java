package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportFormat;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.ExportType;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.refusal.TransferRefusals;
import dev.varve.dynamodb.table.ResourceIds;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.io.Clock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The exports of a database. One is begun with a snapshot of its table, and written by the worker;
 * what is known of it is kept in the catalog. Thread-safe.
 */
public final class Exports {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");
  private static final String RESOURCE = "/export/";

  private final StorageEngine engine;
  private final Catalog catalog;
  private final Optional<Buckets> buckets;
  private final TransferWorker worker;
  private final Clock clock;
  private final NavigableMap<String, ExportDescription> byId = new ConcurrentSkipListMap<>();

  /** The exports of a catalog, which {@link #open} makes known. */
  public Exports(
      StorageEngine engine,
      Catalog catalog,
      Optional<Buckets> buckets,
      TransferWorker worker,
      Clock clock) {
    this.engine = engine;
    this.catalog = catalog;
    this.buckets = buckets;
    this.worker = worker;
    this.clock = clock;
  }

  /** Makes the exports of the catalog known. Those that a crash has cut off have failed. */
  public void open() throws IOException {
    for (Map.Entry<String, ExportDescription> known : catalog.transfers().exports().entrySet()) {
      ExportDescription export = known.getValue();
      boolean isCutOff = export.exportStatus().equals(Optional.of(ExportStatus.IN_PROGRESS));
      byId.put(known.getKey(), isCutOff ? failed(export, new StoppedException()) : export);
    }
  }

  private ExportDescription failed(ExportDescription export, Exception cause) {
    return export.toBuilder()
        .exportStatus(ExportStatus.FAILED)
        .endTime(now())
        .failureCode(
            cause instanceof StoppedException
                ? StoppedException.CODE
                : cause.getClass().getSimpleName())
        .failureMessage(cause.getMessage())
        .build();
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.epochMillis());
  }

  /** Checks what the request alone tells. */
  public void check(ExportTableToPointInTime request) {
    if (buckets.isEmpty()) {
      throw TransferRefusals.noBuckets("ExportTableToPointInTime");
    }
    Buckets.check("S3Prefix", request.s3Prefix());
  }

  /**
   * Begins to export the present moment of a table; or returns the export that the same request has
   * begun.
   *
   * @param request that {@link #check} has let pass, for the whole table as it is now
   * @param tableArn the ARN of the table
   * @throws dev.varve.dynamodb.api.ExportConflictException if another request had its token
   */
  public synchronized ExportDescription begin(
      ExportTableToPointInTime request, Table table, String tableArn) throws IOException {
    Optional<ExportDescription> same = withToken(request, tableArn);
    if (same.isPresent()) {
      return same.get();
    }
    Instant now = now();
    String id = ResourceIds.free(now, byId.keySet());
    ExportDescription export =
        ExportDescription.builder()
            .exportArn(tableArn + RESOURCE + id)
            .exportStatus(ExportStatus.IN_PROGRESS)
            .startTime(now)
            .tableArn(tableArn)
            .tableId(table.record().settings().description().tableId())
            .exportTime(now)
            .clientToken(request.clientToken())
            .s3Bucket(request.s3Bucket())
            .s3BucketOwner(request.s3BucketOwner())
            .s3Prefix(request.s3Prefix())
            .s3SseAlgorithm(request.s3SseAlgorithm())
            .s3SseKmsKeyId(request.s3SseKmsKeyId())
            .exportFormat(ExportFormat.DYNAMODB_JSON)
            .exportType(ExportType.FULL_EXPORT)
            .build();
    catalog.transfers().put(id, export);
    byId.put(id, export);
    String exportId = id;
    TableExport job =
        new TableExport(engine, table, buckets.orElseThrow(), export, exportId, worker::isClosing);
    Snapshot moment = engine.snapshot();
    boolean submitted = false;
    try {
      worker.submit(() -> run(exportId, export, job, moment));
      submitted = true;
    } finally {
      if (!submitted) {
        moment.close();
      }
    }
    return export;
  }

  private Optional<ExportDescription> withToken(ExportTableToPointInTime request, String tableArn) {
    if (request.clientToken() == null) {
      return Optional.empty();
    }
    for (ExportDescription export : byId.values()) {
      if (export.clientToken().equals(Optional.of(request.clientToken()))) {
        boolean isSame =
            export.tableArn().equals(Optional.of(tableArn))
                && export.s3Bucket().equals(Optional.of(request.s3Bucket()))
                && export.s3Prefix().equals(Optional.ofNullable(request.s3Prefix()));
        if (!isSame) {
          throw TransferRefusals.otherExport(request.clientToken());
        }
        return Optional.of(export);
      }
    }
    return Optional.empty();
  }

  private void run(String id, ExportDescription export, TableExport job, Snapshot moment) {
    ExportDescription ended;
    try (moment) {
      job.write(moment, clock::epochMillis);
      ended =
          export.toBuilder()
              .exportStatus(ExportStatus.COMPLETED)
              .endTime(now())
              .exportManifest(job.manifest())
              .itemCount(job.itemCount())
              .billedSizeBytes(job.billedBytes())
              .build();
    } catch (IOException | RuntimeException failure) {
      LOG.log(Level.WARNING, "export " + id + " has failed", failure);
      ended = failed(export, failure);
    }
    try {
      catalog.transfers().put(id, ended);
    } catch (IOException | RuntimeException failure) {
      LOG.log(Level.ERROR, "the end of export " + id + " is not written down", failure);
    }
    byId.put(id, ended);
  }

  /**
   * The export of an ARN.
   *
   * @throws dev.varve.dynamodb.api.ExportNotFoundException if there is none
   */
  public ExportDescription describe(String arn) {
    int part = arn.indexOf(RESOURCE);
    ExportDescription export = part < 0 ? null : byId.get(arn.substring(part + RESOURCE.length()));
    if (export == null || !export.exportArn().equals(Optional.of(arn))) {
      throw TransferRefusals.noExport(arn);
    }
    return export;
  }

  /** All exports, in the order of their ids, which is that of their beginning. */
  public List<ExportDescription> all() {
    return List.copyOf(byId.values());
  }
}
