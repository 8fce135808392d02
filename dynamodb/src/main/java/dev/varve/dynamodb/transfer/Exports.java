package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportFormat;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.ExportType;
import dev.varve.dynamodb.api.IncrementalExportSpecification;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.history.Histories;
import dev.varve.dynamodb.lock.KeyLocks;
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
 * The exports of a database. One is begun with a snapshot of its table, taken while all key locks
 * are held, so that no change is on its way, and is written by the worker; what is known of it is
 * kept in the catalog. Safe for use by many threads that hold no key's lock.
 */
public final class Exports {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");
  private static final String RESOURCE = "/export/";

  private final StorageEngine engine;
  private final Catalog catalog;
  private final KeyLocks locks;
  private final Histories histories;
  private final Optional<Buckets> buckets;
  private final TransferWorker worker;
  private final Clock clock;
  private final NavigableMap<String, ExportDescription> byId = new ConcurrentSkipListMap<>();

  /** The exports of a catalog, which {@link #open} makes known. */
  public Exports(
      StorageEngine engine,
      Catalog catalog,
      KeyLocks locks,
      Histories histories,
      Optional<Buckets> buckets,
      TransferWorker worker,
      Clock clock) {
    this.engine = engine;
    this.catalog = catalog;
    this.locks = locks;
    this.histories = histories;
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
   * Begins to export a table, or what has changed of it; or returns the export that the same
   * request has begun.
   *
   * @param request that {@link #check} has let pass
   * @param tableArn the ARN of the table
   * @throws dev.varve.dynamodb.error.DynamoException if the request asks for what there is not
   * @throws dev.varve.dynamodb.api.ExportConflictException if another request had its token
   */
  public synchronized ExportDescription begin(
      ExportTableToPointInTime request, Table table, String tableArn) throws IOException {
    Optional<ExportDescription> same = withToken(request, tableArn);
    if (same.isPresent()) {
      return same.get();
    }
    ExportSpan span = ExportSpan.of(request, table, histories);
    Instant now = now();
    String id = ResourceIds.free(now, byId.keySet());
    ExportDescription export =
        ExportDescription.builder()
            .exportArn(tableArn + RESOURCE + id)
            .exportStatus(ExportStatus.IN_PROGRESS)
            .startTime(now)
            .tableArn(tableArn)
            .tableId(table.record().settings().description().tableId())
            .exportTime(span.isIncremental() ? null : span.until())
            .clientToken(request.clientToken())
            .s3Bucket(request.s3Bucket())
            .s3BucketOwner(request.s3BucketOwner())
            .s3Prefix(request.s3Prefix())
            .s3SseAlgorithm(request.s3SseAlgorithm())
            .s3SseKmsKeyId(request.s3SseKmsKeyId())
            .exportFormat(format(request))
            .exportType(
                span.isIncremental() ? ExportType.INCREMENTAL_EXPORT : ExportType.FULL_EXPORT)
            .incrementalExportSpecification(
                span.isIncremental()
                    ? new IncrementalExportSpecification(span.from(), span.until(), span.view())
                    : null)
            .build();
    catalog.transfers().put(id, export);
    byId.put(id, export);
    String exportId = id;
    TableExport job =
        new TableExport(
            engine, table, span, buckets.orElseThrow(), export, exportId, worker::isClosing);
    Snapshot moment = moment();
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

  private static ExportFormat format(ExportTableToPointInTime request) {
    return request.exportFormat() == null ? ExportFormat.DYNAMODB_JSON : request.exportFormat();
  }

  /** The present, with all changes that have been given a time before it. */
  private Snapshot moment() {
    locks.lockAll();
    try {
      return engine.snapshot();
    } finally {
      locks.unlockAll();
    }
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
                && export.s3Prefix().equals(Optional.ofNullable(request.s3Prefix()))
                && export.exportFormat().equals(Optional.of(format(request)))
                && isSameTime(request, export);
        if (!isSame) {
          throw TransferRefusals.otherExport(request.clientToken());
        }
        return Optional.of(export);
      }
    }
    return Optional.empty();
  }

  /** Whether an export is of the time of a request, which leaves to it what it does not say. */
  private static boolean isSameTime(ExportTableToPointInTime request, ExportDescription export) {
    IncrementalExportSpecification wanted = request.incrementalExportSpecification();
    IncrementalExportSpecification made = export.incrementalExportSpecification().orElse(null);
    if (wanted == null || made == null) {
      return wanted == null
          && made == null
          && isOpenOr(request.exportTime(), export.exportTime().orElse(null));
    }
    return isOpenOr(wanted.exportFromTime(), made.exportFromTime())
        && isOpenOr(wanted.exportToTime(), made.exportToTime())
        && isOpenOr(wanted.exportViewType(), made.exportViewType());
  }

  private static <T> boolean isOpenOr(T wanted, T made) {
    return wanted == null || wanted.equals(made);
  }

  private void run(String id, ExportDescription export, TableExport job, Snapshot moment) {
    ExportDescription ended;
    try (moment) {
      job.write(histories, moment, clock::epochMillis);
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
