package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.UpdateTable;
import dev.varve.dynamodb.error.ValidationException;

/**
 * The kinds of changes that a request of UpdateTable asks for, of which most go alone.
 *
 * @param units throughput of the table or of indexes, and how it is billed
 * @param onDemand whether the units are no more than a change to billing on demand
 * @param indexes creation or deletion of an index
 */
record UpdateKinds(
    boolean units,
    boolean onDemand,
    boolean indexes,
    boolean stream,
    boolean encryption,
    boolean tableClass,
    boolean protection,
    boolean replicas,
    boolean warm) {

  static UpdateKinds of(UpdateTable request, IndexUpdates indexes) {
    return new UpdateKinds(
        request.provisionedThroughput() != null
            || request.billingMode() != null
            || request.onDemandThroughput() != null
            || indexes.hasThroughputs(),
        request.billingMode() == BillingMode.PAY_PER_REQUEST
            && request.provisionedThroughput() == null
            && request.onDemandThroughput() == null
            && !indexes.hasThroughputs(),
        indexes.hasCreationOrDeletion(),
        request.streamSpecification() != null,
        request.sseSpecification() != null,
        request.tableClass() != null,
        request.deletionProtectionEnabled() != null,
        request.replicaUpdates() != null,
        request.warmThroughput() != null);
  }

  private int count() {
    int count = 0;
    for (boolean kind :
        new boolean[] {
          units, indexes, stream, encryption, tableClass, protection, replicas, warm
        }) {
      count += kind ? 1 : 0;
    }
    return count;
  }

  /**
   * Checks that the request asks for one change, or for two that go together.
   *
   * @throws ValidationException if not
   */
  void requireOne() {
    int count = count();
    if (count == 0) {
      throw new ValidationException(
          "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled,"
              + " GlobalSecondaryIndexUpdates, SSESpecification, ReplicaUpdates,"
              + " MultiAccountReplicaReady, ReplicaTransitRoleArn, MultiRegionConsistency,"
              + " DeletionProtectionEnabled, OnDemandThroughput, WarmThroughput or TableClass is"
              + " required");
    }
    if (count == 1) {
      return;
    }
    requireAlone("Server-Side Encryption modification", encryption);
    requireAlone("TableClass modification", tableClass);
    requireAlone("DeletionProtection modification", protection);
    requireAlone("Replica modification", replicas);
    requireAlone("WarmThroughput", warm);
    if (units && stream && !onDemand) {
      throw ValidationException.invalidValues(
          "You cannot modify stream status while updating table IOPS");
    }
    if (units && indexes) {
      throw ValidationException.invalidValues(
          "You cannot create or delete index while updating table IOPS");
    }
    if (stream && indexes) {
      throw ValidationException.invalidValues(
          "You cannot create or delete index while changing stream status");
    }
  }

  private static void requireAlone(String kind, boolean isAsked) {
    if (isAsked) {
      throw ValidationException.invalidValues(kind + " must be the only operation in the request");
    }
  }
}
