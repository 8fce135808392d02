package dev.varve.identity.signature;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Moments as signatures write them: {@code 20150830T123600Z}. Stateless. */
public final class AmzDate {
  /** Characters of the day, which come first. */
  static final int DAY_LENGTH = 8;

  private static final int LENGTH = 16;

  private AmzDate() {}

  /**
   * Reads a moment.
   *
   * @return milliseconds since 1970; -1 if the text has another form, or is from before
   */
  static long parse(String text) {
    if (text.length() != LENGTH || text.charAt(DAY_LENGTH) != 'T' || text.charAt(15) != 'Z') {
      return -1;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 4, 6);
    int day = digits(text, 6, 8);
    int hour = digits(text, 9, 11);
    int minute = digits(text, 11, 13);
    int second = digits(text, 13, 15);
    if ((year | month | day | hour | minute | second) < 0) {
      return -1;
    }
    try {
      return LocalDateTime.of(year, month, day, hour, minute, second)
          .toInstant(ZoneOffset.UTC)
          .toEpochMilli();
    } catch (DateTimeException _) {
      return -1;
    }
  }

  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int at = from; at < to; at++) {
      int digit = text.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** Writes a moment, to the second. */
  public static String format(long epochMillis) {
    LocalDateTime time = LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    StringBuilder text = new StringBuilder(LENGTH);
    pad(text, time.getYear(), 4);
    pad(text, time.getMonthValue(), 2);
    pad(text, time.getDayOfMonth(), 2);
    text.append('T');
    pad(text, time.getHour(), 2);
    pad(text, time.getMinute(), 2);
    pad(text, time.getSecond(), 2);
    return text.append('Z').toString();
  }

  private static void pad(StringBuilder text, int number, int width) {
    String digits = Integer.toString(number);
    text.repeat('0', Math.max(0, width - digits.length())).append(digits);
  }
}
