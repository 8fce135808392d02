package dev.varve.identity.policy;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Numbers and dates in policies and requests. */
final class Scalars {
  private static final int MAX_LENGTH = 200;

  private Scalars() {}

  static Optional<BigDecimal> number(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** A moment: of ISO 8601 with or without a time, or in seconds since 1970. */
  static Optional<Instant> date(String text) {
    try {
      if (text.length() < MAX_LENGTH && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return number(text).map(seconds -> Instant.ofEpochSecond(seconds.longValueExact()));
      }
      return Optional.of(
          text.indexOf('T') < 0
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException | ArithmeticException _) {
      return Optional.empty();
    }
  }
}
