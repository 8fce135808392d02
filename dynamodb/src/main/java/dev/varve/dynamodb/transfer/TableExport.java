package dev.varve.dynamodb.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportFormat;
import dev.varve.dynamodb.history.Histories;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
import dev.varve.formats.export.LineFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.zip.GZIPOutputStream;

/**
 * Writes one table, or what has changed of it, as the service lays out exports:
 *
 * <pre>
 *  AWSDynamoDB/id/_started
 *  AWSDynamoDB/id/data/NAME.json.gz      {"Item":{...}} on each line; one file for each partition;
 *                      NAME.ion.gz       or $ion_1_0 {Item:{...}}
 *  AWSDynamoDB/data/NAME.json.gz         the same of an incremental export; changes on the lines
 *  AWSDynamoDB/id/manifest-files.json    a line for each data file, with its count and checksums
 *  AWSDynamoDB/id/manifest-files.md5
 *  AWSDynamoDB/id/manifest-summary.json
 *  AWSDynamoDB/id/manifest-summary.md5
 * </pre>
 *
 * <p>They are written in this order, each durable before the next: an export that has the last one
 * is whole. For one thread.
 */
final class TableExport {
  private static final String VERSION = "2023-08-01";
  private static final JsonFactory JSON = new JsonFactory();

  private final StorageEngine engine;
  private final Table table;
  private final ExportSpan span;
  private final Buckets buckets;
  private final ExportDescription export;
  private final String id;
  private final String root;
  private final String folder;
  private final LineFormat format;
  private final ExportTally tally;
  private final ByteArrayOutputStream fileLines = new ByteArrayOutputStream();

  /**
   * An export.
   *
   * @param span what of the table's past it tells
   * @param export its description as far as that is known
   * @param stopped whether to end early
   */
  TableExport(
      StorageEngine engine,
      Table table,
      ExportSpan span,
      Buckets buckets,
      ExportDescription export,
      String id,
      BooleanSupplier stopped) {
    this.engine = engine;
    this.table = table;
    this.span = span;
    this.buckets = buckets;
    this.export = export;
    this.id = id;
    this.root = root(export.s3Prefix().orElse(null));
    this.folder = root + id + "/";
    this.tally = new ExportTally(stopped);
    this.format = format(export.exportFormat().orElseThrow());
  }

  private static String root(String prefix) {
    String start = prefix == null || prefix.isEmpty() ? "" : prefix.replaceAll("/+$", "") + "/";
    return start + "AWSDynamoDB/";
  }

  private static LineFormat format(ExportFormat format) {
    return switch (format) {
      case DYNAMODB_JSON -> LineFormat.DYNAMODB_JSON;
      case ION -> LineFormat.ION;
    };
  }

  /** Key of the manifest that is written last. */
  String manifest() {
    return folder + "manifest-summary.json";
  }

  long itemCount() {
    return tally.items();
  }

  /** Bytes of the items, as the service counts them. */
  long billedBytes() {
    return tally.bytes();
  }

  /**
   * Writes all of it.
   *
   * @param histories of the database
   * @param clock milliseconds since 1970
   * @throws IOException if it cannot be written to its end, or the table or its history is deleted
   *     meanwhile
   */
  void write(Histories histories, Snapshot moment, LongSupplier clock) throws IOException {
    engine.sync(); // what is exported must not be lost where it comes from
    put("_started", new byte[0]);
    table.keepingPartitions().lock();
    try (ExportRows rows = span.rows(engine, histories, table, moment, format)) {
      for (ItemPartition partition : table.partitions()) {
        writePartition(partition, rows);
      }
    } catch (IllegalArgumentException refusal) {
      // Of a partition that has been dropped.
      if (table.isDeleted()) {
        throw new IOException("the table has been deleted", refusal);
      }
      if (span.isOfHistory()) {
        throw new IOException("the continuous backups have been ended or trimmed", refusal);
      }
      throw refusal;
    } finally {
      table.keepingPartitions().unlock();
    }
    putManifest("manifest-files", fileLines.toByteArray());
    putManifest("manifest-summary", summary(Instant.ofEpochMilli(clock.getAsLong())));
  }

  private void writePartition(ItemPartition partition, ExportRows rows) throws IOException {
    String key = dataKey(partition);
    MessageDigest md5 = md5();
    long before = tally.items();
    rows.write(
        partition,
        new GZIPOutputStream(
            new DigestOutputStream(buckets.create(export.s3Bucket().orElseThrow(), key), md5),
            1 << 16),
        tally);
    byte[] digest = md5.digest();
    try (JsonGenerator out = JSON.createGenerator(fileLines)) {
      out.writeStartObject();
      out.writeNumberField("itemCount", tally.items() - before);
      out.writeStringField("md5Checksum", Base64.getEncoder().encodeToString(digest));
      out.writeStringField("etag", HexFormat.of().formatHex(digest));
      out.writeStringField("dataFileS3Key", key);
      out.writeEndObject();
      out.writeRaw('\n');
    }
  }

  private String dataKey(ItemPartition partition) {
    String name =
        "%010d%016x".formatted(partition.id(), partition.range().first())
            + format.extension()
            + ".gz";
    // Incremental exports share a folder.
    return span.isIncremental() ? root + "data/" + id + "-" + name : folder + "data/" + name;
  }

  private byte[] summary(Instant end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("version", VERSION);
      out.writeStringField("exportArn", export.exportArn().orElseThrow());
      out.writeStringField("startTime", export.startTime().orElseThrow().toString());
      out.writeStringField("endTime", end.toString());
      out.writeStringField("tableArn", export.tableArn().orElseThrow());
      out.writeStringField("tableId", export.tableId().orElseThrow());
      if (span.isIncremental()) {
        out.writeStringField("exportFromTime", span.from().toString());
        out.writeStringField("exportToTime", span.until().toString());
      } else {
        out.writeStringField("exportTime", span.until().toString());
      }
      out.writeStringField("s3Bucket", export.s3Bucket().orElseThrow());
      out.writeStringField("s3Prefix", export.s3Prefix().orElse(null));
      out.writeStringField("s3SseAlgorithm", "AES256");
      out.writeStringField("s3SseKmsKeyId", null);
      out.writeStringField("manifestFilesS3Key", folder + "manifest-files.json");
      out.writeNumberField("billedSizeBytes", tally.bytes());
      out.writeNumberField("itemCount", tally.items());
      out.writeStringField("outputFormat", export.exportFormat().orElseThrow().text());
      if (span.isIncremental()) {
        out.writeStringField("outputView", span.view().text());
      }
      out.writeStringField("exportType", export.exportType().orElseThrow().text());
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  /** Writes a manifest, and its checksum then. */
  private void putManifest(String name, byte[] json) throws IOException {
    put(name + ".json", json);
    String checksum = Base64.getEncoder().encodeToString(md5().digest(json));
    put(name + ".md5", checksum.getBytes(StandardCharsets.US_ASCII));
  }

  private void put(String name, byte[] content) throws IOException {
    try (OutputStream out = buckets.create(export.s3Bucket().orElseThrow(), folder + name)) {
      out.write(content);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has MD5", impossible);
    }
  }
}
