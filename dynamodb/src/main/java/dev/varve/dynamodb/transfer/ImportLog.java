package dev.varve.dynamodb.transfer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * What an import says of rows that it could not load: a line of JSON for each. The file is made
 * with the first of them. For one thread.
 */
final class ImportLog implements AutoCloseable {
  /** More are counted and not written, as in the service. */
  private static final int MOST_LINES = 10_000;

  private static final JsonFactory JSON = new JsonFactory();

  private final Buckets buckets;
  private final String importId;
  private JsonGenerator out;
  private long count;

  ImportLog(Buckets buckets, String importId) {
    this.buckets = buckets;
    this.importId = importId;
  }

  /**
   * Writes down an error.
   *
   * @param line where it is in the object; 0 for the whole object
   */
  void add(String key, long line, String reason) throws IOException {
    if (count++ >= MOST_LINES) {
      return;
    }
    if (out == null) {
      out = JSON.createGenerator(buckets.createLog(importId));
      out.setRootValueSeparator(null);
    }
    out.writeStartObject();
    out.writeStringField("key", key);
    if (line > 0) {
      out.writeNumberField("line", line);
    }
    out.writeStringField("reason", reason);
    out.writeEndObject();
    out.writeRaw('\n');
  }

  /** How many errors there were. */
  long count() {
    return count;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
