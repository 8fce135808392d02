package dev.varve.dynamodb.cases;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Abbreviations of long texts in cases.
 *
 * <ul>
 *   <li>{@code <<ab*3>>} is {@code ababab}
 *   <li>{@code <<1..3: k@>>} is {@code k1, k2, k3}
 *   <li>{@code <<1..3 ' OR ': a = @>>} is {@code a = 1 OR a = 2 OR a = 3}
 * </ul>
 */
final class Abbreviations {
  private static final Pattern ABBREVIATION = Pattern.compile("<<(.*?)>>");
  private static final Pattern REPEATED = Pattern.compile("(.*)\\*(\\d+)");
  private static final Pattern COUNTED = Pattern.compile("(\\d+)\\.\\.(\\d+)(?: '([^']*)')?: (.*)");
  private static final String JOINED_BY = ", ";

  private Abbreviations() {}

  /** A text with its abbreviations written out. */
  static String writtenOut(String text) {
    return text.contains("<<")
        ? ABBREVIATION
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(one(found.group(1))))
        : text;
  }

  private static String one(String abbreviation) {
    Matcher counted = COUNTED.matcher(abbreviation);
    if (counted.matches()) {
      String by = counted.group(3) == null ? JOINED_BY : counted.group(3);
      return IntStream.rangeClosed(
              Integer.parseInt(counted.group(1)), Integer.parseInt(counted.group(2)))
          .mapToObj(i -> counted.group(4).replace("@", Integer.toString(i)))
          .collect(Collectors.joining(by));
    }
    Matcher repeated = REPEATED.matcher(abbreviation);
    if (!repeated.matches()) {
      throw new IllegalArgumentException("no abbreviation: <<" + abbreviation + ">>");
    }
    return repeated.group(1).repeat(Integer.parseInt(repeated.group(2)));
  }
}
