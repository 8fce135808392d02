package dev.varve.server.http;

import dev.varve.protocol.ApiResponse;
import dev.varve.protocol.Headers;
import dev.varve.protocol.RequestIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * An answer as it will be sent.
 *
 * @param contentType null where there is no body
 * @param requestId null for the answers that have none
 * @param body perhaps compressed
 * @param crc of the body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reply(
    int status, String contentType, String requestId, byte[] body, boolean gzip, long crc) {
  /** Smaller answers are not worth the time of both sides. */
  static final int MIN_GZIP_BYTES = 8 << 10;

  private static final int LARGE_BYTES = 64 << 10;
  private static final int BUFFER_BYTES = 8 << 10;
  private static final byte[] NOTHING = {};

  /** An answer, compressed if the request allows it and it is large. */
  static Reply of(ApiResponse response, Headers request) {
    byte[] body = response.body();
    boolean gzip = body.length >= MIN_GZIP_BYTES && acceptsGzip(request.value("Accept-Encoding"));
    if (gzip) {
      body = compressed(body);
    }
    return new Reply(
        response.status(), response.contentType(), response.requestId(), body, gzip, crc(body));
  }

  /** Whether its bytes count as in flight until they are sent. */
  boolean isLarge() {
    return body.length >= LARGE_BYTES;
  }

  /** An answer of the server's own, to be read by people. */
  static Reply text(int status, String text) {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    return new Reply(
        status, "text/plain", status == 413 ? null : RequestIds.next(), body, false, crc(body));
  }

  /** An answer in the service's form, upon which clients try again. */
  static Reply busy() {
    byte[] body =
        "{\"__type\":\"com.amazon.coral.service#ServiceUnavailableException\",\"message\":\"The server has too much to do.\"}"
            .getBytes(StandardCharsets.US_ASCII);
    return new Reply(503, "application/x-amz-json-1.0", RequestIds.next(), body, false, crc(body));
  }

  /** The answer where the server itself fails. */
  static Reply failure() {
    byte[] body =
        "{\"__type\":\"com.amazon.coral.service#InternalFailure\",\"message\":\"The server failed.\"}"
            .getBytes(StandardCharsets.US_ASCII);
    return new Reply(500, "application/x-amz-json-1.0", RequestIds.next(), body, false, crc(body));
  }

  /** An answer that consists of its header fields. */
  static Reply empty(int status) {
    return new Reply(status, null, RequestIds.next(), NOTHING, false, 0);
  }

  private static long crc(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return crc.getValue();
  }

  /** Whether gzip is among the codings, and not with a weight of zero. */
  static boolean acceptsGzip(String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = coding.split(";", -1);
      if (parts[0].strip().equals("gzip")) {
        return parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
      }
    }
    return false;
  }

  private static byte[] compressed(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream out = new FastGzip(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new IllegalStateException("an array in memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, BUFFER_BYTES);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
