package dev.varve.dynamodb.kinesis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.api.ApproximateCreationDateTimePrecision;
import dev.varve.dynamodb.api.Identity;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.changes.Change;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.stream.StreamRecords;
import dev.varve.dynamodb.value.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** Changes as the service writes them to Kinesis: a line of JSON for each. Immutable. */
final class DestinationJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final long MICROS_PER_MILLI = 1000;

  private final StreamRecords view;
  private final String tableName;
  private final ApproximateCreationDateTimePrecision precision;

  /**
   * Lines of a table.
   *
   * @param view the changes as records of a stream that shows both images
   */
  DestinationJson(
      StreamRecords view, String tableName, ApproximateCreationDateTimePrecision precision) {
    this.view = view;
    this.tableName = tableName;
    this.precision = precision;
  }

  /** Appends the line of a change. */
  void write(Change change, ByteArrayOutputStream out) throws IOException {
    Record record = view.of(change);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("awsRegion", record.awsRegion().orElseThrow());
      json.writeStringField("eventID", record.eventID().orElseThrow());
      json.writeStringField("eventName", record.eventName().orElseThrow().text());
      json.writeFieldName("userIdentity");
      write(json, record.userIdentity());
      json.writeStringField("recordFormat", "application/json");
      json.writeStringField("tableName", tableName);
      json.writeFieldName("dynamodb");
      write(json, change, record.dynamodb().orElseThrow());
      json.writeStringField("eventSource", record.eventSource().orElseThrow());
      json.writeEndObject();
    }
    out.write('\n');
  }

  private static void write(JsonGenerator json, Optional<Identity> identity) throws IOException {
    if (identity.isEmpty()) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("type", identity.get().type().orElseThrow());
    json.writeStringField("principalId", identity.get().principalId().orElseThrow());
    json.writeEndObject();
  }

  private void write(JsonGenerator json, Change change, StreamRecord record) throws IOException {
    json.writeStartObject();
    json.writeNumberField(
        "ApproximateCreationDateTime",
        switch (precision) {
          case MILLISECOND -> change.createdMillis();
          case MICROSECOND -> change.createdMillis() * MICROS_PER_MILLI;
        });
    json.writeStringField("ApproximateCreationDateTimePrecision", precision.text());
    write(json, "Keys", record.keys());
    write(json, "NewImage", record.newImage());
    write(json, "OldImage", record.oldImage());
    json.writeNumberField("SizeBytes", record.sizeBytes().orElseThrow());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, String member, Optional<Item> item)
      throws IOException {
    if (item.isPresent()) {
      json.writeFieldName(member);
      ItemJson.write(json, item.get());
    }
  }
}
