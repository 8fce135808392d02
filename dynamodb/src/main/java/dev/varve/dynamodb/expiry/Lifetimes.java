package dev.varve.dynamodb.expiry;

import dev.varve.dynamodb.codec.ExpiryKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Which entries of an expiry index have expired at a moment: those whose time is before it, and
 * less than five years before it. A time further back is taken for a mistake, as the service does.
 *
 * @param lower the smallest engine key of such an entry
 * @param upper the smallest engine key of an entry that has not expired
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Lifetimes(byte[] lower, byte[] upper) {
  private static final int MAX_YEARS = 5;
  private static final int NANO_DIGITS = 9;

  /** Entries that have expired by a moment. */
  static Lifetimes over(Instant now) {
    Instant oldest = now.atOffset(ZoneOffset.UTC).minusYears(MAX_YEARS).toInstant();
    return new Lifetimes(ExpiryKey.after(seconds(oldest)), ExpiryKey.from(seconds(now)));
  }

  private static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.getEpochSecond())
        .add(BigDecimal.valueOf(time.getNano(), NANO_DIGITS));
  }
}
