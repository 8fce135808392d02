package dev.varve.identity.policy;

import java.util.Locale;

/** Names of condition keys and operators, which are compared without case. */
final class Keys {
  private Keys() {}

  static String normal(String key) {
    return key.toLowerCase(Locale.ROOT);
  }
}
