package dev.varve.dynamodb.catalog;

import java.util.List;

/**
 * Which attributes an index's entries have, beside the keys of the index and of the table.
 *
 * @param nonKeyAttributes with {@code INCLUDE}: the names; empty otherwise
 */
public record ProjectionRecord(Type type, List<String> nonKeyAttributes) {
  /** All attributes. */
  public static final ProjectionRecord ALL = new ProjectionRecord(Type.ALL, List.of());

  /** No others than the keys. */
  public static final ProjectionRecord KEYS_ONLY = new ProjectionRecord(Type.KEYS_ONLY, List.of());

  /** The kinds of projections. */
  public enum Type {
    ALL,
    KEYS_ONLY,
    INCLUDE
  }

  public ProjectionRecord {
    nonKeyAttributes = List.copyOf(nonKeyAttributes);
    if (type != Type.INCLUDE && !nonKeyAttributes.isEmpty()) {
      throw new IllegalArgumentException("attributes of a projection of " + type);
    }
  }

  /** The keys and these attributes. */
  public static ProjectionRecord include(List<String> nonKeyAttributes) {
    return new ProjectionRecord(Type.INCLUDE, nonKeyAttributes);
  }
}
