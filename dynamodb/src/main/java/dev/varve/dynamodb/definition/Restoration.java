package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.LocalSecondaryIndex;
import dev.varve.dynamodb.api.OnDemandThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.RestoreTableFromBackup;
import dev.varve.dynamodb.api.RestoreTableToPointInTime;
import dev.varve.dynamodb.api.SSESpecification;
import dev.varve.dynamodb.error.ValidationException;
import java.util.List;

/**
 * What a request says of a table that is to be made out of another's past, from whichever of the
 * operations it comes. What it leaves open is null, and as it is in the source.
 *
 * @param name of the table
 * @param globalIndexes which of the source's it gets
 * @param localIndexes which of the source's it gets
 */
public record Restoration(
    String name,
    BillingMode billingMode,
    List<GlobalSecondaryIndex> globalIndexes,
    List<LocalSecondaryIndex> localIndexes,
    ProvisionedThroughput provisionedThroughput,
    OnDemandThroughput onDemandThroughput,
    SSESpecification encryption) {

  /**
   * What a request says.
   *
   * @throws ValidationException if it asks for what this database does not have
   */
  public static Restoration of(RestoreTableFromBackup request) {
    Unsupported.requireAbsent("VectorIndexOverride", request.vectorIndexOverride());
    return new Restoration(
        request.targetTableName(),
        request.billingModeOverride(),
        request.globalSecondaryIndexOverride(),
        request.localSecondaryIndexOverride(),
        request.provisionedThroughputOverride(),
        request.onDemandThroughputOverride(),
        request.sseSpecificationOverride());
  }

  /** What a request says, as above. */
  public static Restoration of(RestoreTableToPointInTime request) {
    Unsupported.requireAbsent("VectorIndexOverride", request.vectorIndexOverride());
    return new Restoration(
        request.targetTableName(),
        request.billingModeOverride(),
        request.globalSecondaryIndexOverride(),
        request.localSecondaryIndexOverride(),
        request.provisionedThroughputOverride(),
        request.onDemandThroughputOverride(),
        request.sseSpecificationOverride());
  }
}
