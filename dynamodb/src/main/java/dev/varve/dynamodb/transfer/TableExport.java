package dev.varve.dynamodb.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.codec.ItemCodec;
import dev.varve.dynamodb.json.ItemLineWriter;
import dev.varve.dynamodb.partition.ItemPartition;
import dev.varve.dynamodb.table.Table;
import dev.varve.engine.Cursor;
import dev.varve.engine.CursorOptions;
import dev.varve.engine.Snapshot;
import dev.varve.engine.StorageEngine;
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
 * Writes one table as it was at a moment, as the service lays out a full export in DynamoDB JSON:
 *
 * <pre>
 *  AWSDynamoDB/id/_started
 *  AWSDynamoDB/id/data/NAME.json.gz      {"Item":{...}} on each line; one file for each partition
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
  private static final int ITEMS_PER_LOOK = 256;

  private final StorageEngine engine;
  private final Table table;
  private final Buckets buckets;
  private final ExportDescription export;
  private final BooleanSupplier stopped;
  private final String folder;
  private final ByteArrayOutputStream fileLines = new ByteArrayOutputStream();
  private long itemCount;
  private long billedBytes;

  /**
   * An export.
   *
   * @param export its description as far as that is known
   * @param stopped whether to end early
   */
  TableExport(
      StorageEngine engine,
      Table table,
      Buckets buckets,
      ExportDescription export,
      String id,
      BooleanSupplier stopped) {
    this.engine = engine;
    this.table = table;
    this.buckets = buckets;
    this.export = export;
    this.stopped = stopped;
    this.folder = folder(export.s3Prefix().orElse(null), id);
  }

  private static String folder(String prefix, String id) {
    String start = prefix == null || prefix.isEmpty() ? "" : prefix.replaceAll("/+$", "") + "/";
    return start + "AWSDynamoDB/" + id + "/";
  }

  /** Key of the manifest that is written last. */
  String manifest() {
    return folder + "manifest-summary.json";
  }

  long itemCount() {
    return itemCount;
  }

  /** Bytes of the items, as the service counts them. */
  long billedBytes() {
    return billedBytes;
  }

  /**
   * Writes all of it.
   *
   * @param clock milliseconds since 1970
   * @throws IOException if it cannot be written to its end, or the table is deleted meanwhile
   */
  void write(Snapshot moment, LongSupplier clock) throws IOException {
    engine.sync(); // what is exported must not be lost where it comes from
    put("_started", new byte[0]);
    table.keepingPartitions().lock();
    try {
      for (ItemPartition partition : table.partitions()) {
        writePartition(partition, moment);
      }
    } finally {
      table.keepingPartitions().unlock();
    }
    putManifest("manifest-files", fileLines.toByteArray());
    putManifest("manifest-summary", summary(Instant.ofEpochMilli(clock.getAsLong())));
  }

  private void writePartition(ItemPartition partition, Snapshot moment) throws IOException {
    String key =
        folder
            + "data/"
            + "%010d%016x.json.gz".formatted(partition.id(), partition.range().first());
    MessageDigest md5 = md5();
    long before = itemCount;
    try (ItemLineWriter lines =
            new ItemLineWriter(
                new GZIPOutputStream(
                    new DigestOutputStream(
                        buckets.create(export.s3Bucket().orElseThrow(), key), md5),
                    1 << 16));
        Cursor cursor = engine.cursor(partition.id(), CursorOptions.all().at(moment))) {
      for (boolean found = cursor.first(); found; found = cursor.next()) {
        byte[] value = cursor.value();
        lines.write(table.items().decode(cursor.key(), value));
        billedBytes += ItemCodec.sizeBytes(value);
        if (++itemCount % ITEMS_PER_LOOK == 0 && stopped.getAsBoolean()) {
          throw new StoppedException();
        }
      }
    } catch (IllegalArgumentException refusal) {
      // Of a partition that has been dropped with its table.
      if (table.isDeleted()) {
        throw new IOException("the table has been deleted", refusal);
      }
      throw refusal;
    }
    byte[] digest = md5.digest();
    try (JsonGenerator out = JSON.createGenerator(fileLines)) {
      out.writeStartObject();
      out.writeNumberField("itemCount", itemCount - before);
      out.writeStringField("md5Checksum", Base64.getEncoder().encodeToString(digest));
      out.writeStringField("etag", HexFormat.of().formatHex(digest));
      out.writeStringField("dataFileS3Key", key);
      out.writeEndObject();
      out.writeRaw('\n');
    }
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
      out.writeStringField("exportTime", export.exportTime().orElseThrow().toString());
      out.writeStringField("s3Bucket", export.s3Bucket().orElseThrow());
      out.writeStringField("s3Prefix", export.s3Prefix().orElse(null));
      out.writeStringField("s3SseAlgorithm", "AES256");
      out.writeStringField("s3SseKmsKeyId", null);
      out.writeStringField("manifestFilesS3Key", folder + "manifest-files.json");
      out.writeNumberField("billedSizeBytes", billedBytes);
      out.writeNumberField("itemCount", itemCount);
      out.writeStringField("outputFormat", "DYNAMODB_JSON");
      out.writeStringField("exportType", "FULL_EXPORT");
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
