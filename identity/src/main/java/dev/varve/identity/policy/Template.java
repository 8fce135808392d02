package dev.varve.identity.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text of a policy that may have variables, such as {@code ${aws:username}}, and wildcards:
 * {@code *} for any text, {@code ?} for one character. What a variable stands for is taken as it
 * is: a user named {@code *} is not everybody.
 */
final class Template {
  /** A piece of the text. */
  private sealed interface Part {}

  /** Text as it stands, with its wildcards where they count. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  private record Literal(int[] symbols) implements Part {}

  /** The value of a condition key, or a text where the request does not have it. */
  private record Variable(String key, String otherwise) implements Part {}

  private final String text;
  private final List<Part> parts;

  private Template(String text, List<Part> parts) {
    this.text = text;
    this.parts = List.copyOf(parts);
  }

  /**
   * Reads a text.
   *
   * @param variables whether there are variables: not in policies of the version 2008-10-17
   * @throws MalformedPolicyException if a variable has no end or no name
   */
  static Template of(String text, boolean variables) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    int start = variables ? text.indexOf("${") : -1;
    while (start >= 0) {
      int end = text.indexOf('}', start);
      if (end < 0) {
        throw new MalformedPolicyException("a variable has no end: " + text);
      }
      addLiteral(parts, text.substring(at, start));
      parts.add(variable(text.substring(start + 2, end), text));
      at = end + 1;
      start = text.indexOf("${", at);
    }
    addLiteral(parts, text.substring(at));
    return new Template(text, parts);
  }

  private static void addLiteral(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Literal(Glob.symbols(text)));
    }
  }

  private static Part variable(String content, String text) {
    // The characters that mean something else otherwise.
    if (content.equals("*") || content.equals("?") || content.equals("$")) {
      return new Literal(Glob.plain(content));
    }
    int comma = content.indexOf(',');
    String key = (comma < 0 ? content : content.substring(0, comma)).strip();
    if (key.isEmpty()) {
      throw new MalformedPolicyException("a variable has no name: " + text);
    }
    String otherwise = comma < 0 ? null : content.substring(comma + 1).strip();
    if (otherwise != null) {
      int last = otherwise.length() - 1;
      if (last < 1 || otherwise.charAt(0) != '\'' || otherwise.charAt(last) != '\'') {
        throw new MalformedPolicyException("the default of a variable stands in quotes: " + text);
      }
      otherwise = otherwise.substring(1, last);
    }
    return new Variable(Keys.normal(key), otherwise);
  }

  /** Whether a text matches, the wildcards of this included. */
  boolean matches(String candidate, Facts facts) {
    return Glob.matches(symbols(facts), candidate);
  }

  /**
   * The symbols with all variables put in; null if a variable has no value, or several, so that
   * this matches nothing.
   */
  int[] symbols(Facts facts) {
    if (parts.size() == 1 && parts.getFirst() instanceof Literal(int[] symbols)) {
      return symbols;
    }
    int[] all = new int[0];
    for (Part part : parts) {
      int[] next =
          switch (part) {
            case Literal(int[] symbols) -> symbols;
            case Variable(String key, String otherwise) -> {
              List<String> values = facts.values(key);
              if (values.size() == 1) {
                yield Glob.plain(values.getFirst());
              }
              yield values.isEmpty() && !Facts.isUnknown(values) && otherwise != null
                  ? Glob.plain(otherwise)
                  : null;
            }
          };
      if (next == null) {
        return null;
      }
      int length = all.length;
      all = Arrays.copyOf(all, length + next.length);
      System.arraycopy(next, 0, all, length, next.length);
    }
    return all;
  }

  /** Whether there are no variables. */
  boolean isConstant() {
    return parts.stream().allMatch(Literal.class::isInstance);
  }

  @Override
  public String toString() {
    return text;
  }
}
