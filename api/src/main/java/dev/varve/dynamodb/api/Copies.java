package dev.varve.dynamodb.api;

import dev.varve.dynamodb.error.ValidationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies of the lists and maps of requests and answers, unmodifiable, in their order.
 *
 * <p>In an answer a list that is absent is empty, and so is one that is there without elements. The
 * service tells the two apart in its JSON, so {@link #isAbsent} does by identity.
 */
public final class Copies {
  // Not List.of() and Map.of(), which others may use for those that are there.
  private static final List<Object> ABSENT_LIST = Collections.unmodifiableList(new ArrayList<>(0));
  private static final Map<String, Object> ABSENT_MAP =
      Collections.unmodifiableMap(new LinkedHashMap<>(0));

  private Copies() {}

  /** The list of a member that is absent. */
  @SuppressWarnings("unchecked") // it has no elements
  static <T> List<T> absentList() {
    return (List<T>) ABSENT_LIST;
  }

  /** The map of a member that is absent. */
  @SuppressWarnings("unchecked") // it has no entries
  static <T> Map<String, T> absentMap() {
    return (Map<String, T>) ABSENT_MAP;
  }

  /**
   * Whether a list or map of an answer, or null of a request, stands for a member that is absent.
   */
  public static boolean isAbsent(Object collection) {
    return collection == null || collection == ABSENT_LIST || collection == ABSENT_MAP;
  }

  static <T> List<T> list(String member, List<T> list) {
    if (isAbsent(list)) {
      return list;
    }
    int index = 0;
    for (T element : list) {
      index++;
      if (element == null) {
        throw ValidationException.missing(member + "." + index + ".member");
      }
    }
    return List.copyOf(list);
  }

  static <T> List<T> listOf(T[] elements) {
    return Collections.unmodifiableList(Arrays.asList(elements));
  }

  static <T> Map<String, T> map(String member, Map<String, T> map) {
    if (isAbsent(map)) {
      return map;
    }
    map.forEach((key, value) -> requireEntry(member, key, value));
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** A map with one more entry; {@code map} itself if a builder made it here. */
  static <T> Map<String, T> with(String member, Map<String, T> map, String key, T value) {
    requireEntry(member, key, value);
    Map<String, T> copy = map instanceof Growing<T> growing ? growing : new Growing<>(map);
    copy.put(key, value);
    return copy;
  }

  private static void requireEntry(String member, String key, Object value) {
    if (key == null || value == null) {
      throw switch (member) {
        case "expressionAttributeNames" ->
            placeholder("ExpressionAttributeNames", key, "Empty attribute name");
        case "expressionAttributeValues" ->
            placeholder(
                "ExpressionAttributeValues",
                key,
                "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        default -> ValidationException.missing(member + "." + key + ".member");
      };
    }
  }

  private static ValidationException placeholder(String parameter, String key, String problem) {
    return new ValidationException(
        key == null
            ? parameter + " contains invalid key: null"
            : parameter + " contains invalid value: " + problem + " for key " + key);
  }

  /** A map that a builder made and may change. */
  private static final class Growing<T> extends LinkedHashMap<String, T> {
    private static final long serialVersionUID = 1L;

    Growing(Map<String, T> entries) {
      super(entries == null ? Map.of() : entries);
    }
  }
}
