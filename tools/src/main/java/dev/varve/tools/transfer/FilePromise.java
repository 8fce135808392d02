package dev.varve.tools.transfer;

import java.util.Base64;
import java.util.Optional;

/**
 * What the manifest of an export says of one of its data files.
 *
 * @param md5 of the file as it lies there, in Base64; empty if the manifest does not say
 * @param itemCount how many records it has; negative if the manifest does not say
 */
record FilePromise(String md5, long itemCount) {
  /** Returns how the file differs from what was promised, or nothing. */
  Optional<String> fault(byte[] actualMd5, long actualCount) {
    Optional<String> damage = damage(actualMd5);
    return damage.isEmpty() && itemCount >= 0 && itemCount != actualCount
        ? Optional.of("the file has " + actualCount + " items, the manifest says " + itemCount)
        : damage;
  }

  /** Returns how the bytes of the file differ from what was promised, or nothing. */
  Optional<String> damage(byte[] actualMd5) {
    String actual = Base64.getEncoder().encodeToString(actualMd5);
    return md5.isEmpty() || md5.equals(actual)
        ? Optional.empty()
        : Optional.of("the file is damaged: its MD5 is " + actual + ", the manifest says " + md5);
  }
}
