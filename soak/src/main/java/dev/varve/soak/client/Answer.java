package dev.varve.soak.client;

import java.nio.charset.StandardCharsets;

/**
 * An answer, whole.
 *
 * @param last whether the connection ends with it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(int status, byte[] body, boolean last) {
  /** What a server answers that has too much to do; the request had no effect. */
  static final int BUSY = 503;

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
