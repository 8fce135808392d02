package dev.varve.server;

import dev.varve.protocol.ApiRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * The token with which monitoring shows that it may see figures: {@code Authorization: Bearer
 * TOKEN}. Immutable.
 */
final class PageToken {
  private static final String SCHEME = "Bearer ";

  /** Shorter ones might be guessed. */
  private static final int MIN_LENGTH = 16;

  private final byte[] token;

  private PageToken(byte[] token) {
    this.token = token;
  }

  /**
   * Reads the token from its file.
   *
   * @throws UsageException if it is too short, or has characters that no token has
   */
  static PageToken read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
    if (text.length() < MIN_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new UsageException(
          file
              + ": the token has at least "
              + MIN_LENGTH
              + " characters, and no blanks among them");
    }
    return new PageToken(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether a request has it. How long that takes does not tell how much of it is right. */
  boolean isShownBy(ApiRequest request) {
    String field = request.headers().value("Authorization");
    return field != null
        && field.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(
            token, field.substring(SCHEME.length()).strip().getBytes(StandardCharsets.ISO_8859_1));
  }
}
