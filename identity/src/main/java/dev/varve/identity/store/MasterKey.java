package dev.varve.identity.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that seals secrets: AES-256-GCM with a random nonce of 12 bytes in front and a tag of 16
 * behind. What is sealed belongs to a context, and opens in no other. Thread-safe.
 */
public final class MasterKey {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random;

  private MasterKey(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /** A new key, which nobody knows. */
  static MasterKey generate(SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new MasterKey(key, random);
  }

  /**
   * Reads a key.
   *
   * @param hex 64 digits, with blanks around them or not
   * @return empty if it is something else
   */
  static Optional<MasterKey> parse(String hex, SecureRandom random) {
    String digits = hex.strip();
    if (digits.length() != 2 * KEY_BYTES) {
      return Optional.empty();
    }
    try {
      return Optional.of(new MasterKey(HexFormat.of().parseHex(digits), random));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** The key as its file has it: 64 hexadecimal digits. */
  String text() {
    return HexFormat.of().formatHex(key.getEncoded());
  }

  /** Seals bytes for a context. */
  public byte[] seal(byte[] plain, String context) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
      System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
      return all;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Opens what this key has sealed for a context; empty for anything else. */
  public Optional<byte[]> open(byte[] sealed, String context) {
    if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
      return Optional.empty();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, NONCE_BYTES), context);
      return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
