package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.BucketFolder;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.DescribeExport;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportFormat;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.PutItem;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports of all kinds, which the command imports, their manifests checked. */
class ServiceExportTest {
  @TempDir private Path folder;

  private static void fill(Varve varve) throws IOException {
    varve.createTable(TableDefinition.named("Tab").partitionKey("id", AttributeType.S).build());
    for (int i = 0; i < 50; i++) {
      varve.putItem(
          PutItem.of("Tab", Item.of("id", AttributeValue.s("item" + i), "v", AttributeValue.n(i))));
    }
  }

  private Path filled() throws IOException {
    Path source = folder.resolve("source");
    try (Varve varve = Varve.open(source)) {
      fill(varve);
    }
    return source;
  }

  private void assertImports(Path source, Path what) {
    Path target = folder.resolve("target");
    Invocation imported =
        Invocation.of("import", "-d", target, "--partition-key", "id", "Tab", what);
    assertEquals(0, imported.status(), imported.err());
    Set<String> items = new TreeSet<>(Invocation.of("scan", "-d", target, "Tab").outLines());
    assertEquals(50, items.size());
    assertEquals(new TreeSet<>(Invocation.of("scan", "-d", source, "Tab").outLines()), items);
  }

  @ParameterizedTest
  @EnumSource(ExportFormat.class)
  void theCommandImportsWhatTheOperationExports(ExportFormat format) throws Exception {
    Path source = folder.resolve("source");
    VarveOptions options =
        VarveOptions.defaults().withBuckets(BucketFolder.of(folder.resolve("buckets")));
    try (Varve varve = Varve.open(source, options)) {
      fill(varve);
      ExportDescription export =
          varve
              .exportTableToPointInTime(
                  ExportTableToPointInTime.builder()
                      .tableArn("arn:aws:dynamodb:us-east-1:000000000000:table/Tab")
                      .s3Bucket("bucket")
                      .exportFormat(format)
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
    assertImports(source, folder.resolve("buckets/bucket"));
  }

  @ParameterizedTest
  @CsvSource({"DYNAMODB_JSON, .json.gz", "ION, .ion.gz"})
  void theCommandWritesTheServicesLayout(String format, String extension) throws Exception {
    Path source = filled();
    Path bucket = folder.resolve("new/my-bucket");
    Invocation exported =
        Invocation.of("export", "-d", source, "--s3", "--format", format, "Tab", bucket);
    assertEquals(0, exported.status(), exported.err());
    Path export;
    try (Stream<Path> exports = Files.list(bucket.resolve("AWSDynamoDB"))) {
      export = exports.toList().getFirst();
    }
    assertEquals(List.of("exported 50 items of Tab to " + export), exported.errLines());
    List<Path> data;
    try (Stream<Path> files = Files.list(export.resolve("data"))) {
      data = files.toList();
    }
    assertTrue(
        data.stream().allMatch(file -> file.toString().endsWith(extension)), data.toString());
    assertImports(source, bucket);

    Path database = folder.resolve("db");
    Files.delete(data.getFirst());
    Invocation torn =
        Invocation.of(
            "import", "-d", database, "--skip-broken", "--partition-key", "id", "Tab", bucket);
    assertEquals(1, torn.status());
    assertTrue(torn.err().contains("1 of the files that manifest-files.json names"), torn.err());
    assertFalse(Files.exists(database));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.json", "a.json.gz", "a.zst", "a.ion", "a.ion.gz", "a.jsonl.zst", "a.ion.zst"})
  void theNameOfAFileTellsItsFormat(String name) throws Exception {
    Path source = filled();
    Path file = folder.resolve(name);
    assertEquals(0, Invocation.of("export", "-d", source, "Tab", file).status());
    byte[] bytes = Files.readAllBytes(file);
    int plain = name.contains(".ion") ? '$' : '{';
    assertEquals(name.endsWith(".gz") ? 0x1f : name.endsWith(".zst") ? 0x28 : plain, bytes[0]);
    assertImports(source, file);
  }

  @Test
  void theOptionTellsTheFormatOfStandardOutput() throws Exception {
    Path source = filled();
    Invocation ion = Invocation.of("export", "-d", source, "--format", "ion", "Tab", "-");
    assertEquals(0, ion.status(), ion.err());
    assertEquals(50, ion.outLines().size());
    assertTrue(ion.outLines().getFirst().startsWith("$ion_1_0 {Item:{id:\"item"), ion.out());
    assertImports(source, Files.writeString(folder.resolve("items"), ion.out()));
  }

  @Test
  void aFolderThatIsNoBucketAndATableThatIsNotThereAreRefused() throws Exception {
    Path source = filled();
    Path odd = folder.resolve("no bucket");
    Invocation refused = Invocation.of("export", "-d", source, "--s3", "Tab", odd);
    assertEquals(2, refused.status());
    assertTrue(refused.err().contains(odd + ": the folder stands for a bucket"), refused.err());
    assertFalse(Files.exists(odd));
    Path bucket = folder.resolve("bucket");
    Invocation missing = Invocation.of("export", "-d", source, "--s3", "Nope", bucket);
    assertEquals(1, missing.status());
    assertTrue(missing.err().contains("ResourceNotFoundException"), missing.err());
    assertFalse(Files.exists(bucket));
  }
}
