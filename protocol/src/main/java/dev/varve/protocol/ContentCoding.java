package dev.varve.protocol;

import dev.varve.dynamodb.error.SerializationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Bodies that were sent compressed. */
final class ContentCoding {
  private ContentCoding() {}

  /**
   * The body as it was before it was compressed.
   *
   * @param coding of Content-Encoding; null for none
   * @throws SerializationException if it is not what it claims to be. The service answers 500 then,
   *     upon which clients would send it again
   * @throws BodyTooLargeException if there would be more than {@link Protocol#MAX_BODY_BYTES}
   */
  static byte[] decoded(byte[] body, String coding) {
    if (coding == null) {
      return body;
    }
    return switch (coding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> body;
      case "gzip", "x-gzip" ->
          inflated(body, GZIPInputStream::new); // several members in a row, too
      case "deflate" -> inflated(body, InflaterInputStream::new);
      default -> throw new SerializationException("Unsupported Content-Encoding: " + coding);
    };
  }

  private interface Opener {
    InputStream open(InputStream compressed) throws IOException;
  }

  private static byte[] inflated(byte[] body, Opener opener) {
    byte[] inflated;
    try (InputStream in = opener.open(new ByteArrayInputStream(body))) {
      inflated = in.readNBytes(Protocol.MAX_BODY_BYTES + 1);
    } catch (IOException e) {
      SerializationException error =
          new SerializationException("The body is not what its Content-Encoding says");
      error.initCause(e);
      throw error;
    }
    if (inflated.length > Protocol.MAX_BODY_BYTES) {
      throw new BodyTooLargeException();
    }
    return inflated;
  }
}
