package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.BillingModeSummary;
import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.LimitExceededException;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughputDescription;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.UpdateGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.control.TableDescriptions;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.refusal.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a table is billed after a request of UpdateTable, and its throughput and that of its global
 * indexes. For one request.
 */
final class Billing {
  /** How often a table may come to be billed on demand in the time below. */
  private static final int MAX_SWITCHES = 4;

  private static final Duration SWITCHES_COUNT_FOR = Duration.ofHours(24);

  private final TableDescription present;
  private final UpdateTable request;
  private final Map<String, UpdateGlobalSecondaryIndexAction> updates;
  private final Instant now;
  private final boolean wasOnDemand;
  private final boolean isOnDemand;

  private Billing(
      TableDescription present,
      UpdateTable request,
      Map<String, UpdateGlobalSecondaryIndexAction> updates,
      Instant now) {
    this.present = present;
    this.request = request;
    this.updates = updates;
    this.now = now;
    this.wasOnDemand = TableSettings.isOnDemand(present);
    this.isOnDemand =
        request.billingMode() == null
            ? wasOnDemand
            : request.billingMode() == BillingMode.PAY_PER_REQUEST;
  }

  /**
   * The billing of a table after a request.
   *
   * @param limitsDecreases whether there may be but some decreases of throughput in a day
   * @throws dev.varve.dynamodb.error.DynamoException if the table as it is does not allow it
   */
  static Billing of(
      TableRecord table,
      UpdateTable request,
      IndexUpdates indexes,
      Instant now,
      boolean limitsDecreases) {
    Billing billing =
        new Billing(
            table.settings().description(),
            request,
            indexes.updates().stream()
                .collect(
                    Collectors.toMap(
                        UpdateGlobalSecondaryIndexAction::indexName, Function.identity())),
            now);
    billing.requireFitting(table);
    if (limitsDecreases) {
      billing.requireDecreasable();
    }
    return billing;
  }

  private void requireDecreasable() {
    if (wasOnDemand) {
      return;
    }
    if (request.provisionedThroughput() != null) {
      Throughputs.requireDecreasable(units(), request.provisionedThroughput(), now);
    }
    for (UpdateGlobalSecondaryIndexAction update : updates.values()) {
      if (update.provisionedThroughput() != null) {
        Throughputs.requireDecreasable(
            unitsOf(update.indexName()), update.provisionedThroughput(), now);
      }
    }
  }

  private void requireFitting(TableRecord table) {
    for (String name : updates.keySet()) {
      if (IndexUpdates.require(table, name).kind() != IndexRecord.Kind.GLOBAL) {
        throw Refusals.noTable();
      }
    }
    ProvisionedThroughput wanted = request.provisionedThroughput();
    if (isOnDemand) {
      if (wanted != null) {
        throw ValidationException.invalidValues(
            "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
                + " PAY_PER_REQUEST");
      }
    } else if (wasOnDemand) {
      requireAllProvisioned(table);
    } else if (wanted != null && Throughputs.isSame(units(), wanted)) {
      throw unchanged("table", "table", units(), wanted);
    }
    if (isOnDemand && !wasOnDemand && recentSwitches(table).size() >= MAX_SWITCHES) {
      throw new LimitExceededException(
          "Subscriber limit exceeded: Update to PayPerRequest mode are limited to "
              + MAX_SWITCHES
              + " times in 24 hours");
    }
    Throughputs.requireCeilings(request.onDemandThroughput(), isOnDemand, true);
    for (UpdateGlobalSecondaryIndexAction update : updates.values()) {
      requireFitting(update);
    }
  }

  private ProvisionedThroughputDescription units() {
    return present.provisionedThroughput().orElse(TableDescriptions.UNLIMITED);
  }

