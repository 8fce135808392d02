package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.Tag;
import dev.varve.dynamodb.error.ValidationException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules of tags. */
public final class Tags {
  private static final int MAX_TAGS = 50;
  private static final String RESERVED_PREFIX = "aws:";

  /** Beside letters, digits and blanks. */
  private static final String SIGNS = "+-=._:/@";

  private Tags() {}

  /**
   * Checks tags that a request gives.
   *
   * @throws ValidationException if a key or value breaks a rule, or a key occurs twice
   */
  public static void check(List<Tag> tags) {
    if (tags.isEmpty()) {
      throw new ValidationException("Atleast one Tag needs to be provided as Input.");
    }
    for (Tag tag : tags) {
      requireKey(tag.key());
      if (!isText(tag.value())) {
        throw new ValidationException("The Tag Value provided is invalid, Value: " + tag.value());
      }
    }
    Set<String> keys = new HashSet<>();
    for (Tag tag : tags) {
      if (!keys.add(tag.key())) {
        throw new ValidationException(
            "Duplicate Tag Keys provided as input: Duplicate Tag Key found " + tag.key());
      }
    }
    requireFew(tags);
  }

  private static void requireKey(String key) {
    if (!isText(key)) {
      throw new ValidationException("The Tag Key provided is invalid, Key: " + key);
    }
    if (key.startsWith(RESERVED_PREFIX)) {
      throw new ValidationException("Tag Key cannot be prefixed with aws:, Key: " + key);
    }
  }

  private static boolean isText(String text) {
    return text.codePoints()
        .allMatch(c ->
            Character.isLetter(c)
                || Character.isDigit(c)
                || Character.isSpaceChar(c)
                || SIGNS.indexOf(c) >= 0);
  }

  private static void requireFew(List<Tag> tags) {
    if (tags.size() > MAX_TAGS) {
      throw new ValidationException(
          "Number of Tags exceed the current limit for the provided ResourceArn");
    }
  }

  /**
   * Checks keys of tags that are to be taken away.
   *
   * @throws ValidationException if there are none
   */
  public static void checkKeys(List<String> keys) {
    if (keys.isEmpty()) {
      throw new ValidationException("Atleast one Tag Key needs to be provided as Input.");
    }
  }

  /**
   * Tags with others added, which take the place of those with their keys.
   *
   * @throws ValidationException if they are too many
   */
  public static List<Tag> with(List<Tag> present, List<Tag> added) {
    Map<String, Tag> tags = new LinkedHashMap<>();
    present.forEach(tag -> tags.put(tag.key(), tag));
    added.forEach(tag -> tags.put(tag.key(), tag));
    List<Tag> all = new ArrayList<>(tags.values());
    requireFew(all);
    return all;
  }

  /** Tags without those of some keys. */
  public static List<Tag> without(List<Tag> present, List<String> keys) {
    Set<String> gone = new HashSet<>(keys);
    return present.stream().filter(tag -> !gone.contains(tag.key())).toList();
  }
}
