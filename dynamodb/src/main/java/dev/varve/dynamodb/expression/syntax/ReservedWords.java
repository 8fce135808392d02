package dev.varve.dynamodb.expression.syntax;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The words that cannot stand for an attribute without a placeholder. */
final class ReservedWords {
  private static final String RESOURCE = "reserved-words.txt";
  private static final Set<String> WORDS = load();

  private ReservedWords() {}

  /** Whether {@code word} is reserved, in any case. */
  static boolean contains(String word) {
    return WORDS.contains(word.toUpperCase(Locale.ROOT));
  }

  /** How many words are reserved. */
  static int count() {
    return WORDS.size();
  }

  private static Set<String> load() {
    try (InputStream in = ReservedWords.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new AssertionError("resource missing from the module: " + RESOURCE);
      }
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
        return reader.lines().collect(Collectors.toUnmodifiableSet());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
