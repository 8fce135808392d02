package dev.varve.generator;

import java.util.Locale;
import java.util.Set;

/** Names in Java of names in the model. */
final class Names {
  private static final Set<String> KEYWORDS = Set.of("enum", "record", "default");

  private Names() {}

  /** A member's name in Java: {@code tableName}, {@code sseType}. */
  static String lower(String name) {
    int capitals = 0;
    while (capitals < name.length() && Character.isUpperCase(name.charAt(capitals))) {
      capitals++;
    }
    // The last of several capital letters begins the next word.
    int first = capitals > 1 && capitals < name.length() ? capitals - 1 : capitals;
    String lower = name.substring(0, first).toLowerCase(Locale.ROOT) + name.substring(first);
    return KEYWORDS.contains(lower) ? lower + "_" : lower;
  }

  /** A member's name in messages: its first letter in lower case. */
  static String path(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  /** A constant's name: {@code ALL_OLD}, {@code CONDITIONAL_CHECK_FAILED}. */
  static String constant(String value) {
    boolean hasLower = value.chars().anyMatch(Character::isLowerCase);
    String words = hasLower ? value.replaceAll("([a-z0-9])([A-Z])", "$1_$2") : value;
    return words.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
  }
}
