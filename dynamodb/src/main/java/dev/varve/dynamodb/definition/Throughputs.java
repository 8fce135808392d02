package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.OnDemandThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputDescription;
import dev.varve.dynamodb.control.TableDescriptions;
import dev.varve.dynamodb.error.ValidationException;
import java.time.Instant;
import java.util.Optional;

/** The rules of provisioned and on-demand throughput, and what is kept of them. */
final class Throughputs {
  private static final long MAX_UNITS = 1_000_000_000_000L;

  /** In UpdateTable: no ceiling any more. */
  private static final long NO_CEILING = -1;

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
          "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED");
    }
    if (onDemand && provisioned != null) {
      throw ValidationException.invalidValues(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST");
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
    if (wanted.readCapacityUnits() < reads(present)
        || wanted.writeCapacityUnits() < writes(present)) {
      changed
          .lastDecreaseDateTime(now)
          .numberOfDecreasesToday(today.numberOfDecreasesToday().orElse(0L) + 1);
    }
    return changed.build();
  }
}
