package dev.varve.identity.policy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is known of a request beside its action and resource: the values of condition keys. */
@FunctionalInterface
public interface Facts {
  /**
   * Stands for values that the request has and nobody could find out. No statement allows anything
   * because of them, and a statement that denies takes them for what it denies. Compared by
   * identity.
   */
  List<String> UNKNOWN = Collections.unmodifiableList(new ArrayList<>(0));

  /** Nothing is known. */
  Facts NONE = _ -> List.of();

  /**
   * The values of a condition key.
   *
   * @param key in lower case: IAM compares keys without case
   * @return empty if the request does not have the key; {@link #UNKNOWN}
   */
  List<String> values(String key);

  /** Whether values are {@link #UNKNOWN}. */
  static boolean isUnknown(Object values) {
    return values == UNKNOWN;
  }
}
