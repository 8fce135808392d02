package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.api.ImportStatus;
import dev.varve.dynamodb.api.ImportTable;
import dev.varve.dynamodb.api.ImportTableDescription;
import dev.varve.dynamodb.api.InputCompressionType;
import dev.varve.dynamodb.catalog.Catalog;
import dev.varve.dynamodb.control.ControlPlane;
import dev.varve.dynamodb.control.TablePlan;
import dev.varve.dynamodb.refusal.TransferRefusals;
import dev.varve.dynamodb.table.Place;
import dev.varve.dynamodb.table.ResourceIds;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.write.MutationPipeline;
import dev.varve.io.Clock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The imports of a database. One makes its table, which is shown as being created until the worker
 * has loaded it; what is known of it is kept in the catalog. Thread-safe.
 */
public final class Imports {
  private static final System.Logger LOG = System.getLogger("dev.varve.dynamodb");
  private static final String RESOURCE = "/import/";
  private static final String NO_BUCKET = "S3NoSuchBucket";
  private static final String BROKEN_OBJECT = "UnreadableObject";

  private final Catalog catalog;
  private final ControlPlane control;
  private final MutationPipeline pipeline;
  private final Place place;
  private final Optional<Buckets> buckets;
  private final TransferWorker worker;
  private final Clock clock;
  private final NavigableMap<String, ImportTableDescription> byId = new ConcurrentSkipListMap<>();

  /** The imports of a catalog, which {@link #open} makes known. */
  public Imports(
      Catalog catalog,
      ControlPlane control,
      MutationPipeline pipeline,
      Place place,
      Optional<Buckets> buckets,
      TransferWorker worker,
      Clock clock) {
    this.catalog = catalog;
    this.control = control;
    this.pipeline = pipeline;
    this.place = place;
    this.buckets = buckets;
    this.worker = worker;
    this.clock = clock;
  }

  /** Makes the imports of the catalog known. Those that a crash has cut off have failed. */
  public void open() throws IOException {
    for (Map.Entry<String, ImportTableDescription> known :
        catalog.transfers().imports().entrySet()) {
      ImportTableDescription description = known.getValue();
      boolean isCutOff = description.importStatus().equals(Optional.of(ImportStatus.IN_PROGRESS));
      byId.put(
          known.getKey(),
          isCutOff
              ? failed(description, StoppedException.CODE, StoppedException.MESSAGE)
              : description);
    }
  }

