package dev.varve.dynamodb.api.rules;

import dev.varve.dynamodb.error.ValidationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The members of one request that break a constraint of the model, in its order, in the service's
 * words. For one thread.
 *
 * <p>A request that breaks none costs no allocation but this object and the path to what is nested.
 */
public final class Findings {
  /** The service reports no more. */
  private static final int MAX_FINDINGS = 10;

  private static final int MIN_TABLE_NAME = 3;
  private static final int MAX_TABLE_NAME = 255;
  private static final int MAX_TABLE_ARN = 1024;
  private static final String TABLE_NAME_PATTERN = "[a-zA-Z0-9_.-]+";
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  /** Checks a structure. */
  @FunctionalInterface
  public interface Check<T> {
    void check(T structure, Findings out);
  }

  /** The texts of enumerations' members that have no such value. */
  @FunctionalInterface
  public interface Unknown {
    /** No text: a request that was not read from text. */
    Unknown NONE = (owner, member) -> null;

    /** The text of a member of a structure, or null. */
    String text(Object owner, String member);
  }

  private final Unknown unknown;
  private final List<String> path = new ArrayList<>(0);
  private List<String> findings;
  private int count;

  /** What refuses the request where there is no finding; null for nothing. */
  private String alone;

  /** Of a request that was not read from text. */
  public Findings() {
    this(Unknown.NONE);
  }

  /** Of a request that was read from text. */
  public Findings(Unknown unknown) {
    this.unknown = unknown;
  }

  /**
   * Ends the check.
   *
   * @throws ValidationException if there was a finding
   */
  public void requireNone() {
    if (count > 0) {
      throw new ValidationException(
          count
              + (count == 1 ? " validation error" : " validation errors")
              + " detected: "
              + String.join("; ", findings));
    }
    if (alone != null) {
      throw new ValidationException(alone);
    }
  }

  /** Goes into a member that is a structure. */
  public void enter(String member) {
    path.add(member);
  }

  /** Ends {@link #enter}. */
  public void leave() {
    path.removeLast();
  }

  /** A member that must be there. */
  public void required(String member, Object value) {
    if (value == null) {
      add(member, null, "Member must not be null");
    }
  }

  /** A string of so many characters. */
  public void length(String member, String value, long min, long max) {
    if (value != null) {
      bounds(member, value, value.length(), "length", min, max);
    }
  }

  /** A list, or a map, of so many entries. */
  public void size(String member, Collection<?> value, long min, long max) {
    if (value != null) {
      bounds(member, value, value.size(), "length", min, max);
    }
  }

  /** A map of so many entries. */
  public void size(String member, Map<?, ?> value, long min, long max) {
    if (value != null) {
      bounds(member, value, value.size(), "length", min, max);
    }
  }

  /** A number in a range. */
  public void range(String member, Number value, long min, long max) {
    if (value != null) {
      bounds(member, value, value.longValue(), "value", min, max);
    }
  }

  /** A string that matches a pattern as a whole. */
  public void pattern(String member, String value, String pattern) {
    if (value != null && !matches(value, pattern)) {
      add(member, value, "Member must satisfy regular expression pattern: " + pattern);
    }
  }

  private static boolean matches(String value, String pattern) {
    return PATTERNS.computeIfAbsent(pattern, Pattern::compile).matcher(value).matches();
  }

  /** A member of an enumeration, whose text may be unknown. */
  public void enumeration(Object owner, String member, Enum<?> value, String set) {
    if (value == null) {
      String text = unknown.text(owner, member);
      if (text != null) {
        add(member, text, "Member must satisfy enum value set: " + set);
      }
    }
  }

  /**
   * A member of an enumeration that has a message of its own for unknown values, which is no
   * finding.
   */
  public void enumerationAlone(Object owner, String member, Enum<?> value, String message) {
    if (value == null && unknown.text(owner, member) != null) {
      alone = message;
    }
  }

  /** Like {@link #enumeration}, of a member that must be there. */
  public void requiredEnumeration(Object owner, String member, Enum<?> value, String set) {
    if (value == null && unknown.text(owner, member) == null) {
      add(member, null, "Member must not be null");
    } else {
      enumeration(owner, member, value, set);
    }
  }

  /** The keys of a map, of so many characters each. */
  public void keys(String member, Map<String, ?> map, long min, long max) {
    if (map != null) {
      for (String key : map.keySet()) {
        if (key.length() < min || key.length() > max) {
          add(member, map, "Map keys must satisfy constraint: " + both("length", min, max));
          return;
        }
      }
    }
  }

  /** The values of a map that are lists, of so many elements each. */
  public void valueSizes(
      String member, Map<String, ? extends Collection<?>> map, long min, long max) {
    if (map != null) {
      for (Collection<?> value : map.values()) {
        if (value.size() < min || value.size() > max) {
          add(member, map, "Map value must satisfy constraint: " + both("length", min, max));
          return;
        }
      }
    }
  }

