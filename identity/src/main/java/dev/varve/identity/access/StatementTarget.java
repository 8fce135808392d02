package dev.varve.identity.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a PartiQL statement does, and to what.
 *
 * @param action of IAM
 * @param table its name or ARN; null if the statement does not tell it in the usual way
 * @param index null for none
 */
record StatementTarget(String action, String table, String index) {
  /** Stands where the statement has text or a number: nothing that is looked for. */
  private static final String LITERAL = "'";

  /** A word, a quoted name, a sign, or {@link #LITERAL}. */
  private record Token(String text, boolean quoted) {
    boolean is(String word) {
      return !quoted && text.equalsIgnoreCase(word);
    }

    boolean isName() {
      return quoted || Character.isLetter(text.charAt(0)) || text.charAt(0) == '_';
    }
  }

  static StatementTarget of(String statement) {
    List<Token> tokens = tokens(statement);
    String first = tokens.isEmpty() ? "" : tokens.getFirst().text().toUpperCase(Locale.ROOT);
    return switch (first) {
      case "INSERT" -> behind("PartiQLInsert", tokens, "INTO");
      case "UPDATE" -> behind("PartiQLUpdate", tokens, "UPDATE");
      case "DELETE" -> behind("PartiQLDelete", tokens, "FROM");
      default -> behind("PartiQLSelect", tokens, "FROM"); // also EXISTS(SELECT ...)
    };
  }

  private static StatementTarget behind(String action, List<Token> tokens, String keyword) {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).is(keyword)) {
        if (!tokens.get(i + 1).isName()) {
          break;
        }
        boolean hasIndex =
            i + 3 < tokens.size() && tokens.get(i + 2).is(".") && tokens.get(i + 3).isName();
        return new StatementTarget(
            action, tokens.get(i + 1).text(), hasIndex ? tokens.get(i + 3).text() : null);
      }
    }
    return new StatementTarget(action, null, null);
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end;
      if (Character.isWhitespace(c)) {
        end = at + 1;
      } else if (text.startsWith("--", at)) {
        int line = text.indexOf('\n', at);
        end = line < 0 ? text.length() : line;
      } else if (text.startsWith("/*", at)) {
        int close = text.indexOf("*/", at + 2);
        end = close < 0 ? text.length() : close + 2;
      } else if (c == '\'' || c == '"') {
        end = endOfQuoted(text, at);
        String content = text.substring(at + 1, Math.max(at + 1, end - 1)).replace("\"\"", "\"");
        tokens.add(c == '"' ? new Token(content, true) : new Token(LITERAL, false));
      } else {
        end = at + 1;
        while (isWord(c) && end < text.length() && isWord(text.charAt(end))) {
          end++;
        }
        tokens.add(new Token(text.substring(at, end), false));
      }
      at = end;
    }
    return tokens;
  }

  /** Behind the closing quote; a quote in the text is written twice. */
  private static int endOfQuoted(String text, int start) {
    char quote = text.charAt(start);
    int at = start + 1;
    while (at < text.length()) {
      if (text.charAt(at) != quote) {
        at++;
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        at += 2;
      } else {
        return at + 1;
      }
    }
    return text.length();
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
