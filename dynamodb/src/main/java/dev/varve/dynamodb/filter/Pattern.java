package dev.varve.dynamodb.filter;

import java.util.List;
import java.util.Map;

/** A pattern, or a part of one. Immutable. */
sealed interface Pattern {
  /**
   * Whether a part of a record matches.
   *
   * @param node as {@link EventNodes} has it; null if the record has no such part
   */
  boolean matches(Object node);

  /**
   * Says something of members of a structure. Of a list, one element has to match.
   *
   * @param members each has to match
   * @param alternatives of each list of patterns one has to match: what {@code $or} says
   */
  record Members(Map<String, Pattern> members, List<List<Pattern>> alternatives)
      implements Pattern {
    public Members {
      members = Map.copyOf(members);
      alternatives = alternatives.stream().map(List::copyOf).toList();
    }

    @Override
    public boolean matches(Object node) {
      if (node instanceof List<?> elements) {
        return elements.isEmpty() ? matchesOne(null) : elements.stream().anyMatch(this::matches);
      }
      return matchesOne(node);
    }

    private boolean matchesOne(Object node) {
      for (Map.Entry<String, Pattern> member : members.entrySet()) {
        if (!member.getValue().matches(EventNodes.member(node, member.getKey()))) {
          return false;
        }
      }
      return alternatives.stream()
          .allMatch(patterns -> patterns.stream().anyMatch(pattern -> pattern.matches(node)));
    }
  }

  /**
   * Says something of a value. Of a list, one element has to obey; what has members is no value.
   *
   * @param rules of which the value has to obey one
   */
  record Value(List<Rule> rules) implements Pattern {
    public Value {
      rules = List.copyOf(rules);
    }

    @Override
    public boolean matches(Object node) {
      return rules.stream().anyMatch(rule -> obeys(rule, node));
    }

    private static boolean obeys(Rule rule, Object node) {
      if (node instanceof List<?> elements && !elements.isEmpty()) {
        return (rule instanceof Rule.Exists(boolean wanted) && !wanted)
            ? elements.stream().noneMatch(EventNodes::isValue)
            : elements.stream().anyMatch(element -> obeys(rule, element));
      }
      return rule.holds(EventNodes.isValue(node) ? node : null);
    }
  }
}
