package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.TableClassSummary;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.control.TableChange;
import dev.varve.dynamodb.error.ValidationException;
import java.time.Instant;
import java.util.Optional;

/**
 * A request of UpdateTable: one kind of change, checked as far as the request alone tells, and then
 * against the table. Immutable.
 */
public final class TableUpdate {
  private final UpdateTable request;
  private final IndexUpdates indexes;

  private TableUpdate(UpdateTable request, IndexUpdates indexes) {
    this.request = request;
    this.indexes = indexes;
  }

  /**
   * An update.
   *
   * @throws ValidationException if the request alone breaks a rule
   */
  public static TableUpdate of(UpdateTable request) {
    Unsupported.requireAbsent("VectorIndexUpdates", request.vectorIndexUpdates());
    Unsupported.requireAbsent("GlobalTableWitnessUpdates", request.globalTableWitnessUpdates());
    Unsupported.requireAbsent("MultiRegionConsistency", request.multiRegionConsistency());
    Unsupported.requireAbsent(
        "GlobalTableSettingsReplicationMode", request.globalTableSettingsReplicationMode());
    IndexUpdates indexes =
        IndexUpdates.of(request.globalSecondaryIndexUpdates(), request.attributeDefinitions());
    UpdateKinds kinds = UpdateKinds.of(request, indexes);
    kinds.requireOne();
    Unsupported.requireAbsent("ReplicaUpdates", request.replicaUpdates());
    if (request.billingMode() == BillingMode.PAY_PER_REQUEST
        && request.provisionedThroughput() != null) {
      throw ValidationException.invalidValues(
          "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
              + " PAY_PER_REQUEST");
    }
    Throughputs.requireInBounds(request.provisionedThroughput());
    StreamSettings.requireChange(request.streamSpecification());
    Encryption.check(request.sseSpecification());
    return new TableUpdate(request, indexes);
  }

  /**
   * What the update does to a table.
   *
   * @param now the time
   * @param limitsDecreases whether there may be but some decreases of throughput in a day
   * @throws dev.varve.dynamodb.error.DynamoException if the table as it is does not allow it
   */
  public TableChange of(TableRecord table, Instant now, boolean limitsDecreases) {
    TableDescription present = table.settings().description();
    TableDescription.Builder changed = present.toBuilder();
    Optional<TableChange> ofIndex = indexes.creationOrDeletion(table);
    if (ofIndex.isPresent()) {
      return ofIndex.get();
    }
    Billing billing = Billing.of(table, request, indexes, now, limitsDecreases);
    billing.apply(changed);
    if (request.streamSpecification() != null) {
      StreamSettings.requireChangeOf(
          table.name(), present.streamSpecification().isPresent(), request.streamSpecification());
      StreamSettings.apply(request.streamSpecification(), changed);
    }
    Encryption.apply(request.sseSpecification(), changed);
    if (request.tableClass() != null) {
      changed.tableClassSummary(
          TableClassSummary.builder()
              .tableClass(request.tableClass())
              .lastUpdateDateTime(now)
              .build());
    }
    if (request.deletionProtectionEnabled() != null) {
      changed.deletionProtectionEnabled(request.deletionProtectionEnabled());
    }
    if (request.warmThroughput() != null) {
      changed.warmThroughput(Warmth.of(request.warmThroughput(), present.warmThroughput()));
    }
    TableDescription description = changed.build();
    return description.equals(present)
        ? new TableChange.None()
        : new TableChange.Settings(
            table.settings().withDescription(description).withSwitches(billing.switches(table)));
  }
}
