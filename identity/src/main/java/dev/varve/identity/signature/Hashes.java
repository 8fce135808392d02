package dev.varve.identity.signature;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 and its HMAC, which every Java platform has. Stateless. */
final class Hashes {
  private static final String HMAC = "HmacSHA256";

  private Hashes() {}

  /** The digest in lower-case hexadecimal. */
  static String sha256Hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static SecretKey key(byte[] bytes) {
    return new SecretKeySpec(bytes, HMAC);
  }

  static byte[] hmac(SecretKey key, byte[] bytes) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(bytes);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError(e);
    }
  }
}