  /** The strings in a list, of so many characters each. */
  public void elements(String member, Collection<String> list, long min, long max) {
    elements(member, list, min, max, null);
  }

  /** The strings in a list, of so many characters each and of a pattern. */
  public void elements(String member, Collection<String> list, long min, long max, String pattern) {
    if (list != null) {
      int index = 0;
      for (String element : list) {
        index++;
        if (element.length() < min
            || element.length() > max
            || (pattern != null && !matches(element, pattern))) {
          String place = member + "." + index + ".member";
          length(place, element, min, max);
          if (pattern != null) {
            pattern(place, element, pattern);
          }
        }
      }
    }
  }

  /** The strings in a map, of so many characters each. */
  public void elements(String member, Map<String, String> map, long min, long max) {
    if (map != null) {
      map.forEach((key, value) -> {
        if (value.length() < min || value.length() > max) {
          length(member + "." + key + ".member", value, min, max);
        }
      });
    }
  }

  /** The structures in a list. */
  public <T> void each(String member, Collection<T> list, Check<? super T> check) {
    if (list != null) {
      int index = 0;
      for (T element : list) {
        index++;
        path.add(member);
        path.add(Integer.toString(index));
        path.add("member");
        check.check(element, this);
        path.subList(path.size() - 3, path.size()).clear();
      }
    }
  }

  /** The structures in a map. */
  public <T> void eachValue(String member, Map<String, T> map, Check<? super T> check) {
    if (map != null) {
      map.forEach((key, value) -> {
        path.add(member);
        path.add(key);
        path.add("member");
        check.check(value, this);
        path.subList(path.size() - 3, path.size()).clear();
      });
    }
  }

  /** The structures in the lists in a map. */
  public <T> void eachOfEach(
      String member, Map<String, ? extends Collection<T>> map, Check<? super T> check) {
    if (map != null) {
      map.forEach((key, list) -> {
        path.add(member);
        path.add(key);
        each("member", list, check);
        path.subList(path.size() - 2, path.size()).clear();
      });
    }
  }

  /** A table's name or its ARN, in an operation that does not need it. */
  public void tableArn(String member, String value) {
    if (value != null) {
      itemTableName(member, value);
    }
  }

  /** The table of an operation on tables: its name, as it may be given to one, or its ARN. */
  public void plainTableName(String member, String value) {
    if (value == null) {
      throw new ValidationException(
          "The parameter 'TableName' is required but was not present in the request");
    }
    tableName(member, value, MIN_TABLE_NAME);
  }

  /**
   * The table of an operation on items: its name, which may be shorter than any table's, or its
   * ARN.
   */
  public void itemTableName(String member, String value) {
    required(member, value);
    if (value != null) {
      tableName(member, value, 1);
    }
  }

  /** Like {@link #itemTableName}, where a wrong name is reported alone. */
  public void itemTableNameAlone(String member, String value) {
    itemTableName(member, value);
    if (value != null) {
      requireNone();
    }
  }

  private void tableName(String member, String value, int minLength) {
    if (value.startsWith("arn:")) {
      bounds(member, value, value.length(), "length", 1, MAX_TABLE_ARN);
    } else if (value.length() < minLength || value.length() > MAX_TABLE_NAME) {
      bounds(member, value, value.length(), "length", minLength, MAX_TABLE_NAME);
    } else if (!isTableName(value)) {
      add(member, value, "Member must satisfy regular expression pattern: " + TABLE_NAME_PATTERN);
    }
  }

  private static boolean isTableName(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isLetter && !(c >= '0' && c <= '9') && c != '_' && c != '.' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private void bounds(String member, Object value, long measure, String unit, long min, long max) {
    if (measure < min) {
      add(member, value, atLeast(unit, min));
    } else if (measure > max) {
      add(member, value, atMost(unit, max));
    }
  }

  private static String atLeast(String unit, long min) {
    return "Member must have " + unit + " greater than or equal to " + min;
  }

  private static String atMost(String unit, long max) {
    return "Member must have " + unit + " less than or equal to " + max;
  }

  private static String both(String unit, long min, long max) {
    String atMost = max == Long.MAX_VALUE ? "" : atMost(unit, max);
    String atLeast = min == Long.MIN_VALUE ? "" : atLeast(unit, min);
    return "[" + atMost + (atMost.isEmpty() || atLeast.isEmpty() ? "" : ", ") + atLeast + "]";
  }

  private void add(String member, Object value, String constraint) {
    count++;
    if (findings == null) {
      findings = new ArrayList<>();
    }
    if (findings.size() < MAX_FINDINGS) {
      String place = path.isEmpty() ? member : String.join(".", path) + "." + member;
      findings.add(
          "Value "
              + (value == null ? "null" : "'" + value + "'")
              + " at '"
              + place
              + "' failed to satisfy constraint: "
              + constraint);
    }
  }
}
