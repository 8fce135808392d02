package dev.varve.dynamodb.transfer;

import dev.varve.dynamodb.api.CsvOptions;
import dev.varve.dynamodb.api.ImportTableDescription;
import dev.varve.dynamodb.api.InputCompressionType;
import dev.varve.dynamodb.api.InputFormat;
import dev.varve.dynamodb.api.InputFormatOptions;
import dev.varve.dynamodb.api.S3BucketSource;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.table.Table;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.write.MutationPipeline;
import dev.varve.formats.ItemRows;
import dev.varve.formats.csv.CsvItems;
import dev.varve.formats.ion.IonItems;
import dev.varve.formats.zstd.ZstdInput;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;

/**
 * Loads the items of some objects of a bucket into a table. What is no item, or one that the table
 * refuses, is counted and written down; an object that cannot be read to its end too, and the rest
 * is loaded all the same. For one thread.
 */
final class TableImport {
  private static final int ITEMS_PER_LOOK = 256;
  private static final char COMMA = ',';
  private static final int BUFFER_BYTES = 1 << 16;

  private final Table table;
  private final MutationPipeline pipeline;
  private final Buckets buckets;
  private final String bucket;
  private final String prefix;
  private final InputFormat format;
  private final Optional<CsvOptions> csv;
  private final InputCompressionType compression;
  private final BooleanSupplier stopped;
  private long processedBytes;
  private long processedItems;
  private long importedItems;
  private long errors;
  private String brokenObject;

  /**
   * An import.
   *
   * @param description what is to be imported
   * @param stopped whether to end early
   */
  TableImport(
      Table table,
      MutationPipeline pipeline,
      Buckets buckets,
      ImportTableDescription description,
      BooleanSupplier stopped) {
    S3BucketSource source = description.s3BucketSource().orElseThrow();
    this.table = table;
    this.pipeline = pipeline;
    this.buckets = buckets;
    this.bucket = source.s3Bucket();
    this.prefix = source.s3KeyPrefix();
    this.format = description.inputFormat().orElseThrow();
    this.csv = description.inputFormatOptions().map(InputFormatOptions::csv);
    this.compression = description.inputCompressionType().orElseThrow();
    this.stopped = stopped;
  }

  long processedBytes() {
    return processedBytes;
  }

  long processedItems() {
    return processedItems;
  }

  long importedItems() {
    return importedItems;
  }

  long errors() {
    return errors;
  }

  /** The first object that could not be read to its end, and why. */
  Optional<String> brokenObject() {
    return Optional.ofNullable(brokenObject);
  }

  /**
   * Loads all of it.
   *
   * @throws IOException if there is nothing to load, the database is closed, or it cannot write
   */
  void load(ImportLog log) throws IOException {
    List<String> keys = buckets.keys(bucket, prefix);
    if (keys.isEmpty()) {
      throw new IOException(
          "bucket " + bucket + " has no object" + (prefix == null ? "" : " below " + prefix));
    }
    for (String key : keys) {
      TableLoad load = new TableLoad(table, pipeline, (line, reason) -> log.add(key, line, reason));
      try {
        read(key, load, log);
      } finally {
        importedItems += load.count();
        errors = log.count();
      }
    }
  }

  private void read(String key, TableLoad load, ImportLog log) throws IOException {
    try (FileInput file = buckets.open(bucket, key)) {
      try {
        read(file, key, load, log);
      } finally {
        processedBytes += file.position();
      }
    }
    load.flush();
  }

  private void read(FileInput file, String key, TableLoad load, ImportLog log) throws IOException {
    ItemRows opened;
    try {
      opened = rows(file);
    } catch (IOException torn) {
      broken(key, torn, log);
      return;
    }
    try (ItemRows rows = opened) {
      for (Item item = next(rows, key, log); item != null; item = next(rows, key, log)) {
        load.put(rows.line(), item);
        if (++processedItems % ITEMS_PER_LOOK == 0 && stopped.getAsBoolean()) {
          throw new StoppedException();
        }
      }
    }
  }

  /** The next item; null if none can be read any more. */
  private Item next(ItemRows rows, String key, ImportLog log) throws IOException {
    while (true) {
      try {
        return rows.next();
      } catch (ItemRows.BrokenItemException broken) {
        processedItems++;
        log.add(key, rows.line(), broken.getMessage());
      } catch (IOException torn) {
        broken(key, torn, log);
        return null;
      }
    }
  }

  private void broken(String key, IOException cause, ImportLog log) throws IOException {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    log.add(key, 0, "the object cannot be read to its end: " + reason);
    if (brokenObject == null) {
      brokenObject = key + ": " + reason;
    }
  }

  private ItemRows rows(InputStream raw) throws IOException {
    InputStream text = decompressed(new BufferedInputStream(raw, BUFFER_BYTES));
    return switch (format) {
      case DYNAMODB_JSON -> new JsonItems(text);
      case ION -> new IonItems(text);
      case CSV -> {
        String delimiter = csv.map(CsvOptions::delimiter).orElse(null);
        yield new CsvItems(
            text,
            delimiter == null ? COMMA : delimiter.charAt(0),
            csv.map(CsvOptions::headerList).orElse(null),
            keyTypes(table.record()));
      }
    };
  }

  private InputStream decompressed(InputStream buffered) throws IOException {
    return switch (compression) {
      case NONE -> buffered;
      case GZIP -> new GZIPInputStream(buffered, BUFFER_BYTES);
      case ZSTD -> ZstdInput.open(buffered);
    };
  }

  private static Map<String, AttributeType> keyTypes(TableRecord table) {
    Map<String, AttributeType> types = new HashMap<>();
    table.keys().forEach(key -> types.put(key.name(), key.type()));
    for (IndexRecord index : table.indexes()) {
      index.keys().forEach(key -> types.put(key.name(), key.type()));
    }
    return types;
  }
}
