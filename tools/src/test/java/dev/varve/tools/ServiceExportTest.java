package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.BucketFolder;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.DescribeExport;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ExportTableToPointInTime writes, the command imports, its manifests checked. */
class ServiceExportTest {
  @TempDir private Path folder;

  @Test
  void theCommandImportsWhatTheOperationExports() throws Exception {
    Path source = folder.resolve("source");
    VarveOptions options =
        VarveOptions.defaults().withBuckets(BucketFolder.of(folder.resolve("buckets")));
    try (Varve varve = Varve.open(source, options)) {
      varve.createTable(TableDefinition.named("Tab").partitionKey("id", AttributeType.S).build());
      for (int i = 0; i < 50; i++) {
        varve.putItem(
            PutItem.of(
                "Tab", Item.of("id", AttributeValue.s("item" + i), "v", AttributeValue.n(i))));
      }
      ExportDescription export =
          varve
              .exportTableToPointInTime(
                  ExportTableToPointInTime.builder()
                      .tableArn("arn:aws:dynamodb:us-east-1:000000000000:table/Tab")
                      .s3Bucket("bucket")
                      .build())
              .exportDescription()
              .orElseThrow();
      while (export.exportStatus().orElseThrow() == ExportStatus.IN_PROGRESS) {
        Thread.sleep(2);
        export =
            varve
                .describeExport(new DescribeExport(export.exportArn().orElseThrow()))
                .exportDescription()
                .orElseThrow();
      }
      assertEquals(ExportStatus.COMPLETED, export.exportStatus().orElseThrow());
    }
    Path target = folder.resolve("target");
    Invocation imported =
        Invocation.of(
            "import",
            "-d",
            target,
            "--partition-key",
            "id",
            "Tab",
            folder.resolve("buckets/bucket"));
    assertEquals(0, imported.status(), imported.err());
    assertEquals(
        new TreeSet<>(Invocation.of("scan", "-d", source, "Tab").outLines()),
        new TreeSet<>(Invocation.of("scan", "-d", target, "Tab").outLines()));
  }
}
