package dev.varve.watch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.varve.protocol.CompletedCall;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;

/**
 * What the access log tells of a call.
 *
 * @param millis when it was answered
 * @param operation null if the request named none that there is
 * @param table null if the request names none
 * @param error null if there was none
 * @param keyId of the caller; null if it is not known
 */
record LogLine(
    long millis,
    String requestId,
    String operation,
    String table,
    String index,
    int status,
    String error,
    long nanos,
    int requestBytes,
    int responseBytes,
    String keyId) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int TYPICAL_BYTES = 320;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double THOUSANDTHS = 1e3;

  static LogLine of(CompletedCall call, long millis) {
    return new LogLine(
        millis,
        call.requestId(),
        call.operation() == null ? null : call.operation().name(),
        RequestTables.table(call.request()),
        RequestTables.index(call.request()),
        call.status(),
        call.error(),
        call.nanos(),
        call.requestBytes(),
        call.responseBytes(),
        call.caller() == null ? null : call.caller().keyId().orElse(null));
  }

  /** What is told of a failure beside its stack trace. */
  static String failure(CompletedCall call) {
    String table = RequestTables.table(call.request());
    return "request "
        + call.requestId()
        + " failed: "
        + (call.operation() == null ? "no operation" : call.operation().name())
        + (table == null ? "" : " on " + table);
  }

  /** The line, with its end. */
  byte[] json() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_BYTES);
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      out.writeStringField("time", Instant.ofEpochMilli(millis).toString());
      out.writeStringField("request_id", requestId);
      text(out, "operation", operation);
      text(out, "table", table);
      text(out, "index", index);
      out.writeNumberField("status", status);
      text(out, "error", error);
      out.writeNumberField(
          "milliseconds", Math.round(nanos / NANOS_PER_MILLI * THOUSANDTHS) / THOUSANDTHS);
      out.writeNumberField("bytes_in", requestBytes);
      out.writeNumberField("bytes_out", responseBytes);
      text(out, "key_id", keyId);
      out.writeEndObject();
      out.writeRaw('\n');
    } catch (IOException impossible) {
      throw new AssertionError("an array in memory does not fail", impossible);
    }
    return bytes.toByteArray();
  }

  private static void text(JsonGenerator out, String name, String value) throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }
}
