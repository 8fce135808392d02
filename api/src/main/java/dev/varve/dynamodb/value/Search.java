package dev.varve.dynamodb.value;

import java.util.function.IntUnaryOperator;

/**
 * Search for a part in time that is proportional to both lengths, whatever they hold (Knuth,
 * Morris, Pratt 1977). Trying every place takes their product, which a hostile request can make
 * hours.
 */
final class Search {
  /** So short a part may as well be tried at every place. */
  static final int SHORT = 64;

  private Search() {}

  /**
   * Whether {@code part} occurs in {@code text}.
   *
   * @param text the element at an index
   * @param part as {@code text}; at least one element
   */
  static boolean contains(
      IntUnaryOperator text, int textLength, IntUnaryOperator part, int length) {
    if (length > textLength) {
      return false;
    }
    int[] borders = borders(part, length);
    int matched = 0;
    for (int i = 0; i < textLength; i++) {
      matched = extend(matched, text.applyAsInt(i), part, borders);
      if (matched == length) {
        return true;
      }
    }
    return false;
  }

  /**
   * For every beginning of {@code part}, by its length less one: how long its longest border is,
   * which is both its beginning and its end, and not all of it.
   */
  private static int[] borders(IntUnaryOperator part, int length) {
    int[] borders = new int[length];
    int border = 0;
    for (int i = 1; i < length; i++) {
      border = extend(border, part.applyAsInt(i), part, borders);
      borders[i] = border;
    }
    return borders;
  }

  /** How much of the part is matched after one more element. */
  private static int extend(int matched, int element, IntUnaryOperator part, int[] borders) {
    int extended = matched;
    while (extended > 0 && part.applyAsInt(extended) != element) {
      extended = borders[extended - 1];
    }
    return part.applyAsInt(extended) == element ? extended + 1 : extended;
  }
}
