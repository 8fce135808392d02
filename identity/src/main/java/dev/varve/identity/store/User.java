package dev.varve.identity.store;

import dev.varve.identity.policy.Policy;
import java.util.Optional;

/**
 * Somebody who may have access keys.
 *
 * @param created in milliseconds since 1970
 * @param policy what he may do; nothing without one, but for what policies of resources allow
 */
public record User(String name, long created, Optional<Policy> policy) {
  /** The name of the first user, who may do everything. */
  public static final String ADMINISTRATOR = "admin";

  private static final int MAX_NAME_LENGTH = 64;

  /** Checks the name. */
  public User {
    requireName("a user", name);
  }

  /** The same user with another policy. */
  User with(Optional<Policy> other) {
    return new User(name, created, other);
  }

  static void requireName(String whose, String name) {
    if (!isName(name)) {
      throw new IdentityException(
          "the name of " + whose + " has 1 to 64 letters, digits or +=,.@-_: " + name);
    }
  }

  /** Whether a text can be the name of a user, a role or a session. */
  public static boolean isName(String name) {
    if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!((c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || "+=,.@-_".indexOf(c) >= 0)) {
        return false;
      }
    }
    return true;
  }
}
