package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CsvOptions;
import dev.varve.dynamodb.api.DescribeExport;
import dev.varve.dynamodb.api.DescribeImport;
import dev.varve.dynamodb.api.DescribeTable;
import dev.varve.dynamodb.api.ExportConflictException;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportFormat;
import dev.varve.dynamodb.api.ExportNotFoundException;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.api.ExportType;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.ImportConflictException;
import dev.varve.dynamodb.api.ImportNotFoundException;
import dev.varve.dynamodb.api.ImportStatus;
import dev.varve.dynamodb.api.ImportTable;
import dev.varve.dynamodb.api.ImportTableDescription;
import dev.varve.dynamodb.api.InputCompressionType;
import dev.varve.dynamodb.api.InputFormat;
import dev.varve.dynamodb.api.InputFormatOptions;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.api.ListExports;
import dev.varve.dynamodb.api.ListExportsResult;
import dev.varve.dynamodb.api.ListImports;
import dev.varve.dynamodb.api.ListImportsResult;
import dev.varve.dynamodb.api.PointInTimeRecoveryUnavailableException;
import dev.varve.dynamodb.api.Projection;
import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.ResourceInUseException;
import dev.varve.dynamodb.api.S3BucketSource;
import dev.varve.dynamodb.api.ScalarAttributeType;
import dev.varve.dynamodb.api.Scan;
import dev.varve.dynamodb.api.TableCreationParameters;
import dev.varve.dynamodb.api.TableNotFoundException;
import dev.varve.dynamodb.api.TableStatus;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.json.ItemLineReader;
import dev.varve.dynamodb.model.Databases;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.engine.Durability;
import dev.varve.formats.zstd.ZstdOutput;
import dev.varve.io.MemoryLedger;
import dev.varve.io.StorageFile;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.OperationHook;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Exports to folders that stand for buckets, and imports from there. */
class TransfersTest extends DatabaseFixture {
  private static final Path ROOT = Path.of("/buckets");
  private static final String BUCKET = "my-bucket";
  private static final String USERS_ARN = "arn:aws:dynamodb:us-east-1:000000000000:table/users";

