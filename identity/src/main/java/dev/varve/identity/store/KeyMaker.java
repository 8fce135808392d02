package dev.varve.identity.store;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes ids and secrets of access keys. Thread-safe. */
public final class KeyMaker {
  private static final String SYMBOLS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int RANDOM_SYMBOLS = 16;

  /** As many as 40 characters of base64 hold. */
  private static final int SECRET_BYTES = 30;

  private final SecureRandom random;

  /** Makes them of random bits. */
  public KeyMaker(SecureRandom random) {
    this.random = random;
  }

  /**
   * An id.
   *
   * @param kind four letters: AKIA for a user's key, ASIA for that of a session
   */
  public String id(String kind) {
    StringBuilder id = new StringBuilder(kind);
    for (int i = 0; i < RANDOM_SYMBOLS; i++) {
      id.append(SYMBOLS.charAt(random.nextInt(SYMBOLS.length())));
    }
    return id.toString();
  }

  /** A secret: 40 characters. */
  public String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