  private void requireAllProvisioned(TableRecord table) {
    if (request.provisionedThroughput() == null) {
      throw ValidationException.invalidValues(
          "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
    }
    List<String> missing = new ArrayList<>();
    for (IndexRecord index : table.indexes()) {
      UpdateGlobalSecondaryIndexAction update = updates.get(index.name());
      if (index.kind() == IndexRecord.Kind.GLOBAL
          && (update == null || update.provisionedThroughput() == null)) {
        missing.add(index.name());
      }
    }
    if (!missing.isEmpty()) {
      throw ValidationException.invalidValues(
          "ProvisionedThroughput must be specified for index: " + String.join(",", missing));
    }
  }

  private void requireFitting(UpdateGlobalSecondaryIndexAction update) {
    ProvisionedThroughput wanted = update.provisionedThroughput();
    Throughputs.requireCeilings(update.onDemandThroughput(), isOnDemand, true);
    if (wanted != null && isOnDemand) {
      throw ValidationException.invalidValues(
          "ProvisionedThroughput should not be specified for index: "
              + update.indexName()
              + " when BillingMode is PAY_PER_REQUEST");
    }
    ProvisionedThroughputDescription units = unitsOf(update.indexName());
    if (wanted != null && !wasOnDemand && Throughputs.isSame(units, wanted)) {
      throw unchanged("index " + update.indexName(), "index", units, wanted);
    }
  }

  private ProvisionedThroughputDescription unitsOf(String index) {
    return present.globalSecondaryIndexes().stream()
        .filter(description -> description.indexName().equals(Optional.of(index)))
        .findFirst()
        .flatMap(GlobalSecondaryIndexDescription::provisionedThroughput)
        .orElse(TableDescriptions.UNLIMITED);
  }

  private static ValidationException unchanged(
      String named,
      String kind,
      ProvisionedThroughputDescription units,
      ProvisionedThroughput wanted) {
    return new ValidationException(
        "The provisioned throughput for the "
            + named
            + " will not change. The requested value equals the current value. Current"
            + " ReadCapacityUnits provisioned for the "
            + kind
            + ": "
            + Throughputs.reads(units)
            + ". Requested ReadCapacityUnits: "
            + wanted.readCapacityUnits()
            + ". Current WriteCapacityUnits provisioned for the "
            + kind
            + ": "
            + Throughputs.writes(units)
            + ". Requested WriteCapacityUnits: "
            + wanted.writeCapacityUnits()
            + ". Refer to the Amazon DynamoDB Developer Guide for current limits and how to request"
            + " higher limits.");
  }

  private List<Long> recentSwitches(TableRecord table) {
    long since = now.minus(SWITCHES_COUNT_FOR).toEpochMilli();
    return table.settings().switches().stream().filter(time -> time > since).toList();
  }

  /** The times of a table's switches to billing on demand that still count, with this one. */
  List<Long> switches(TableRecord table) {
    if (!isOnDemand || wasOnDemand) {
      return table.settings().switches();
    }
    List<Long> switches = new ArrayList<>(recentSwitches(table));
    switches.add(now.toEpochMilli());
    return switches;
  }

  /** Puts the changes into a description. */
  void apply(TableDescription.Builder changed) {
    if (isOnDemand != wasOnDemand) {
      changed.billingModeSummary(
          present
              .billingModeSummary()
              .map(BillingModeSummary::toBuilder)
              .orElseGet(BillingModeSummary::builder)
              .billingMode(isOnDemand ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED)
              .lastUpdateToPayPerRequestDateTime(
                  isOnDemand
                      ? now
                      : present
                          .billingModeSummary()
                          .flatMap(BillingModeSummary::lastUpdateToPayPerRequestDateTime)
                          .orElse(null))
              .build());
      if (isOnDemand) {
        changed.provisionedThroughput(TableDescriptions.UNLIMITED);
      } else {
        changed.onDemandThroughput(null);
      }
    }
    if (request.provisionedThroughput() != null) {
      changed.provisionedThroughput(
          Throughputs.changed(units(), request.provisionedThroughput(), now));
    }
    if (request.onDemandThroughput() != null) {
      changed.onDemandThroughput(
          Throughputs.merged(present.onDemandThroughput(), request.onDemandThroughput())
              .orElse(null));
    }
    if (!present.globalSecondaryIndexes().isEmpty()) {
      changed.globalSecondaryIndexes(
          present.globalSecondaryIndexes().stream().map(this::changed).toList());
    }
  }

  private GlobalSecondaryIndexDescription changed(GlobalSecondaryIndexDescription index) {
    UpdateGlobalSecondaryIndexAction update = updates.get(index.indexName().orElseThrow());
    GlobalSecondaryIndexDescription.Builder changed = index.toBuilder();
    if (isOnDemand && !wasOnDemand) {
      changed.provisionedThroughput(TableDescriptions.UNLIMITED);
    }
    if (wasOnDemand && !isOnDemand) {
      changed.onDemandThroughput(null);
    }
    if (update != null && update.provisionedThroughput() != null) {
      changed.provisionedThroughput(
          Throughputs.changed(
              index.provisionedThroughput().orElse(TableDescriptions.UNLIMITED),
              update.provisionedThroughput(),
              now));
    }
    if (update != null && update.onDemandThroughput() != null) {
      changed.onDemandThroughput(
          Throughputs.merged(index.onDemandThroughput(), update.onDemandThroughput()).orElse(null));
    }
    if (update != null && update.warmThroughput() != null) {
      changed.warmThroughput(Warmth.ofIndex(update.warmThroughput(), index.warmThroughput()));
    }
    return changed.build();
  }
}