  private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());

  @Override
  Databases databases() throws IOException {
    return new Databases(
        VarveOptions.defaults()
            .withDurability(Durability.BUFFERED)
            .withEngine(Databases.SMALL)
            .withBuckets(new BucketFolder(files, ROOT)));
  }

  private static ExportTableToPointInTime export(String arn) {
    return ExportTableToPointInTime.builder().tableArn(arn).s3Bucket(BUCKET).build();
  }

  private ExportDescription exported(ExportTableToPointInTime request) throws Exception {
    return ended(varve.exportTableToPointInTime(request).exportDescription().orElseThrow());
  }

  private ExportDescription ended(ExportDescription begun) throws Exception {
    while (true) {
      ExportDescription now =
          varve
              .describeExport(new DescribeExport(begun.exportArn().orElseThrow()))
              .exportDescription()
              .orElseThrow();
      if (now.exportStatus().orElseThrow() != ExportStatus.IN_PROGRESS) {
        return now;
      }
      Thread.sleep(2);
    }
  }

  private ImportTableDescription imported(ImportTable request) throws Exception {
    return ended(varve.importTable(request).importTableDescription());
  }

  private ImportTableDescription ended(ImportTableDescription begun) throws Exception {
    while (true) {
      ImportTableDescription now =
          varve
              .describeImport(new DescribeImport(begun.importArn().orElseThrow()))
              .importTableDescription();
      if (now.importStatus().orElseThrow() != ImportStatus.IN_PROGRESS) {
        assertEquals(
            TableStatus.ACTIVE,
            varve
                .describeTable(new DescribeTable(now.tableArn().orElseThrow()))
                .table()
                .tableStatus());
        return now;
      }
      Thread.sleep(2);
    }
  }

  private static ImportTable importOf(String table, String prefix, InputFormat format) {
    return ImportTable.builder()
        .s3BucketSource(new S3BucketSource(null, BUCKET, prefix))
        .inputFormat(format)
        .tableCreationParameters(
            TableCreationParameters.builder()
                .tableName(table)
                .attributeDefinitions(List.of(AttributeDefinition.of("id", ScalarAttributeType.S)))
                .keySchema(List.of(KeySchemaElement.of("id", KeyType.HASH)))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .build())
        .build();
  }

  private byte[] object(String key) throws IOException {
    try (StorageFile file = files.openReadOnly(ROOT.resolve(BUCKET).resolve(key))) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(bytes));
      return bytes;
    }
  }

  private void put(String key, byte[] content) throws IOException {
    Path path = ROOT.resolve(BUCKET).resolve(key);
    files.createDirectories(path.getParent());
    try (StorageFile file = files.create(path)) {
      file.write(0, MemorySegment.ofArray(content));
    }
  }

  private void put(String key, String content) throws IOException {
    put(key, content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] gzip(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String md5(byte[] content) throws NoSuchAlgorithmException {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
  }

  /** The JSON objects in a text, their members as text. */
  private static List<Map<String, String>> objects(byte[] json) throws IOException {
    List<Map<String, String>> objects = new ArrayList<>();
    try (JsonParser parser = ItemJson.parser(json, 0, json.length)) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        Map<String, String> members = new HashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, parser.getText());
        }
        objects.add(members);
      }
    }
    return objects;
  }

  @Test
  void anExportIsLaidOutAsTheServicesAre() throws Exception {
    for (int i = 0; i < 60; i++) {
      put(USERS, userKey("user" + i));
    }
    ExportDescription begun =
        varve
            .exportTableToPointInTime(export(USERS_ARN).toBuilder().s3Prefix("some/prefix").build())
            .exportDescription()
            .orElseThrow();
    assertEquals(ExportStatus.IN_PROGRESS, begun.exportStatus().orElseThrow());
    put(USERS, userKey("later"));
    ExportDescription done = ended(begun);
    assertEquals(ExportStatus.COMPLETED, done.exportStatus().orElseThrow());
    assertEquals(60, done.itemCount().orElseThrow());
    assertEquals(ExportType.FULL_EXPORT, done.exportType().orElseThrow());
    String arn = done.exportArn().orElseThrow();
    String folder = "some/prefix/AWSDynamoDB/" + arn.substring(arn.lastIndexOf('/') + 1) + "/";
    assertEquals(folder + "manifest-summary.json", done.exportManifest().orElseThrow());

    byte[] summaryBytes = object(folder + "manifest-summary.json");
    assertEquals(
        md5(summaryBytes),
        new String(object(folder + "manifest-summary.md5"), StandardCharsets.US_ASCII));
    Map<String, String> summary = objects(summaryBytes).getFirst();
    assertEquals(arn, summary.get("exportArn"));
    assertEquals("60", summary.get("itemCount"));
    assertEquals("DYNAMODB_JSON", summary.get("outputFormat"));
    assertEquals(folder + "manifest-files.json", summary.get("manifestFilesS3Key"));

    byte[] filesBytes = object(folder + "manifest-files.json");
    assertEquals(
        md5(filesBytes),
        new String(object(folder + "manifest-files.md5"), StandardCharsets.US_ASCII));
    Set<String> ids = new TreeSet<>();
    for (Map<String, String> file : objects(filesBytes)) {
      byte[] data = object(file.get("dataFileS3Key"));
      assertEquals(file.get("md5Checksum"), md5(data));
      int count = 0;
      try (ItemLineReader lines =
          new ItemLineReader(new GZIPInputStream(new ByteArrayInputStream(data)))) {
        for (Item item = lines.next(); item != null; item = lines.next()) {
          count++;
          ids.add(((AttributeValue.S) item.get("id")).value());
        }
      }
      assertEquals(file.get("itemCount"), Integer.toString(count));
    }
    assertEquals(60, ids.size());
    assertFalse(ids.contains("later"));
    assertEquals(0, object(folder + "_started").length);
  }

  @Test
  void whatCannotBeExportedIsRefused() throws Exception {
    ExportTableToPointInTime good = export(USERS_ARN);
    assertRefused(
        TableNotFoundException.class,
        "Table not found: nowhere",
        () -> varve.exportTableToPointInTime(export(USERS_ARN.replace("users", "nowhere"))));
    assertRefused(
        PointInTimeRecoveryUnavailableException.class,
        "Point in time recovery is not enabled for table 'users'",
        () -> varve.exportTableToPointInTime(good.toBuilder().exportTime(Instant.EPOCH).build()));
    assertThrows(
        ValidationException.class,
        () -> varve.exportTableToPointInTime(good.toBuilder().s3Prefix("../other").build()));
    String missing = USERS_ARN + "/export/01489602797149-73d8d5bc";
    assertRefused(
        ExportNotFoundException.class,
        "Export not found: " + missing,
        () -> varve.describeExport(new DescribeExport(missing)));
    assertFalse(files.exists(ROOT));
    try (Databases without = Databases.buffered()) {
      String message =
          " needs a folder that stands for S3, which this database has not: VarveOptions.withBuckets or the server's --buckets names one";
      assertRefused(
          ValidationException.class,
          "ExportTableToPointInTime" + message,
          () -> without.varve().exportTableToPointInTime(good));
      assertRefused(
          ValidationException.class,
          "ImportTable" + message,
          () -> without.varve().importTable(importOf("new", null, InputFormat.DYNAMODB_JSON)));
    }
  }

  @Test
  void aTokenBeginsOneExport() throws Exception {
    ExportTableToPointInTime request = export(USERS_ARN).toBuilder().clientToken("once").build();
    ExportDescription first = exported(request);
    reopen();
    assertEquals(first, exported(request));
    assertRefused(
        ExportConflictException.class,
        "Export with the same client token exists: once",
        () -> varve.exportTableToPointInTime(request.toBuilder().s3Prefix("elsewhere").build()));
    assertRefused(
        ExportConflictException.class,
        "Export with the same client token exists: once",
        () ->
            varve.exportTableToPointInTime(
                request.toBuilder().exportFormat(ExportFormat.ION).build()));
    exported(export(USERS_ARN));
    exported(export(USERS_ARN.replace("users", "notes")));
    ListExports all = ListExports.builder().build();
    assertEquals(3, varve.listExports(all).exportSummaries().size());
    assertEquals(
        2, varve.listExports(all.toBuilder().tableArn(USERS_ARN).build()).exportSummaries().size());
    ListExportsResult page = varve.listExports(all.toBuilder().maxResults(2).build());
    assertEquals(2, page.exportSummaries().size());
    ListExportsResult rest =
        varve.listExports(
            all.toBuilder().maxResults(2).nextToken(page.nextToken().orElseThrow()).build());
    assertEquals(1, rest.exportSummaries().size());
    assertTrue(rest.nextToken().isEmpty());
  }

  @Test
  void anExportThatCannotBeWrittenHasFailed() throws Exception {
    put(USERS, userKey("a"));
    files.onOperation(
        OperationHook.failing(
            operation -> operation.path().getFileName().toString().endsWith(".gz")));
    ExportDescription failed = exported(export(USERS_ARN));
    assertEquals(ExportStatus.FAILED, failed.exportStatus().orElseThrow());
    assertTrue(failed.failureMessage().orElseThrow().contains("injected failure"));
    assertTrue(failed.exportManifest().isEmpty());
    files.onOperation(_ -> {});
    reopen();
    assertEquals(
        ExportStatus.FAILED,
        varve
            .describeExport(new DescribeExport(failed.exportArn().orElseThrow()))
            .exportDescription()
            .orElseThrow()
            .exportStatus()
            .orElseThrow());
    assertEquals(ExportStatus.COMPLETED, exported(export(USERS_ARN)).exportStatus().orElseThrow());
  }

  @Test
  void anExportIsImportedAsANewTable() throws Exception {
    for (int i = 0; i < 300; i++) {
      put(
          USERS,
          Item.of("id", AttributeValue.s("user" + i), "team", AttributeValue.s("team" + i % 3)));
    }
    String manifest = exported(export(USERS_ARN)).exportManifest().orElseThrow();
    String data = manifest.replace("manifest-summary.json", "data/");
    ImportTable request = importOf("copy", data, InputFormat.DYNAMODB_JSON);
    ImportTableDescription done =
        imported(
            request.toBuilder()
                .inputCompressionType(InputCompressionType.GZIP)
                .tableCreationParameters(
                    request.tableCreationParameters().toBuilder()
                        .attributeDefinitions(
                            List.of(
                                AttributeDefinition.of("id", ScalarAttributeType.S),
                                AttributeDefinition.of("team", ScalarAttributeType.S)))
                        .globalSecondaryIndexes(
                            List.of(
                                GlobalSecondaryIndex.builder()
                                    .indexName("byTeam")
                                    .keySchema(KeySchemaElement.of("team", KeyType.HASH))
                                    .projection(Projection.of(ProjectionType.KEYS_ONLY))
                                    .build()))
                        .build())
                .build());
    assertEquals(ImportStatus.COMPLETED, done.importStatus().orElseThrow());
    assertEquals(300, done.importedItemCount().orElseThrow());
    assertEquals(300, done.processedItemCount().orElseThrow());
    assertEquals(0, done.errorCount().orElseThrow());
    assertTrue(done.processedSizeBytes().orElseThrow() > 0);
    assertEquals(Set.copyOf(scanAll(USERS)), Set.copyOf(scanAll("copy")));
    assertEquals(300, varve.items(Scan.of("copy").indexName("byTeam").build()).stream().count());
    reopen();
    assertEquals(300, varve.countItems("copy"));
    assertEquals(
        done,
        varve
            .describeImport(new DescribeImport(done.importArn().orElseThrow()))
            .importTableDescription());
  }

  @Test
  void anExportInIonIsLaidOutAsTheServicesAreAndImported() throws Exception {
    Item all =
        Item.builder()
            .put("id", AttributeValue.s("all"))
            .put("n", AttributeValue.n("600"))
            .put("b", AttributeValue.b((byte) 0, (byte) 1))
            .put("bool", AttributeValue.bool(false))
            .put("null", AttributeValue.nul())
            .put("ss", AttributeValue.ss("x", "y"))
            .put("l", AttributeValue.l(AttributeValue.m(Map.of("a b", AttributeValue.s("\n")))))
            .build();
    put(USERS, all);
    for (int i = 0; i < 50; i++) {
      put(USERS, userKey("user" + i));
    }
    ExportDescription done =
        exported(export(USERS_ARN).toBuilder().exportFormat(ExportFormat.ION).build());
    assertEquals(ExportStatus.COMPLETED, done.exportStatus().orElseThrow());
    assertEquals(ExportFormat.ION, done.exportFormat().orElseThrow());
    String manifest = done.exportManifest().orElseThrow();
    assertEquals("ION", objects(object(manifest)).getFirst().get("outputFormat"));
    List<String> lines = new ArrayList<>();
    for (Map<String, String> file :
        objects(object(manifest.replace("manifest-summary", "manifest-files")))) {
      String key = file.get("dataFileS3Key");
      assertTrue(key.endsWith(".ion.gz"), key);
      byte[] data = object(key);
      assertEquals(file.get("md5Checksum"), md5(data));
      List<String> here = gunzip(data).lines().toList();
      assertEquals(file.get("itemCount"), Integer.toString(here.size()));
      lines.addAll(here);
    }
    assertEquals(51, lines.size());
    assertTrue(
        lines.contains(
            "$ion_1_0 {Item:{id:\"all\",n:6d2,b:{{AAE=}},bool:false,'null':null,ss:$dynamodb_SS::[\"x\",\"y\"],l:[{'a b':\"\\n\"}]}}"),
        lines.toString());

    ImportTableDescription imported =
        imported(
            importOf("copy", manifest.replace("manifest-summary.json", "data/"), InputFormat.ION)
                .toBuilder()
                .inputCompressionType(InputCompressionType.GZIP)
                .build());
    assertEquals(ImportStatus.COMPLETED, imported.importStatus().orElseThrow());
    assertEquals(51, imported.importedItemCount().orElseThrow());
    assertEquals(Set.copyOf(scanAll(USERS)), Set.copyOf(scanAll("copy")));
  }

  private static String gunzip(byte[] data) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(data))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void brokenStructsOfIonAreListedAndTheRestIsLoaded() throws Exception {
    put(
        "in/a.ion",
        """
        $ion_1_0 {Item:{id:"a"}}
        $ion_1_0 {Item:{id:5}}
        $ion_1_0 {Item:{id:"b",sold:2020-01-01T}}
        $ion_1_0 {Item:{id:"c"}
        $ion_1_0 {Item:{id:"d"}}
        """);
    put("in/b.ion", "{\n Item: {id: \"e\"}\n}\n{\n Item: {id: x}\n}\n{");
    ImportTableDescription done = imported(importOf("new", "in/", InputFormat.ION));
    assertEquals(ImportStatus.FAILED, done.importStatus().orElseThrow());
    assertEquals("UnreadableObject", done.failureCode().orElseThrow());
    assertTrue(done.failureMessage().orElseThrow().startsWith("in/b.ion: malformed Ion: "));
    assertEquals(5, done.errorCount().orElseThrow());
    assertEquals(Set.of(userKey("a"), userKey("d"), userKey("e")), Set.copyOf(scanAll("new")));
    List<Map<String, String>> lines = objects(log(done).getBytes(StandardCharsets.UTF_8));
    Set<String> places = new TreeSet<>();
    lines.forEach(line -> places.add(line.get("key") + ":" + line.get("line")));
    assertEquals(
        Set.of("in/a.ion:2", "in/a.ion:3", "in/a.ion:4", "in/b.ion:4", "in/b.ion:null"), places);
  }

  @Test
  void objectsMayBeCompressedWithZstd() throws Exception {
    byte[] whole = zstd("{\"Item\":{\"id\":{\"S\":\"a\"}}}\n");
    put("json/a.zst", whole);
    put("csv/a.zst", zstd("id\nb\n"));
    put("ion/a.zst", zstd("$ion_1_0 {Item:{id:\"c\"}}\n"));
    put("cut/a.zst", Arrays.copyOf(whole, whole.length - 5));
    put("plain/a.zst", "{\"Item\":{\"id\":{\"S\":\"a\"}}}\n");
    Map<String, InputFormat> good =
        Map.of("json", InputFormat.DYNAMODB_JSON, "csv", InputFormat.CSV, "ion", InputFormat.ION);
    for (Map.Entry<String, InputFormat> format : good.entrySet()) {
      ImportTableDescription done =
          imported(
              importOf(format.getKey(), format.getKey() + "/", format.getValue()).toBuilder()
                  .inputCompressionType(InputCompressionType.ZSTD)
                  .build());
      assertEquals(ImportStatus.COMPLETED, done.importStatus().orElseThrow());
      assertEquals(1, scanAll(format.getKey()).size());
    }
    for (String torn : List.of("cut", "plain")) {
      ImportTableDescription failed =
          imported(
              importOf(torn, torn + "/", InputFormat.DYNAMODB_JSON).toBuilder()
                  .inputCompressionType(InputCompressionType.ZSTD)
                  .build());
      assertEquals(ImportStatus.FAILED, failed.importStatus().orElseThrow());
      assertTrue(
          failed.failureMessage().orElseThrow().startsWith(torn + "/a.zst: the compressed data "),
          failed.failureMessage().orElseThrow());
    }
  }

  private static byte[] zstd(String content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = ZstdOutput.open(bytes)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private String log(ImportTableDescription description) throws IOException {
    String arn = description.importArn().orElseThrow();
    Path log = Path.of(".imports", arn.substring(arn.lastIndexOf('/') + 1) + ".jsonl");
    try (StorageFile file = files.openReadOnly(ROOT.resolve(log))) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(bytes));
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Test
  void anImportUsesUpNoThroughput() throws Exception {
    databases.close();
    databases =
        new Databases(
            VarveOptions.defaults()
                .withDurability(Durability.BUFFERED)
                .withEngine(Databases.SMALL)
                .withBuckets(new BucketFolder(files, ROOT))
                .withThrottling(ThrottlingOptions.defaults()));
    varve = databases.varve();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 400; i++) { // of two units each
      lines.append("{\"Item\":{\"id\":{\"S\":\"").append(i).append("\"},\"text\":{\"S\":\"");
      lines.append("x".repeat(2000)).append("\"}}}\n");
    }
    put("all.json", lines.toString());
    ImportTable request = importOf("loaded", "all.json", InputFormat.DYNAMODB_JSON);
    TableCreationParameters provisioned =
        request.tableCreationParameters().toBuilder()
            .billingMode(BillingMode.PROVISIONED)
            .provisionedThroughput(new ProvisionedThroughput(1L, 1L))
            .build();
    ImportTableDescription loaded =
        imported(request.toBuilder().tableCreationParameters(provisioned).build());
    assertEquals(400, loaded.importedItemCount().orElseThrow());
    assertEquals(0, loaded.errorCount().orElseThrow());
  }

  @Test
  void brokenRowsAreListedAndTheRestIsLoaded() throws Exception {
    put(
        "in/a.json",
        """
        {"Item":{"id":{"S":"a"}}}
        {"Item":{"id":{"N":"1"}}}
        {"Item":{"other":{"S":"b"}}}

        {"Item":{"id":{"S":"b"},"n":{"N":"x"}}}
        no json
        {"Item":{"id":{"S":"c"}}}
        {"Item":{"id":{"S":"c"},"again":{"BOOL":true}}}
        """);
    put("in/b.json", "{\"Item\":{\"id\":{\"S\":\"d\"}}}");
    ImportTableDescription done = imported(importOf("new", "in/", InputFormat.DYNAMODB_JSON));
    assertEquals(ImportStatus.COMPLETED, done.importStatus().orElseThrow());
    assertEquals(4, done.errorCount().orElseThrow());
    assertEquals(8, done.processedItemCount().orElseThrow());
    assertEquals(4, done.importedItemCount().orElseThrow());
    assertEquals(3, scanAll("new").size());
    assertTrue(get("new", userKey("c")).has("again"));
    List<Map<String, String>> lines = objects(log(done).getBytes(StandardCharsets.UTF_8));
    assertEquals(
        List.of("2", "3", "5", "6"),
        lines.stream().map(line -> line.get("line")).sorted().toList());
    assertTrue(lines.stream().allMatch(line -> line.get("key").equals("in/a.json")));
    assertTrue(lines.stream().noneMatch(line -> line.get("reason").isEmpty()));
  }

  @Test
  void separatedValuesAreStringsButForKeys() throws Exception {
    put("csv/a.csv", "id,size,note\na,1,\"x, y\"\nb,2\nc,3,\n");
    ImportTableDescription done = imported(importOf("strings", "csv/a", InputFormat.CSV));
    assertEquals(1, done.errorCount().orElseThrow());
    assertTrue(log(done).contains("the row has 2 values, the header 3 names"), log(done));
    assertEquals(
        Item.builder()
            .put("id", AttributeValue.s("a"))
            .put("size", AttributeValue.s("1"))
            .put("note", AttributeValue.s("x, y"))
            .build(),
        get("strings", userKey("a")));
    put("csv/b.csv", "7;AAEC\nseven;AAEC\n8;!\n");
    ImportTable numbers = importOf("numbers", "csv/b", InputFormat.CSV);
    ImportTableDescription typed =
        imported(
            numbers.toBuilder()
                .inputFormatOptions(new InputFormatOptions(new CsvOptions(";", List.of("n", "b"))))
                .tableCreationParameters(
                    numbers.tableCreationParameters().toBuilder()
                        .attributeDefinitions(
                            List.of(
                                AttributeDefinition.of("n", ScalarAttributeType.N),
                                AttributeDefinition.of("b", ScalarAttributeType.B)))
                        .keySchema(
                            List.of(
                                KeySchemaElement.of("n", KeyType.HASH),
                                KeySchemaElement.of("b", KeyType.RANGE)))
                        .build())
                .build());
    assertEquals(2, typed.errorCount().orElseThrow());
    assertEquals(
        List.of(
            Item.of("n", AttributeValue.n(7), "b", AttributeValue.b((byte) 0, (byte) 1, (byte) 2))),
        scanAll("numbers"));
  }

  @Test
  void aTornObjectFailsTheImportAndTheRestIsLoaded() throws Exception {
    byte[] whole = gzip("{\"Item\":{\"id\":{\"S\":\"a\"}}}\n{\"Item\":{\"id\":{\"S\":\"b\"}}}\n");
    put("in/1.gz", Arrays.copyOf(whole, whole.length - 9));
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(gzip("{\"Item\":{\"id\":{\"S\":\"c\"}}}\n"));
    members.write(gzip("{\"Item\":{\"id\":{\"S\":\"d\"}}}\n"));
    put("in/2.gz", members.toByteArray());
    put("in/3.gz", "no gzip");
    ImportTableDescription failed =
        imported(
            importOf("torn", "in/", InputFormat.DYNAMODB_JSON).toBuilder()
                .inputCompressionType(InputCompressionType.GZIP)
                .build());
    assertEquals(ImportStatus.FAILED, failed.importStatus().orElseThrow());
    assertEquals("UnreadableObject", failed.failureCode().orElseThrow());
    assertTrue(failed.failureMessage().orElseThrow().startsWith("in/1.gz: "));
    assertEquals(2, failed.errorCount().orElseThrow());
    assertTrue(log(failed).contains("in/3.gz"), log(failed));
    assertTrue(scanAll("torn").containsAll(List.of(userKey("c"), userKey("d"))));
  }

  @Test
  void nothingToImportFails() throws Exception {
    ImportTableDescription noBucket = imported(importOf("one", null, InputFormat.DYNAMODB_JSON));
    assertEquals("S3NoSuchBucket", noBucket.failureCode().orElseThrow());
    put("in/a.json", "");
    ImportTableDescription noObject = imported(importOf("two", "other", InputFormat.DYNAMODB_JSON));
    assertEquals(ImportStatus.FAILED, noObject.importStatus().orElseThrow());
    assertEquals(
        "bucket my-bucket has no object below other", noObject.failureMessage().orElseThrow());
    ImportTableDescription empty = imported(importOf("three", "in", InputFormat.DYNAMODB_JSON));
    assertEquals(ImportStatus.COMPLETED, empty.importStatus().orElseThrow());
    assertEquals(0, empty.processedItemCount().orElseThrow());
  }

  @Test
  void whatCannotBeImportedIsRefused() throws Exception {
    put("in/a.json", "{\"Item\":{\"id\":{\"S\":\"a\"}}}");
    ImportTable good = importOf("new", "in", InputFormat.DYNAMODB_JSON);
    assertRefused(
        ResourceInUseException.class,
        "Table already exists: users",
        () -> varve.importTable(importOf(USERS, "in", InputFormat.DYNAMODB_JSON)));
    assertThrows(
        ValidationException.class,
        () ->
            varve.importTable(
                good.toBuilder()
                    .inputFormatOptions(new InputFormatOptions(new CsvOptions(";", null)))
                    .build()));
    assertThrows(
        ValidationException.class,
        () -> varve.importTable(importOf("new", "../in", InputFormat.DYNAMODB_JSON)));
    String missing = USERS_ARN + "/import/01489602797149-73d8d5bc";
    assertRefused(
        ImportNotFoundException.class,
        "Import not found: " + missing,
        () -> varve.describeImport(new DescribeImport(missing)));
    assertFalse(varve.listTables().contains("new"));
  }

  @Test
  void aTokenBeginsOneImport() throws Exception {
    put("in/a.json", "{\"Item\":{\"id\":{\"S\":\"a\"}}}");
    ImportTable request =
        importOf("one", "in", InputFormat.DYNAMODB_JSON).toBuilder().clientToken("once").build();
    ImportTableDescription first = imported(request);
    reopen();
    assertEquals(first, imported(request));
    assertRefused(
        ImportConflictException.class,
        "Import with the same client token exists: once",
        () ->
            varve.importTable(
                importOf("two", "in", InputFormat.DYNAMODB_JSON).toBuilder()
                    .clientToken("once")
                    .build()));
    imported(importOf("two", "in", InputFormat.DYNAMODB_JSON));
    imported(importOf("three", "in", InputFormat.DYNAMODB_JSON));
    ListImports all = ListImports.builder().build();
    assertEquals(3, varve.listImports(all).importSummaryList().size());
    assertEquals(
        1,
        varve
            .listImports(all.toBuilder().tableArn(USERS_ARN.replace("users", "two")).build())
            .importSummaryList()
            .size());
    ListImportsResult page = varve.listImports(all.toBuilder().pageSize(2).build());
    assertEquals(2, page.importSummaryList().size());
    ListImportsResult rest =
        varve.listImports(
            all.toBuilder().pageSize(2).nextToken(page.nextToken().orElseThrow()).build());
    assertEquals(1, rest.importSummaryList().size());
    assertTrue(rest.nextToken().isEmpty());
  }
}
