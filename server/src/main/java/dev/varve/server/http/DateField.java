package dev.varve.server.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the field Date, made once a second. For any number of threads. */
final class DateField {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Made(long second, byte[] text) {}

  private static volatile Made last = make(0);

  private DateField() {}

  /** The date now; nobody changes the array. */
  static byte[] now() {
    long second = System.currentTimeMillis() / 1000;
    Made made = last;
    if (made.second() != second) {
      made = make(second);
      last = made;
    }
    return made.text();
  }

  private static Made make(long second) {
    return new Made(
        second, FORMAT.format(Instant.ofEpochSecond(second)).getBytes(StandardCharsets.US_ASCII));
  }
}
