package dev.varve.dynamodb;

import dev.varve.dynamodb.api.ProjectionType;
import dev.varve.dynamodb.error.ValidationException;
import java.util.List;

/**
 * A secondary index of a table that is to be created.
 *
 * @param name 3 to 255 characters of {@code a-zA-Z0-9_.-}, unique in its table
 * @param partitionKey the 1 to 4 attributes whose hash spreads the entries, or none for the
 *     table's: the index is a local one then
 * @param sortKey the attributes that order the entries of one partition key, 0 to 4; a local index
 *     has one
 * @param projection which attributes an entry has
 * @param projected with {@link ProjectionType#INCLUDE}, the names of the attributes beside the
 *     keys; empty otherwise
 */
public record IndexDefinition(
    String name,
    List<KeyAttribute> partitionKey,
    List<KeyAttribute> sortKey,
    ProjectionType projection,
    List<String> projected) {

  /**
   * Checks.
   *
   * @throws ValidationException if there is no key, or names are listed and not projected
   */
  public IndexDefinition {
    partitionKey = List.copyOf(partitionKey);
    sortKey = List.copyOf(sortKey);
    projected = List.copyOf(projected);
    if (partitionKey.isEmpty() && sortKey.isEmpty()) {
      throw ValidationException.missing("keySchema");
    }
    if (projection != ProjectionType.INCLUDE && !projected.isEmpty()) {
      throw ValidationException.invalidValues(
          "ProjectionType is " + projection + ", but NonKeyAttributes is specified");
    }
  }

  /** A global index by one attribute, with all attributes. */
  public static IndexDefinition global(String name, KeyAttribute partitionKey) {
    return new IndexDefinition(
        name, List.of(partitionKey), List.of(), ProjectionType.ALL, List.of());
  }

  /** A global index by two attributes, with all attributes. */
  public static IndexDefinition global(
      String name, KeyAttribute partitionKey, KeyAttribute sortKey) {
    return new IndexDefinition(
        name, List.of(partitionKey), List.of(sortKey), ProjectionType.ALL, List.of());
  }

  /** A local index, with all attributes. */
  public static IndexDefinition local(String name, KeyAttribute sortKey) {
    return new IndexDefinition(name, List.of(), List.of(sortKey), ProjectionType.ALL, List.of());
  }

  /** This index with no attributes but the keys. */
  public IndexDefinition keysOnly() {
    return new IndexDefinition(name, partitionKey, sortKey, ProjectionType.KEYS_ONLY, List.of());
  }

  /** This index with the keys and some attributes. */
  public IndexDefinition including(String... attributes) {
    return new IndexDefinition(
        name, partitionKey, sortKey, ProjectionType.INCLUDE, List.of(attributes));
  }
}
