package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.LimitExceededException;
import dev.varve.dynamodb.api.OnDemandThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputDescription;
import dev.varve.dynamodb.control.TableDescriptions;
import dev.varve.dynamodb.error.ValidationException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The rules of provisioned and on-demand throughput, and what is kept of them. */
final class Throughputs {
  private static final long MAX_UNITS = 1_000_000_000_000L;

  /** In UpdateTable: no ceiling any more. */
  private static final long NO_CEILING = -1;

  /** So often units may become less in a day, at any time. */
  private static final long FREE_DECREASES = 4;

  private static final Duration BETWEEN_DECREASES = Duration.ofHours(1);

  /** As the service writes a time into a message: Wednesday, July 25, 2018 6:05:16 AM UTC. */
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu h:mm:ss a 'UTC'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private Throughputs() {}

  /**
   * Checks the throughput of a table against how it is billed.
   *
   * @param provisioned null for none
   * @param ceilings null for none
   */
  static void requireFitting(
      ProvisionedThroughput provisioned, OnDemandThroughput ceilings, boolean onDemand) {
    if (!onDemand && provisioned == null) {
      throw ValidationException.invalidValues(
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is"
              + " PROVISIONED");
    }
    if (onDemand && provisioned != null) {
      throw ValidationException.invalidValues(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
    requireInBounds(provisioned);
    requireCeilings(ceilings, onDemand, false);
  }

  /** Checks the throughput of a global index against how its table is billed. */
  static void requireFitting(
      String index,
      ProvisionedThroughput provisioned,
      OnDemandThroughput ceilings,
      boolean onDemand) {
    if (!onDemand && provisioned == null) {
      throw ValidationException.invalidValues(
          "ProvisionedThroughput is not specified for index: " + index);
    }
    if (onDemand && provisioned != null) {
      throw ValidationException.invalidValues(
          "ProvisionedThroughput should not be specified for index: "
              + index
              + " when BillingMode is PAY_PER_REQUEST");
    }
    requireInBounds(provisioned);
    requireCeilings(ceilings, onDemand, false);
  }

  /** Checks provisioned units, which may be absent. */
  static void requireInBounds(ProvisionedThroughput provisioned) {
    if (provisioned != null) {
      requireInBounds("ReadCapacityUnits", provisioned.readCapacityUnits());
      requireInBounds("WriteCapacityUnits", provisioned.writeCapacityUnits());
    }
  }

  private static void requireInBounds(String member, long units) {
    if (units > MAX_UNITS) {
      throw new ValidationException(
          "Given value " + units + " for " + member + " is out of bounds");
    }
  }

  /**
   * Checks ceilings of a table on demand.
   *
   * @param ceilings null for none
   * @param mayRemove whether -1 removes one
   */
  static void requireCeilings(OnDemandThroughput ceilings, boolean onDemand, boolean mayRemove) {
    if (ceilings == null) {
      return;
    }
    if (!onDemand) {
      throw ValidationException.invalidValues(
          "OnDemandThroughput can only be specified when BillingMode is PAY_PER_REQUEST");
    }
    requireCeiling("MaxReadRequestUnits", ceilings.maxReadRequestUnits(), mayRemove);
    requireCeiling("MaxWriteRequestUnits", ceilings.maxWriteRequestUnits(), mayRemove);
  }

  private static void requireCeiling(String member, Long units, boolean mayRemove) {
    if (units != null && units < 1 && !(mayRemove && units == NO_CEILING)) {
      throw ValidationException.invalidValues(
          member + " must be at least 1" + (mayRemove ? ", or -1 to remove the ceiling" : ""));
    }
  }

  /** Ceilings after a change, empty if there is none left. */
  static Optional<OnDemandThroughput> merged(
      Optional<OnDemandThroughput> present, OnDemandThroughput change) {
    Long reads =
        merged(
            present.map(OnDemandThroughput::maxReadRequestUnits).orElse(null),
            change.maxReadRequestUnits());
    Long writes =
        merged(
            present.map(OnDemandThroughput::maxWriteRequestUnits).orElse(null),
            change.maxWriteRequestUnits());
    return reads == null && writes == null
        ? Optional.empty()
        : Optional.of(new OnDemandThroughput(reads, writes));
  }

  private static Long merged(Long present, Long change) {
    if (change == null) {
      return present;
    }
    return change == NO_CEILING ? null : change;
  }

  /** What is kept of units that have never been changed; null for those of a table on demand. */
  static ProvisionedThroughputDescription described(ProvisionedThroughput units) {
    return units == null
        ? TableDescriptions.UNLIMITED
        : TableDescriptions.UNLIMITED.toBuilder()
            .readCapacityUnits(units.readCapacityUnits())
            .writeCapacityUnits(units.writeCapacityUnits())
            .build();
  }

  static long reads(ProvisionedThroughputDescription units) {
    return units.readCapacityUnits().orElse(0L);
  }

  static long writes(ProvisionedThroughputDescription units) {
    return units.writeCapacityUnits().orElse(0L);
  }

  static boolean isSame(ProvisionedThroughputDescription present, ProvisionedThroughput wanted) {
    return reads(present) == wanted.readCapacityUnits()
        && writes(present) == wanted.writeCapacityUnits();
  }

  private static boolean isLess(
      ProvisionedThroughputDescription present, ProvisionedThroughput wanted) {
    return wanted.readCapacityUnits() < reads(present)
        || wanted.writeCapacityUnits() < writes(present);
  }

  /**
   * Checks that units may become less: some times in a day of UTC, and after that an hour after the
   * last time.
   *
   * @throws LimitExceededException if they may not
   */
  static void requireDecreasable(
      ProvisionedThroughputDescription present, ProvisionedThroughput wanted, Instant now) {
    long decreases = TableDescriptions.today(present, now).numberOfDecreasesToday().orElse(0L);
    if (!isLess(present, wanted) || decreases < FREE_DECREASES) {
      return;
    }
    Instant last = present.lastDecreaseDateTime().orElseThrow(); // it was today
    Instant next = last.plus(BETWEEN_DECREASES);
    if (now.isBefore(next)) {
      throw new LimitExceededException(
          "Subscriber limit exceeded: Provisioned throughput decreases are limited within a given"
              + " UTC day. After the first "
              + FREE_DECREASES
              + " decreases, each subsequent decrease in the same UTC day can be performed at most"
              + " once every "
              + BETWEEN_DECREASES.toSeconds()
              + " seconds. Number of decreases today: "
              + decreases
              + ". Last decrease at "
              + DAY_AND_TIME.format(last)
              + ". Next decrease can be made at "
              + DAY_AND_TIME.format(next));
    }
  }

  /** Units after a change, with its time. A day is one of UTC. */
  static ProvisionedThroughputDescription changed(
      ProvisionedThroughputDescription present, ProvisionedThroughput wanted, Instant now) {
    ProvisionedThroughputDescription today = TableDescriptions.today(present, now);
    ProvisionedThroughputDescription.Builder changed =
        today.toBuilder()
            .readCapacityUnits(wanted.readCapacityUnits())
            .writeCapacityUnits(wanted.writeCapacityUnits());
    if (wanted.readCapacityUnits() > reads(present)
        || wanted.writeCapacityUnits() > writes(present)) {
      changed.lastIncreaseDateTime(now);
    }
    if (isLess(present, wanted)) {
      changed
          .lastDecreaseDateTime(now)
          .numberOfDecreasesToday(today.numberOfDecreasesToday().orElse(0L) + 1);
    }
    return changed.build();
  }
}
