package dev.varve.dynamodb.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads patterns from JSON. */
final class PatternReader {
  /** Deeper than an item can be, with the types between its levels. */
  private static final int MAX_DEPTH = 100;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;

  private PatternReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The pattern of a text.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Pattern read(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw refusal("is not a JSON object");
      }
      Pattern pattern = new PatternReader(parser).members(1);
      if (parser.nextToken() != null) {
        throw refusal("has something behind its end");
      }
      return pattern;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("filter pattern: is not JSON: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("a text refused to be read", e);
    }
  }

  private static IllegalArgumentException refusal(String reason) {
    return new IllegalArgumentException("filter pattern: " + reason);
  }

  /** The object at whose beginning the parser stands. */
  private Pattern members(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw refusal("is deeper than " + MAX_DEPTH + " objects");
    }
    Map<String, Pattern> members = new LinkedHashMap<>();
    List<List<Pattern>> alternatives = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      switch (parser.nextToken()) {
        case START_OBJECT -> members.put(name, members(depth + 1));
        case START_ARRAY -> {
          if (name.equals("$or")) {
            alternatives.add(alternatives(depth + 1));
          } else {
            members.put(name, new Pattern.Value(rules(name)));
          }
        }
        default -> throw refusal("\"" + name + "\" has neither an object nor a list");
      }
    }
    if (members.isEmpty() && alternatives.isEmpty()) {
      throw refusal("has an object without members");
    }
    return new Pattern.Members(members, alternatives);
  }

  private List<Pattern> alternatives(int depth) throws IOException {
    List<Pattern> alternatives = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw refusal("\"$or\" has something else than objects");
      }
      alternatives.add(members(depth));
    }
    if (alternatives.size() < 2) {
      throw refusal("\"$or\" has fewer than two patterns");
    }
    return alternatives;
  }

  /** The list at whose beginning the parser stands. */
  private List<Rule> rules(String member) throws IOException {
    List<Rule> rules = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      rules.add(parser.currentToken() == JsonToken.START_OBJECT ? rule() : constant());
    }
    if (rules.isEmpty()) {
      throw refusal("\"" + member + "\" has an empty list");
    }
    return rules;
  }

  /** The rule that the value at which the parser stands is the one. */
  private Rule constant() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new Rule.Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Rule.Numeric(List.of(new Rule.Comparison(Rule.Sign.EQUAL, number())));
      case VALUE_TRUE -> new Rule.Truth(true);
      case VALUE_FALSE -> new Rule.Truth(false);
      case VALUE_NULL -> new Rule.Nothing();
      default -> throw refusal("has a list within a list");
    };
  }

  /** The rule at the beginning of whose object the parser stands. */
  private Rule rule() throws IOException {
    if (parser.nextToken() == JsonToken.END_OBJECT) {
      throw refusal("has a rule without a name");
    }
    String name = parser.currentName();
    parser.nextToken();
    Rule rule =
        switch (name) {
          case "prefix" -> new Rule.Prefix(text(name));
          case "suffix" -> new Rule.Suffix(text(name));
          case "equals-ignore-case" -> new Rule.TextIgnoringCase(text(name));
          case "exists" -> new Rule.Exists(truth(name));
          case "numeric" -> numeric();
          case "anything-but" -> new Rule.AnythingBut(forbidden());
          default -> throw refusal("there is no rule \"" + name + "\"");
        };
    if (parser.nextToken() != JsonToken.END_OBJECT) {
      throw refusal("has two rules in one object");
    }
    return rule;
  }

  private String text(String rule) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING || parser.getText().isEmpty()) {
      throw refusal("\"" + rule + "\" needs a text");
    }
    return parser.getText();
  }

  private boolean truth(String rule) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> throw refusal("\"" + rule + "\" needs true or false");
    };
  }

  private BigDecimal number() throws IOException {
    return parser.getDecimalValue();
  }

  private Rule numeric() throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw refusal("\"numeric\" needs a list");
    }
    List<Rule.Comparison> comparisons = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw refusal("\"numeric\" needs a sign before each number");
      }
      Rule.Sign sign = Rule.Sign.of(parser.getText());
      if (!parser.nextToken().isNumeric()) {
        throw refusal("\"numeric\" needs a number behind each sign");
      }
      comparisons.add(new Rule.Comparison(sign, number()));
    }
    if (comparisons.isEmpty() || comparisons.size() > 2) {
      throw refusal("\"numeric\" needs one comparison or two");
    }
    return new Rule.Numeric(comparisons);
  }

  private List<Rule> forbidden() throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Rule rule = rule();
        if (!(rule instanceof Rule.Prefix
            || rule instanceof Rule.Suffix
            || rule instanceof Rule.TextIgnoringCase)) {
          throw refusal("\"anything-but\" takes prefix, suffix and equals-ignore-case");
        }
        yield List.of(rule);
      }
      case START_ARRAY -> {
        List<Rule> rules = rules("anything-but");
        boolean areConstants =
            rules.stream().allMatch(rule -> rule instanceof Rule.Text || isNumber(rule));
        if (!areConstants) {
          throw refusal("\"anything-but\" takes lists of texts and numbers");
        }
        yield rules;
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> List.of(constant());
      default -> throw refusal("\"anything-but\" needs a text, a number, a list or a rule");
    };
  }

  private static boolean isNumber(Rule rule) {
    return rule instanceof Rule.Numeric(List<Rule.Comparison> comparisons)
        && comparisons.size() == 1
        && comparisons.getFirst().sign() == Rule.Sign.EQUAL;
  }
}
