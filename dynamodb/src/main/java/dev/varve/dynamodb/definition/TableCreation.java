package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.BillingMode;
import dev.varve.dynamodb.api.BillingModeSummary;
import dev.varve.dynamodb.api.CreateTable;
import dev.varve.dynamodb.api.GetResourcePolicyResult;
import dev.varve.dynamodb.api.GlobalSecondaryIndex;
import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.LocalSecondaryIndex;
import dev.varve.dynamodb.api.TableClassSummary;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.rules.CreateTableRules;
import dev.varve.dynamodb.api.rules.Findings;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.control.TablePlan;
import dev.varve.dynamodb.table.TableArns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From the request of CreateTable to the table that is to be. */
public final class TableCreation {
  private static final int MAX_KEY_ELEMENTS = 2;

  private TableCreation() {}

  /** The constraints of the model, and those that it left out. */
  public static void check(CreateTable request, Findings out) {
    CreateTableRules.check(request, out);
    out.required("attributeDefinitions", request.attributeDefinitions());
    out.required("keySchema", request.keySchema());
    out.size("keySchema", request.keySchema(), 0, MAX_KEY_ELEMENTS);
    out.each("localSecondaryIndexes", request.localSecondaryIndexes(), TableCreation::checkLocal);
  }

  private static void checkLocal(LocalSecondaryIndex index, Findings out) {
    out.size("keySchema", index.keySchema(), 0, MAX_KEY_ELEMENTS);
  }

  /**
   * The table that a request asks for, checked in the service's order: billing, keys, local and
   * global indexes, stream, encryption, tags, policy.
   *
   * @param partitions over how many partitions to spread it
   * @throws dev.varve.dynamodb.error.ValidationException if the request breaks a rule
   */
  public static TablePlan plan(CreateTable request, int partitions) {
    Unsupported.requireAbsent("VectorIndexes", request.vectorIndexes());
    Unsupported.requireAbsent("GlobalTableSourceArn", request.globalTableSourceArn());
    Unsupported.requireAbsent(
        "GlobalTableSettingsReplicationMode", request.globalTableSettingsReplicationMode());
    boolean onDemand = request.billingMode() == BillingMode.PAY_PER_REQUEST;
    Throughputs.requireFitting(
        request.provisionedThroughput(), request.onDemandThroughput(), onDemand);
    KeyDefinitions keys = new KeyDefinitions(request.attributeDefinitions());
    List<KeyElement> tableKey = keys.tableKey(request.keySchema());
    IndexDefinitions indexes = new IndexDefinitions(keys);
    if (request.localSecondaryIndexes() == null && request.globalSecondaryIndexes() == null) {
      keys.requireNoneSpare();
    }
    indexes.addLocal(request.localSecondaryIndexes(), tableKey);
    indexes.addGlobal(request.globalSecondaryIndexes(), onDemand);
    IndexDefinitions.requireFewProjected(indexes.all());
    keys.requireAllUsed();
    StreamSettings.requireCreatable(request.streamSpecification());
    Encryption.check(request.sseSpecification());
    if (request.tags() != null && !request.tags().isEmpty()) {
      Tags.check(request.tags());
    }
    if (request.resourcePolicy() != null) {
      Policies.check(request.resourcePolicy());
    }
    String name = TableArns.name(request.tableName());
    return new TablePlan(
        name,
        tableKey.getFirst(),
        tableKey.size() > 1 ? tableKey.get(1) : null,
        partitions,
        indexes.all(),
        (number, created) ->
            settings(
                request,
                TableSettings.tableId(name, number, created),
                Instant.ofEpochMilli(created),
                allKeys(tableKey, indexes.all())));
  }

  /** The key attributes of a table and its indexes. */
  static List<KeyElement> allKeys(List<KeyElement> tableKey, List<IndexRecord> indexes) {
    List<KeyElement> keys = new ArrayList<>(tableKey);
    indexes.forEach(index -> keys.addAll(index.keys()));
    return keys;
  }

  private static TableSettings settings(
      CreateTable request, String id, Instant created, List<KeyElement> keys) {
    TableDescription.Builder description =
        TableSettings.blank()
            .tableId(id)
            .attributeDefinitions(KeyDefinitions.definitions(keys))
            .provisionedThroughput(Throughputs.described(request.provisionedThroughput()))
            .deletionProtectionEnabled(Boolean.TRUE.equals(request.deletionProtectionEnabled()));
    if (request.billingMode() == BillingMode.PAY_PER_REQUEST) {
      description.billingModeSummary(
          BillingModeSummary.builder()
              .billingMode(BillingMode.PAY_PER_REQUEST)
              .lastUpdateToPayPerRequestDateTime(created)
              .build());
    }
    if (request.onDemandThroughput() != null) {
      description.onDemandThroughput(request.onDemandThroughput());
    }
    if (request.warmThroughput() != null) {
      description.warmThroughput(Warmth.of(request.warmThroughput(), Optional.empty()));
    }
    StreamSettings.apply(request.streamSpecification(), description);
    Encryption.apply(request.sseSpecification(), description);
    if (request.tableClass() != null) {
      description.tableClassSummary(
          TableClassSummary.builder().tableClass(request.tableClass()).build());
    }
    if (request.globalSecondaryIndexes() != null) {
      description.globalSecondaryIndexes(
          request.globalSecondaryIndexes().stream().map(TableCreation::described).toList());
    }
    Optional<GetResourcePolicyResult> policy =
        Optional.ofNullable(request.resourcePolicy())
            .map(text -> Policies.revised(Optional.empty(), text, created.toEpochMilli()));
    return new TableSettings(
        description.build(),
        request.tags() == null ? List.of() : request.tags(),
        policy,
        List.of());
  }

  /** What is kept of a global index beside its record. */
  private static GlobalSecondaryIndexDescription described(GlobalSecondaryIndex index) {
    return GlobalSecondaryIndexDescription.builder()
        .indexName(index.indexName())
        .provisionedThroughput(Throughputs.described(index.provisionedThroughput()))
        .onDemandThroughput(index.onDemandThroughput())
        .warmThroughput(Warmth.ofIndex(index.warmThroughput(), Optional.empty()))
        .build();
  }
}
