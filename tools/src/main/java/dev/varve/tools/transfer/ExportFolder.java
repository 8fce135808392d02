package dev.varve.tools.transfer;

import dev.varve.dynamodb.BucketFolder;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DescribeExport;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportFormat;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.formats.export.LineFormat;
import java.io.IOException;
import java.nio.file.Path;

/** A folder that takes exports as the service lays them out in a bucket of S3. */
public final class ExportFolder {
  private static final long MILLIS_PER_LOOK = 5;

  /** What the service lets be the name of a bucket. */
  private static final String BUCKET = "[a-zA-Z0-9]+[.\\-\\w]*[a-zA-Z0-9]+";

  private final Path folder;

  /**
   * A folder that need not exist yet.
   *
   * @throws IllegalArgumentException if its name is none that a bucket may have
   */
  public ExportFolder(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    if (this.folder.getFileName() == null
        || !this.folder.getFileName().toString().matches(BUCKET)) {
      throw new IllegalArgumentException(
          folder
              + ": the folder stands for a bucket, whose name has two letters or digits and more, with dots, hyphens"
              + " and underscores between them");
    }
  }

  /** What a database is opened with that is to export there. */
  public BucketFolder buckets() {
    return BucketFolder.of(folder.getParent());
  }

  /**
   * Exports a table as it is now.
   *
   * @param varve opened with {@link #buckets}
   * @throws IOException if it failed, or this thread was interrupted
   */
  public Done export(Varve varve, String table, LineFormat format) throws IOException {
    String tableArn =
        varve.describeTable(DescribeTable.builder().tableName(table).build()).table().tableArn();
    ExportDescription export =
        varve
            .exportTableToPointInTime(
                ExportTableToPointInTime.builder()
                    .tableArn(tableArn)
                    .s3Bucket(folder.getFileName().toString())
                    .exportFormat(
                        switch (format) {
                          case DYNAMODB_JSON -> ExportFormat.DYNAMODB_JSON;
                          case ION -> ExportFormat.ION;
                        })
                    .build())
            .exportDescription()
            .orElseThrow();
    while (export.exportStatus().orElseThrow() == ExportStatus.IN_PROGRESS) {
      pause();
      export =
          varve
              .describeExport(
                  DescribeExport.builder().exportArn(export.exportArn().orElseThrow()).build())
              .exportDescription()
              .orElseThrow();
    }
    if (export.exportStatus().orElseThrow() == ExportStatus.FAILED) {
      throw new IOException(
          folder + ": the export has failed: " + export.failureMessage().orElse("no reason given"));
    }
    Path manifest = folder.resolve(export.exportManifest().orElseThrow());
    return new Done(export.itemCount().orElseThrow(), manifest.getParent());
  }

  /**
   * An export.
   *
   * @param itemCount how many items it has
   * @param folder its own
   */
  public record Done(long itemCount, Path folder) {}

  private static void pause() throws IOException {
    try {
      Thread.sleep(MILLIS_PER_LOOK);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
