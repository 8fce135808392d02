package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

/**
 * Writes a file of items in UTF-8, one {@code {"Item":{...}}} per line, as DynamoDB's exports are.
 * For one thread.
 */
public final class ItemLineWriter implements AutoCloseable {
  private final JsonGenerator out;

  /** Writes to {@code target}, which is closed with this writer. Buffers. */
  public ItemLineWriter(OutputStream target) throws IOException {
    this(ItemJson.FACTORY.createGenerator(target));
  }

  /** Writes to {@code target}, which is closed with this writer. Buffers. */
  public ItemLineWriter(Writer target) throws IOException {
    this(ItemJson.FACTORY.createGenerator(target));
  }

  private ItemLineWriter(JsonGenerator out) {
    this.out = out;
    // Lines are separated by hand below.
    out.setRootValueSeparator(null);
  }

  /** Writes one line. */
  public void write(Item item) throws IOException {
    out.writeStartObject();
    out.writeFieldName("Item");
    ItemJson.write(out, item);
    out.writeEndObject();
    out.writeRaw('\n');
  }

  /** Hands all lines to the target and flushes it. */
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
