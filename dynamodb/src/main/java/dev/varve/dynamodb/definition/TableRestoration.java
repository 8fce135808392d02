package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.GlobalSecondaryIndexInfo;
import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.LocalSecondaryIndex;
import dev.varve.dynamodb.api.LocalSecondaryIndexInfo;
import dev.varve.dynamodb.api.OnDemandThroughput;
import dev.varve.dynamodb.api.ProvisionedThroughput;
import dev.varve.dynamodb.api.SSESpecification;
import dev.varve.dynamodb.api.SSEType;
import dev.varve.dynamodb.api.SourceTableDetails;
import dev.varve.dynamodb.api.SourceTableFeatureDetails;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.control.RestoreSource;
import dev.varve.dynamodb.control.TablePlan;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.table.KeySchemas;
import java.util.ArrayList;
import java.util.List;

/**
 * From the request of a restoration to the table that is to be: what CreateTable would have to say
 * to make the source anew, with what the request overrides.
 */
public final class TableRestoration {
  private static final String GLOBAL = "GlobalSecondaryIndexOverride";
  private static final String LOCAL = "LocalSecondaryIndexOverride";

  private final Restoration request;
  private final RestoreSource origin;
  private final SourceTableDetails source;
  private final SourceTableFeatureDetails features;
  private final boolean onDemand;

  private TableRestoration(Restoration request, RestoreSource origin) {
    this.request = request;
    this.origin = origin;
    this.source = origin.details();
    this.features = origin.features();
    this.onDemand =
        (request.billingMode() == null
                ? source.billingMode().orElse(BillingMode.PROVISIONED)
                : request.billingMode())
            == BillingMode.PAY_PER_REQUEST;
  }

  /**
   * The table that a request asks for.
   *
   * @throws ValidationException if the request breaks a rule of CreateTable, or names an index that
   *     the source does not have
   */
  public static TablePlan plan(Restoration request, RestoreSource origin) {
    return new TableRestoration(request, origin).plan();
  }

  private TablePlan plan() {
    List<GlobalSecondaryIndex> global = global();
    List<LocalSecondaryIndex> local = local();
    List<IndexRecord> kept = new ArrayList<>();
    local.forEach(index ->
        kept.add(require(LOCAL, IndexRecord.Kind.LOCAL, index.indexName(), index.keySchema())));
    global.forEach(index ->
        kept.add(require(GLOBAL, IndexRecord.Kind.GLOBAL, index.indexName(), index.keySchema())));
    CreateTable creation =
        CreateTable.named(request.name())
            .attributeDefinitions(
                KeyDefinitions.definitions(TableCreation.allKeys(origin.table().keys(), kept)))
            .keySchema(KeySchemas.of(origin.table()))
            .billingMode(onDemand ? BillingMode.PAY_PER_REQUEST : BillingMode.PROVISIONED)
            .provisionedThroughput(provisioned())
            .onDemandThroughput(ceilings())
            .localSecondaryIndexes(local.isEmpty() ? null : local)
            .globalSecondaryIndexes(global.isEmpty() ? null : global)
            .sseSpecification(encryption())
            .build();
    TablePlan plan = TableCreation.plan(creation, origin.table().partitions().size());
    plan.indexes().forEach(this::requireProjection);
    return new TablePlan(
        plan.name(),
        plan.partitionKey(),
        plan.sortKey(),
        plan.partitions(),
        kept,
        (number, created) -> restored(plan.settings().of(number, created)));
  }

  /** The index of the source that an override names. */
  private IndexRecord require(
      String member, IndexRecord.Kind kind, String name, List<KeySchemaElement> schema) {
    IndexRecord index =
        origin
            .table()
            .index(name)
            .filter(found -> found.kind() == kind)
            .orElseThrow(() ->
                ValidationException.invalidValues(
                    member + " names an index that " + origin.what() + " does not have: " + name));
    if (!KeySchemas.of(index).equals(schema)) {
      throw ValidationException.invalidValues(
          member + " has another KeySchema than " + origin.what() + " for index: " + name);
    }
    return index;
  }

  private void requireProjection(IndexRecord planned) {
    IndexRecord index = origin.table().index(planned.name()).orElseThrow();
    if (!index.projection().equals(planned.projection())) {
      throw ValidationException.invalidValues(
          (index.kind() == IndexRecord.Kind.GLOBAL ? GLOBAL : LOCAL)
              + " has another Projection than "
              + origin.what()
              + " for index: "
              + planned.name());
    }
  }

  private ProvisionedThroughput provisioned() {
    if (request.provisionedThroughput() != null) {
      return request.provisionedThroughput();
    }
    return onDemand ? null : units(source.provisionedThroughput());
  }

  /** Units that were provisioned; null for those of a table on demand. */
  private static ProvisionedThroughput units(ProvisionedThroughput units) {
    return units == null || units.readCapacityUnits() == 0 ? null : units;
  }

  private OnDemandThroughput ceilings() {
    if (request.onDemandThroughput() != null) {
      return request.onDemandThroughput();
    }
    return onDemand ? source.onDemandThroughput().orElse(null) : null;
  }

  private SSESpecification encryption() {
    if (request.encryption() != null) {
      return request.encryption();
    }
    return features
        .sseDescription()
        .map(kept -> new SSESpecification(true, SSEType.KMS, kept.kmsMasterKeyArn().orElse(null)))
        .orElse(null);
  }

  private List<GlobalSecondaryIndex> global() {
    return request.globalIndexes() == null
        ? features.globalSecondaryIndexes().stream().map(this::same).toList()
        : request.globalIndexes();
  }

  private GlobalSecondaryIndex same(GlobalSecondaryIndexInfo index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.indexName().orElseThrow())
        .keySchema(index.keySchema())
        .projection(index.projection().orElseThrow())
        .provisionedThroughput(onDemand ? null : units(index.provisionedThroughput().orElse(null)))
        .onDemandThroughput(onDemand ? index.onDemandThroughput().orElse(null) : null)
        .build();
  }

  private List<LocalSecondaryIndex> local() {
    return request.localIndexes() == null
        ? features.localSecondaryIndexes().stream().map(TableRestoration::same).toList()
        : request.localIndexes();
  }

  private static LocalSecondaryIndex same(LocalSecondaryIndexInfo index) {
    return LocalSecondaryIndex.builder()
        .indexName(index.indexName().orElseThrow())
        .keySchema(index.keySchema())
        .projection(index.projection().orElseThrow())
        .build();
  }

  /** Settings that say what the table is made of. */
  private TableSettings restored(TableSettings settings) {
    return settings.withDescription(
        settings.description().toBuilder().restoreSummary(origin.summary()).build());
  }
}
