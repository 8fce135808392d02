package dev.varve.server.admin;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The members of a JSON object as they are wanted; what is wrong with one is a {@link
 * RefusedException}. For one thread.
 */
final class Members {
  private final Map<String, Object> members;
  private final Set<String> known = new HashSet<>();

  Members(Map<String, Object> members) {
    this.members = members;
  }

  private <T> Optional<T> find(String name, Class<T> type, String kind) {
    known.add(name);
    Object value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw RefusedException.malformed(name + " is " + kind);
    }
    return Optional.of(type.cast(value));
  }

  Optional<String> text(String name) {
    return find(name, String.class, "a text");
  }

  Optional<BigDecimal> number(String name) {
    return find(name, BigDecimal.class, "a number");
  }

  Optional<Long> wholeNumber(String name) {
    return number(name)
        .map(number -> {
          try {
            return number.longValueExact();
          } catch (ArithmeticException _) {
            throw RefusedException.malformed(name + " is a whole number of 64 bits");
          }
        });
  }

  /** Whether a member is there, which can only be true. */
  boolean isTrue(String name) {
    Optional<Boolean> value = find(name, Boolean.class, "true");
    if (value.isPresent() && !value.get()) {
      throw RefusedException.malformed(name + " is true, or not there");
    }
    return value.isPresent();
  }

  /** The texts of a list; none if it is missing. */
  Set<String> texts(String name) {
    Set<String> texts = new HashSet<>();
    for (Object element : find(name, List.class, "a list of texts").orElse(List.of())) {
      if (!(element instanceof String text)) {
        throw RefusedException.malformed(name + " is a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  /** The objects of a list; none if it is missing. */
  @SuppressWarnings("unchecked") // objects have texts for names
  List<Members> objects(String name) {
    List<Members> objects = new ArrayList<>();
    for (Object element : find(name, List.class, "a list of objects").orElse(List.of())) {
      if (!(element instanceof Map<?, ?> object)) {
        throw RefusedException.malformed(name + " is a list of objects");
      }
      objects.add(new Members((Map<String, Object>) object));
    }
    return objects;
  }

  /** A member that has to be there. */
  static <T> T required(String name, Optional<T> member) {
    return member.orElseThrow(() -> RefusedException.malformed(name + " is missing"));
  }

  /** To be called when all members have been asked for that there may be. */
  void requireNoOthers() {
    Set<String> others = new TreeSet<>(members.keySet());
    others.removeAll(known);
    if (!others.isEmpty()) {
      throw RefusedException.malformed(
          "nobody knows " + String.join(", ", others) + "; there is " + new TreeSet<>(known));
    }
  }
}
