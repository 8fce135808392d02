package dev.varve.generator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The choices that the model leaves open, from {@code choices.txt}: short names of builder methods,
 * members of answers that are always there, the order of enumerations in messages.
 */
final class Choices {
  /**
   * A short builder method.
   *
   * @param method its name
   * @param member the member that it sets
   * @param constant what it sets the member to; null for the method's parameter
   * @param isEntry whether it adds one entry to a map
   */
  record Brief(String method, String member, String constant, boolean isEntry) {}

  /**
   * A static method that makes a structure of some members.
   *
   * @param method its name
   * @param members its parameters, in the model's order
   */
  record Made(String method, List<String> members) {}

  private final Map<String, List<Brief>> shorts = new HashMap<>();
  private final Map<String, Brief> starts = new HashMap<>();
  private final Map<String, List<Made>> makers = new HashMap<>();
  private final Map<String, Brief> copies = new HashMap<>();
  private final Set<String> always = new HashSet<>();
  private final Set<String> first = new HashSet<>();
  private final Map<String, String> refusals = new HashMap<>();
  private final Map<String, List<String>> orders = new HashMap<>();
  private final Map<String, String> interfaces = new HashMap<>();
  private final Map<String, Set<String>> inherited = new HashMap<>();
  private final Map<String, String> tableNameRules = new HashMap<>();

  static Choices load() throws IOException {
    Choices choices = new Choices();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Choices.class.getResourceAsStream("choices.txt"), StandardCharsets.UTF_8))) {
      in.lines()
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(choices::add);
    }
    return choices;
  }

  private void add(String line) {
    String[] words = line.split("\\s+", 3);
    switch (words[0]) {
      case "start" -> {
        String[] place = words[1].split("\\.", -1);
        starts.put(place[0], new Brief(place[1], words[2], null, false));
      }
      case "short" -> {
        String[] target = words[2].split(":", -1);
        String[] place = words[1].split("\\.", -1);
        boolean isEntry = target[0].endsWith("[]");
        shorts
            .computeIfAbsent(place[0], name -> new ArrayList<>())
            .add(
                new Brief(
                    place[1],
                    target[0].replace("[]", ""),
                    target.length > 1 ? target[1] : null,
                    isEntry));
      }
      case "make" -> {
        String[] place = words[1].split("\\.", -1);
        makers
            .computeIfAbsent(place[0], name -> new ArrayList<>())
            .add(new Made(place[1], List.of(words[2].split(" ", -1))));
      }
      case "copy" -> {
        String[] place = words[1].split("\\.", -1);
        copies.put(place[0], new Brief(place[1], words[2], null, false));
      }
      case "always" -> always.add(words[1]);
      case "first" -> first.add(words[1]);
      case "refusal" -> refusals.put(words[1], words[2]);
      case "order" -> orders.put(words[1], List.of(words[2].split(", ", -1)));
      case "table" ->
          List.of(words[2].split(" ", -1)).forEach(it -> tableNameRules.put(it, words[1]));
      case "methods" -> inherited.put(words[1], Set.of(words[2].split(" ", -1)));
      case "implements" -> interfaces.put(words[1], words[2]);
      default -> throw new IllegalArgumentException(line);
    }
  }

  /** The short builder methods of a structure that has these members. */
  List<Brief> shorts(String structure, Set<String> members) {
    List<Brief> found = new ArrayList<>(shorts.getOrDefault(structure, List.of()));
    found.addAll(shorts.getOrDefault("*", List.of()));
    found.removeIf(it -> !members.contains(it.member()));
    return found;
  }

  /** The method that starts a builder with a member set, or null. */
  Brief start(String structure) {
    return starts.get(structure);
  }

  /** The methods that make a structure of some members. */
  List<Made> makers(String structure) {
    return makers.getOrDefault(structure, List.of());
  }

  /** The method that makes a copy with another value of a member, or null. */
  Brief copy(String structure) {
    return copies.get(structure);
  }

  /** Whether a member of an answer is always there. */
  boolean isAlways(String structure, String member) {
    return always.contains(structure + "." + member);
  }

  /** Whether a member of a request is checked before the others. */
  boolean isFirst(String structure, String member) {
    return first.contains(structure + "." + member);
  }

  /**
   * The message that refuses an unknown value of an enumeration in place of the usual one, or null.
   */
  String refusal(String enumeration) {
    return refusals.get(enumeration);
  }

  /** The values of an enumeration in the order of messages. */
  List<String> ordered(String name, List<String> values) {
    return orders.getOrDefault(name, values);
  }

  /**
   * The method that checks a structure's table name in place of the model's constraints, or null.
   */
  String tableNameRule(String structure) {
    return tableNameRules.get(structure);
  }

  /** Whether a method is one of the interface that a structure implements. */
  boolean isInherited(String structure, String method) {
    return inherited
        .getOrDefault(interfaces.getOrDefault(structure, ""), Set.of())
        .contains(method);
  }

  /** The interface that a structure implements, or null. */
  String interfaceOf(String structure) {
    return interfaces.get(structure);
  }
}
