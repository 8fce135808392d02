package dev.varve.tools;

import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.ExpressionHint;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How to mend an expression in which a word needs a placeholder, by this command line's options.
 * The layer tells reserved words and literals; the two faults that it has no type for are read from
 * its messages, which are DynamoDB's and hence stable.
 */
final class ExpressionHints {
  private static final Pattern UNDEFINED_NAME =
      Pattern.compile("not defined; attribute name: (#\\w+)$");
  private static final Pattern UNDEFINED_VALUE =
      Pattern.compile("not defined; attribute value: (:\\w+)$");
  private static final Pattern SYNTAX =
      Pattern.compile("Syntax error; token: \"(.*)\", near: \"(.*)\"$", Pattern.DOTALL);

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
    Optional<String> typed =
        refused instanceof ValidationException invalid
            ? invalid.hint().map(hints::typed)
            : Optional.empty();
    return Stream.of(
            find(SYNTAX, message).flatMap(found -> hints.name(found.group(1), found.group(2))),
            typed,
            find(UNDEFINED_NAME, message)
                .map(found -> "Add --name '" + found.group(1) + "=ATTRIBUTE'"),
            find(UNDEFINED_VALUE, message)
                .map(found ->
                    "Add --value '%1$s={\"S\":\"TEXT\"}' or '%1$s={\"N\":\"NUMBER\"}'"
                        .formatted(found.group(1))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Matcher> find(Pattern pattern, String message) {
    Matcher matcher = pattern.matcher(message);
    return matcher.find() ? Optional.of(matcher) : Optional.empty();
  }

  private String typed(ExpressionHint hint) {
    return switch (hint) {
      case ExpressionHint.Name(String text) when text.matches("[A-Za-z]\\w*") ->
          text + " is a reserved word: " + placeholder("#" + text, text);
      case ExpressionHint.Name(String text) -> otherSigns(text);
      case ExpressionHint.Value(String text) ->
          "%s is a literal: write %s in its place and add --value %s"
              .formatted(text, free(":v"), quote(free(":v") + "=" + json(text)));
    };
  }

  /** The value that a literal means, as DynamoDB JSON. */
  private static String json(String literal) {
    return switch (literal.toLowerCase(Locale.ROOT)) {
      case "true" -> "{\"BOOL\":true}";
      case "false" -> "{\"BOOL\":false}";
      case "null" -> "{\"NULL\":true}";
      default ->
          literal.startsWith("'") || literal.startsWith("\"")
              ? JsonText.write(AttributeValue.s(literal.replaceFirst("^(.)(.*?)\\1?$", "$2")))
              : "{\"N\":\"" + literal + "\"}";
    };
  }

  /**
   * The name in the user's expression of which a token with a sign of its own is a part, e.g. the -
   * of first-name. The message has the token and its neighbours alone.
   */
  private Optional<String> name(String token, String near) {
    for (String expression : arguments) {
      int position = expression.indexOf(near) + near.indexOf(token);
      Matcher name = NAME.matcher(expression.contains(near) ? expression : "");
      while (name.find()) {
        if (name.start() <= position && position < name.end() && !isPlain(name.group())) {
          return Optional.of(otherSigns(name.group()));
        }
      }
    }
    return Optional.empty();
  }

  private String otherSigns(String name) {
    return name + " has signs that a name in an expression cannot have: " + placeholder("#n", name);
  }

  /** Whether this is a name that may stand there, or no name but a number. */
  private static boolean isPlain(String name) {
    return name.matches("[A-Za-z]\\w*|[+-]?\\d+[eE][+-]?\\d+");
  }

  private String placeholder(String placeholder, String attribute) {
    String free = free(placeholder);
    return "write %s in its place and add --name %s".formatted(free, quote(free + "=" + attribute));
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
