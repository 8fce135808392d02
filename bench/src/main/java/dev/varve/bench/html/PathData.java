package dev.varve.bench.html;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The data of SVG paths in short: steps instead of positions, in tenths. Letters drawn as outlines
 * are most of a picture, and take a third of the room like this.
 */
final class PathData {
  private static final Pattern TOKEN = Pattern.compile("[A-Z]|-?\\d+(?:\\.\\d+)?(?:E-?\\d+)?");
  private static final int UNIT = 10;

  private final StringBuilder out = new StringBuilder();
  private long x;
  private long y;
  private long startX;
  private long startY;
  private char command;

  private PathData() {}

  /**
   * Shortens the data of a path that moves, draws lines and curves and closes, all to absolute
   * positions.
   */
  static String shorten(String data) {
    PathData path = new PathData();
    Matcher token = TOKEN.matcher(data);
    char letter = ' ';
    double[] numbers = new double[6];
    int count = 0;
    while (token.find()) {
      String text = token.group();
      if (Character.isLetter(text.charAt(0))) {
        letter = text.charAt(0);
        count = 0;
      } else {
        numbers[count++] = Double.parseDouble(text);
      }
      if (count == arguments(letter)) {
        path.add(letter, numbers, count);
        count = 0;
      }
    }
    return path.out.toString();
  }

  private static int arguments(char letter) {
    return switch (letter) {
      case 'M', 'L' -> 2;
      case 'Q' -> 4;
      case 'C' -> 6;
      case 'Z' -> 0;
      default -> throw new IllegalArgumentException("no command of a path: " + letter);
    };
  }

  private void add(char letter, double[] numbers, int count) {
    if (letter == 'Z') {
      command('z');
      x = startX;
      y = startY;
      return;
    }
    long endX = Math.round(numbers[count - 2] * UNIT);
    long endY = Math.round(numbers[count - 1] * UNIT);
    if (letter == 'L' && (endX == x || endY == y)) {
      if (endX != x || endY != y) {
        command(endX == x ? 'v' : 'h');
        number(endX == x ? endY - y : endX - x);
      }
    } else {
      command(Character.toLowerCase(letter));
      for (int i = 0; i < count; i += 2) {
        number(Math.round(numbers[i] * UNIT) - x);
        number(Math.round(numbers[i + 1] * UNIT) - y);
      }
    }
    x = endX;
    y = endY;
    if (letter == 'M') {
      startX = x;
      startY = y;
    }
  }

  /** A letter holds until another comes; only after a move it means a line. */
  private void command(char letter) {
    if (letter != command || letter == 'm' || letter == 'z') {
      out.append(letter);
      command = letter;
    }
  }

  private void number(long tenths) {
    char before = out.charAt(out.length() - 1);
    if (tenths < 0) {
      out.append('-');
    } else if (!Character.isLetter(before)) {
      out.append(' ');
    }
    long whole = Math.abs(tenths) / UNIT;
    long rest = Math.abs(tenths) % UNIT;
    if (whole > 0 || rest == 0) {
      out.append(whole);
    }
    if (rest > 0) {
      out.append('.').append(rest);
    }
  }
}
