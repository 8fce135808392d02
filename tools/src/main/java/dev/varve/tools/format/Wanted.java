package dev.varve.tools.format;

import dev.varve.dynamodb.value.AttributeType;
import java.util.Map;

/**
 * What is wanted of a file.
 *
 * @param table whose items, if the file has tables
 * @param keyTypes the types of the key attributes of the table and its indexes, for files that do
 *     not tell types
 */
public record Wanted(String table, Map<String, AttributeType> keyTypes) {
  /** Copies the map. */
  public Wanted {
    keyTypes = Map.copyOf(keyTypes);
  }
}
