package dev.varve.tools;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How to mend an expression in which a word needs a placeholder. The layer's messages are
 * DynamoDB's and hence stable; this class alone reads them.
 */
final class ExpressionHints {
  private static final Pattern RESERVED = Pattern.compile("reserved keyword: (\\w+)$");
  private static final Pattern UNDEFINED_NAME =
      Pattern.compile("not defined; attribute name: (#\\w+)$");
  private static final Pattern UNDEFINED_VALUE =
      Pattern.compile("not defined; attribute value: (:\\w+)$");
  private static final Pattern SYNTAX =
      Pattern.compile("Syntax error; token: \"(.*)\", near: \"(.*)\"$", Pattern.DOTALL);

  private static final Pattern NUMBER =
      Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?(?![\\w.])");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"|'([^']*)'");

  /** What people call attributes, as long as it has no sign that is an operator or a blank. */
  private static final Pattern NAME =
      Pattern.compile("[^\\s()=<>,:#+.\\[\\]\"']*\\p{L}[^\\s()=<>,:#+.\\[\\]\"']*");

  private final List<String> arguments;

  private ExpressionHints(List<String> arguments) {
    this.arguments = arguments;
  }

  /**
   * Returns a line that tells how to mend what {@code refused} is about, if that is known.
   *
   * @param arguments all of the command, among them the expression
   */
  static Optional<String> of(DynamoException refused, List<String> arguments) {
    ExpressionHints hints = new ExpressionHints(arguments);
    String message = refused.getMessage();
    return Stream.of(
            find(RESERVED, message).map(found -> hints.reserved(found.group(1))),
            find(UNDEFINED_NAME, message)
                .map(found -> "Add --name '" + found.group(1) + "=ATTRIBUTE'"),
            find(UNDEFINED_VALUE, message)
                .map(found ->
                    "Add --value '%1$s={\"S\":\"TEXT\"}' or '%1$s={\"N\":\"NUMBER\"}'"
                        .formatted(found.group(1))),
            find(SYNTAX, message).flatMap(found -> hints.syntax(found.group(1), found.group(2))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Matcher> find(Pattern pattern, String message) {
    Matcher matcher = pattern.matcher(message);
    return matcher.find() ? Optional.of(matcher) : Optional.empty();
  }

  private String reserved(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> literal(word, "{\"BOOL\":true}");
      case "false" -> literal(word, "{\"BOOL\":false}");
      case "null" -> literal(word, "{\"NULL\":true}");
      default -> word + " is a reserved word: " + name("#" + word, word);
    };
  }

  /** The token that could not stand there belongs to a literal, or to a name with other signs. */
  private Optional<String> syntax(String token, String near) {
    Optional<String> expression =
        arguments.stream().filter(argument -> argument.contains(near)).findFirst();
    if (expression.isEmpty()) {
      return Optional.empty();
    }
    String text = expression.get();
    int position = text.indexOf(near) + near.indexOf(token);
    Matcher quoted = QUOTED.matcher(text).region(position, text.length());
    if (quoted.lookingAt()) {
      String content = quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
      return Optional.of(literal(quoted.group(), JsonText.write(AttributeValue.s(content))));
    }
    Matcher name = NAME.matcher(text);
    while (name.find()) {
      if (name.start() <= position && position < name.end() && !isPlain(name.group())) {
        return Optional.of(
            name.group()
                + " has signs that a name in an expression cannot have: "
                + name("#n", name.group()));
      }
    }
    Matcher number =
        NUMBER.matcher(text).region(position, text.length()).useTransparentBounds(true);
    return number.lookingAt()
        ? Optional.of(literal(number.group(), "{\"N\":\"" + number.group() + "\"}"))
        : Optional.empty();
  }

  private static boolean isPlain(String name) {
    return name.matches("[A-Za-z]\\w*");
  }

  private String name(String placeholder, String attribute) {
    String free = free(placeholder);
    return "write %s in its place and add --name %s".formatted(free, quote(free + "=" + attribute));
  }

  private String literal(String literal, String json) {
    String free = free(":v");
    return "%s is a literal: write %s in its place and add --value %s"
        .formatted(literal, free, quote(free + "=" + json));
  }

  /** The placeholder, or a longer one where the command has it already. */
  private String free(String placeholder) {
    return Stream.iterate(placeholder, longer -> longer + "2")
        .filter(candidate -> arguments.stream().noneMatch(word -> word.contains(candidate)))
        .findFirst()
        .orElseThrow();
  }

  /** The text as one word of a shell. */
  private static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
