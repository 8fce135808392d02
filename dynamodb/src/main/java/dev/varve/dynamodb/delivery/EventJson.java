package dev.varve.dynamodb.delivery;

import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.json.RecordJson;
import dev.varve.dynamodb.catalog.SettingsLayout;
import dev.varve.dynamodb.trigger.TriggerBatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Batches in the JSON in which the service gives them to functions, in UTF-8. */
final class EventJson {
  private EventJson() {}

  /** One object with all records. */
  static byte[] object(TriggerBatch batch) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ascii("{\"Records\":["));
    String separator = "";
    for (Record record : batch.records()) {
      out.writeBytes(ascii(separator));
      write(record, batch.streamArn(), out);
      separator = ",";
    }
    out.writeBytes(ascii("]}"));
    return out.toByteArray();
  }

  /** A line for each record. */
  static byte[] lines(TriggerBatch batch) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Record record : batch.records()) {
      write(record, batch.streamArn(), out);
      out.write('\n');
    }
    return out.toByteArray();
  }

  /** A record, and the member that only such events have behind its last one. */
  private static void write(Record record, String streamArn, ByteArrayOutputStream out) {
    byte[] json = SettingsLayout.encode(record, RecordJson::write);
    out.write(json, 0, json.length - 1);
    out.writeBytes(ascii(",\"eventSourceARN\":\"" + streamArn + "\"}"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
