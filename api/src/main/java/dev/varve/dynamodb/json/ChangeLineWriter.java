package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a file of changed items in UTF-8, one per line, as DynamoDB's incremental exports are:
 *
 * <pre>
 *  {"Metadata":{"WriteTimestampMicros":{"N":"..."}},"Keys":{...},"OldImage":{...},"NewImage":{...}}
 * </pre>
 *
 * <p>For one thread.
 */
public final class ChangeLineWriter implements AutoCloseable {
  private final JsonGenerator out;

  /** Writes to {@code target}, which is closed with this writer. Buffers. */
  public ChangeLineWriter(OutputStream target) throws IOException {
    out = ItemJson.FACTORY.createGenerator(target);
    // Lines are separated by hand below.
    out.setRootValueSeparator(null);
  }

  /**
   * Writes one line.
   *
   * @param micros when the item was last written, in microseconds since 1970
   * @param keys its key attributes
   * @param before the item before; null for none, or if it is not wanted
   * @param after the item afterwards; null for none
   */
  public void write(long micros, Item keys, Item before, Item after) throws IOException {
    out.writeStartObject();
    out.writeObjectFieldStart("Metadata");
    out.writeObjectFieldStart("WriteTimestampMicros");
    out.writeStringField("N", Long.toString(micros));
    out.writeEndObject();
    out.writeEndObject();
    writeItem("Keys", keys);
    writeItem("OldImage", before);
    writeItem("NewImage", after);
    out.writeEndObject();
    out.writeRaw('\n');
  }

  private void writeItem(String name, Item item) throws IOException {
    if (item != null) {
      out.writeFieldName(name);
      ItemJson.write(out, item);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
