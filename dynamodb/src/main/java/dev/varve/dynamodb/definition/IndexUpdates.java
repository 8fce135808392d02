package dev.varve.dynamodb.definition;

import dev.varve.dynamodb.api.AttributeDefinition;
import dev.varve.dynamodb.api.CreateGlobalSecondaryIndexAction;
import dev.varve.dynamodb.api.GlobalSecondaryIndexDescription;
import dev.varve.dynamodb.api.GlobalSecondaryIndexUpdate;
import dev.varve.dynamodb.api.LimitExceededException;
import dev.varve.dynamodb.api.TableDescription;
import dev.varve.dynamodb.api.UpdateGlobalSecondaryIndexAction;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.catalog.TableSettings;
import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.control.TableChange;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.refusal.Refusals;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request of UpdateTable does to global indexes: creates one, deletes one, or changes the
 * throughput of several. Immutable.
 *
 * @param updates changes of throughput
 * @param created null for none
 * @param definition what {@code created} makes
 * @param deleted the name of an index, or null for none
 */
record IndexUpdates(
    List<UpdateGlobalSecondaryIndexAction> updates,
    CreateGlobalSecondaryIndexAction created,
    IndexRecord definition,
    String deleted) {

  /**
   * The updates of a request.
   *
   * @param list null for none
   * @param definitions null for none
   * @throws ValidationException if an element has no action or two, or defines no index
   * @throws LimitExceededException if two indexes are to be created or deleted
   */
  static IndexUpdates of(
      List<GlobalSecondaryIndexUpdate> list, List<AttributeDefinition> definitions) {
    KeyDefinitions keys = new KeyDefinitions(definitions == null ? List.of() : definitions);
    List<UpdateGlobalSecondaryIndexAction> updates = new ArrayList<>();
    List<CreateGlobalSecondaryIndexAction> creations = new ArrayList<>();
    List<String> deletions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (GlobalSecondaryIndexUpdate update :
        list == null ? List.<GlobalSecondaryIndexUpdate>of() : list) {
      requireOneAction(update);
      String name;
      if (update.update() != null) {
        updates.add(update.update());
        name = update.update().indexName();
      } else if (update.create() != null) {
        creations.add(update.create());
        name = update.create().indexName();
      } else {
        deletions.add(update.delete().indexName());
        name = update.delete().indexName();
      }
      if (!names.add(name)) {
        throw ValidationException.invalidValues(
            "Only one global secondary index update per index is allowed simultaneously. Index: "
                + name);
      }
    }
    IndexRecord definition = null;
    for (CreateGlobalSecondaryIndexAction create : creations) {
      definition =
          IndexDefinitions.global(
              keys,
              create.indexName(),
              create.keySchema(),
              create.projection(),
              IndexRecord.Status.CREATING);
    }
    if (creations.size() + deletions.size() > 1) {
      throw Refusals.oneIndexAtATime();
    }
    for (UpdateGlobalSecondaryIndexAction update : updates) {
      Throughputs.requireInBounds(update.provisionedThroughput());
    }
    return new IndexUpdates(
        List.copyOf(updates),
        creations.isEmpty() ? null : creations.getFirst(),
        definition,
        deletions.isEmpty() ? null : deletions.getFirst());
  }

  private static void requireOneAction(GlobalSecondaryIndexUpdate update) {
    int actions =
        (update.update() == null ? 0 : 1)
            + (update.create() == null ? 0 : 1)
            + (update.delete() == null ? 0 : 1);
    if (actions == 0) {
      throw ValidationException.invalidValues(
          "One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create,"
              + " GlobalSecondaryIndexUpdate.Delete must not be null");
    }
    if (actions > 1) {
      throw ValidationException.invalidValues(
          "Only one global secondary index action is allowed per GlobalSecondaryIndexUpdate"
              + " object");
    }
  }

  boolean hasThroughputs() {
    return !updates.isEmpty();
  }

  boolean hasCreationOrDeletion() {
    return created != null || deleted != null;
  }

  /** The creation or deletion of an index, if the request asks for one. */
  Optional<TableChange> creationOrDeletion(TableRecord table) {
    if (created != null) {
      return Optional.of(creation(table));
    }
    return deleted == null ? Optional.empty() : Optional.of(deletion(table));
  }

  private TableChange creation(TableRecord table) {
    TableDescription present = table.settings().description();
    if (table.index(definition.name()).isPresent()) {
      throw new ValidationException("Attempting to create an index which already exists");
    }
    Throughputs.requireFitting(
        created.indexName(),
        created.provisionedThroughput(),
        created.onDemandThroughput(),
        TableSettings.isOnDemand(present));
    requireSameTypes(present.attributeDefinitions(), definition.keys());
    List<IndexRecord> all = new ArrayList<>(table.indexes());
    all.add(definition);
    IndexDefinitions.requireFewGlobal(
        (int) all.stream().filter(index -> index.kind() == IndexRecord.Kind.GLOBAL).count());
    IndexDefinitions.requireFewProjected(all);
    List<GlobalSecondaryIndexDescription> described =
        new ArrayList<>(present.globalSecondaryIndexes());
    described.add(
        GlobalSecondaryIndexDescription.builder()
            .indexName(created.indexName())
            .provisionedThroughput(Throughputs.described(created.provisionedThroughput()))
            .onDemandThroughput(created.onDemandThroughput())
            .warmThroughput(Warmth.ofIndex(created.warmThroughput(), Optional.empty()))
            .build());
    return new TableChange.AddIndex(definition, settings(table, all, described));
  }

  /** An attribute that the table defines keeps its type. */
  private static void requireSameTypes(List<AttributeDefinition> present, List<KeyElement> keys) {
    for (KeyElement key : keys) {
      for (AttributeDefinition definition : present) {
        if (definition.attributeName().equals(key.name())
            && KeyDefinitions.type(definition.attributeType()) != key.type()) {
          throw ValidationException.invalidValues(
              "Attributes cannot be redefined. Please check that your attribute has the same type"
                  + " as previously defined. Existing schema: "
                  + key.name()
                  + ":"
                  + definition.attributeType()
                  + " New schema: "
                  + key.name()
                  + ":"
                  + key.type());
        }
      }
    }
  }

  private TableChange deletion(TableRecord table) {
    IndexRecord index = require(table, deleted);
    if (index.kind() != IndexRecord.Kind.GLOBAL) {
      throw new ValidationException(
          "Cannot delete an index that is not a GlobalSecondaryIndex: " + deleted);
    }
    return new TableChange.RemoveIndex(
        index,
        settings(
            table,
            table.withoutIndex(deleted).indexes(),
            table.settings().description().globalSecondaryIndexes().stream()
                .filter(description -> !description.indexName().equals(Optional.of(deleted)))
                .toList()));
  }

  /** The index of a name. */
  static IndexRecord require(TableRecord table, String name) {
    return table.index(name).orElseThrow(Refusals::noTable);
  }

  /** The settings of a table with these indexes, whose keys are all that it defines. */
  private static TableSettings settings(
      TableRecord table,
      List<IndexRecord> indexes,
      List<GlobalSecondaryIndexDescription> described) {
    return table
        .settings()
        .withDescription(
            table.settings().description().toBuilder()
                .attributeDefinitions(
                    KeyDefinitions.definitions(TableCreation.allKeys(table.keys(), indexes)))
                .globalSecondaryIndexes(described)
                .build());
  }
}