  private ImportTableDescription failed(
      ImportTableDescription description, String code, String message) {
    return description.toBuilder()
        .importStatus(ImportStatus.FAILED)
        .endTime(now())
        .failureCode(code)
        .failureMessage(message)
        .build();
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.epochMillis());
  }

  /** Checks what the request alone tells. */
  public void check(ImportTable request) {
    if (buckets.isEmpty()) {
      throw TransferRefusals.noBuckets("ImportTable");
    }
    Buckets.check("S3KeyPrefix", request.s3BucketSource().s3KeyPrefix());
  }

  /**
   * Makes a table and begins to load it; or returns the import that the same request has begun.
   *
   * @param request that {@link #check} has let pass
   * @param plan the table that it asks for
   * @throws dev.varve.dynamodb.api.ImportConflictException if another request had its token
   * @throws dev.varve.dynamodb.api.ResourceInUseException if there is a table of its name
   */
  public synchronized ImportTableDescription begin(ImportTable request, TablePlan plan)
      throws IOException {
    Optional<ImportTableDescription> same = withToken(request);
    if (same.isPresent()) {
      return same.get();
    }
    Table table = control.createToBeFilled(plan);
    boolean submitted = false;
    try {
      String tableArn = place.tableArn(plan.name());
      Instant now = now();
      String id = ResourceIds.free(now, byId.keySet());
      ImportTableDescription description =
          ImportTableDescription.builder()
              .importArn(tableArn + RESOURCE + id)
              .importStatus(ImportStatus.IN_PROGRESS)
              .tableArn(tableArn)
              .tableId(table.record().settings().description().tableId())
              .clientToken(request.clientToken())
              .s3BucketSource(request.s3BucketSource())
              .errorCount(0L)
              .cloudWatchLogGroupArn(place.importLogArn())
              .inputFormat(request.inputFormat())
              .inputFormatOptions(request.inputFormatOptions())
              .inputCompressionType(
                  request.inputCompressionType() == null
                      ? InputCompressionType.NONE
                      : request.inputCompressionType())
              .tableCreationParameters(request.tableCreationParameters())
              .startTime(now)
              .processedSizeBytes(0L)
              .processedItemCount(0L)
              .importedItemCount(0L)
              .build();
      catalog.transfers().put(id, description);
      byId.put(id, description);
      String importId = id;
      worker.submit(() -> run(importId, description, table));
      submitted = true;
      return description;
    } finally {
      if (!submitted) {
        control.showWhole(table);
      }
    }
  }

  private Optional<ImportTableDescription> withToken(ImportTable request) {
    if (request.clientToken() == null) {
      return Optional.empty();
    }
    for (ImportTableDescription known : byId.values()) {
      if (known.clientToken().equals(Optional.of(request.clientToken()))) {
        boolean isSame =
            known.s3BucketSource().equals(Optional.of(request.s3BucketSource()))
                && known.inputFormat().equals(Optional.of(request.inputFormat()))
                && known
                    .tableCreationParameters()
                    .equals(Optional.of(request.tableCreationParameters()));
        if (!isSame) {
          throw TransferRefusals.otherImport(request.clientToken());
        }
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  private void run(String id, ImportTableDescription description, Table table) {
    TableImport job =
        new TableImport(table, pipeline, buckets.orElseThrow(), description, worker::isClosing);
    ImportTableDescription ended;
    try (ImportLog log = new ImportLog(buckets.orElseThrow(), id)) {
      job.load(log);
      ImportTableDescription counted = counted(description, job);
      ended =
          job.brokenObject().isPresent()
              ? failed(counted, BROKEN_OBJECT, job.brokenObject().get())
              : counted.toBuilder().importStatus(ImportStatus.COMPLETED).endTime(now()).build();
    } catch (IOException | RuntimeException failure) {
      LOG.log(Level.WARNING, "import " + id + " has failed", failure);
      ended = failed(counted(description, job), code(failure), failure.getMessage());
    }
    try {
      catalog.transfers().put(id, ended);
    } catch (IOException | RuntimeException failure) {
      LOG.log(Level.ERROR, "the end of import " + id + " is not written down", failure);
    }
    control.showWhole(table);
    byId.put(id, ended);
  }

  private static String code(Exception failure) {
    return switch (failure) {
      case StoppedException _ -> StoppedException.CODE;
      case NoSuchFileException _ -> NO_BUCKET;
      default -> failure.getClass().getSimpleName();
    };
  }

  private static ImportTableDescription counted(
      ImportTableDescription description, TableImport job) {
    return description.toBuilder()
        .errorCount(job.errors())
        .processedSizeBytes(job.processedBytes())
        .processedItemCount(job.processedItems())
        .importedItemCount(job.importedItems())
        .build();
  }

  /**
   * The import of an ARN.
   *
   * @throws dev.varve.dynamodb.api.ImportNotFoundException if there is none
   */
  public ImportTableDescription describe(String arn) {
    int part = arn.indexOf(RESOURCE);
    ImportTableDescription description =
        part < 0 ? null : byId.get(arn.substring(part + RESOURCE.length()));
    if (description == null || !description.importArn().equals(Optional.of(arn))) {
      throw TransferRefusals.noImport(arn);
    }
    return description;
  }

  /** All imports, in the order of their ids, which is that of their beginning. */
  public List<ImportTableDescription> all() {
    return List.copyOf(byId.values());
  }
}
