package dev.varve.dynamodb.model;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.api.DescribeExport;
import dev.varve.dynamodb.api.ExportDescription;
import dev.varve.dynamodb.api.ExportStatus;
import dev.varve.dynamodb.api.ExportTableToPointInTime;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.FileSystem;
import dev.varve.io.StorageFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.GZIPInputStream;

/**
 * Reads what exports have written.
 *
 * @param root holds the buckets' folders
 */
public record ExportFiles(FileSystem files, Path root) {
  /** Exports, and waits until that has ended. */
  public static ExportDescription export(Varve varve, ExportTableToPointInTime request)
      throws IOException {
    return await(varve, varve.exportTableToPointInTime(request).exportDescription().orElseThrow());
  }

  /** Waits until an export has ended. */
  public static ExportDescription await(Varve varve, ExportDescription begun) throws IOException {
    ExportDescription now = begun;
    while (now.exportStatus().orElseThrow() == ExportStatus.IN_PROGRESS) {
      LockSupport.parkNanos(1_000_000);
      now =
          varve
              .describeExport(new DescribeExport(now.exportArn().orElseThrow()))
              .exportDescription()
              .orElseThrow();
    }
    return now;
  }

  /** The bytes of an object. */
  public byte[] object(String bucket, String key) throws IOException {
    try (StorageFile file = files.openReadOnly(root.resolve(bucket).resolve(key))) {
      byte[] bytes = new byte[(int) file.length()];
      file.read(0, MemorySegment.ofArray(bytes));
      return bytes;
    }
  }

  /** The members of the summary of an export, as texts. */
  public Map<String, String> summary(ExportDescription export) throws IOException {
    byte[] json = object(export.s3Bucket().orElseThrow(), export.exportManifest().orElseThrow());
    return texts(json).getFirst();
  }

  /** The keys of an export's data files, as its manifest names them. */
  public List<String> dataKeys(ExportDescription export) throws IOException {
    String bucket = export.s3Bucket().orElseThrow();
    return texts(object(bucket, summary(export).get("manifestFilesS3Key"))).stream()
        .map(line -> line.get("dataFileS3Key"))
        .toList();
  }

  /** All lines of an export's data files: the items in each by the members' names. */
  public List<Map<String, Item>> lines(ExportDescription export) throws IOException {
    List<Map<String, Item>> lines = new ArrayList<>();
    for (String key : dataKeys(export)) {
      byte[] object = object(export.s3Bucket().orElseThrow(), key);
      try (JsonParser parser =
          ItemJson.parser(new GZIPInputStream(new ByteArrayInputStream(object)))) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          lines.add(line(parser));
        }
      }
    }
    return lines;
  }

  private static Map<String, Item> line(JsonParser parser) throws IOException {
    Map<String, Item> items = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      items.put(name, ItemJson.read(parser));
    }
    return items;
  }

  private static List<Map<String, String>> texts(byte[] json) throws IOException {
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
}
