package dev.varve.tools.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The checksum of exports to S3. */
final class Md5 {
  private Md5() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java has MD5", impossible);
    }
  }
}
