package dev.varve.soak.lane;

import static dev.varve.soak.lane.TableItems.GROUP;
import static dev.varve.soak.lane.TableItems.NUMBER;
import static dev.varve.soak.lane.TableItems.SHADE;
import static dev.varve.soak.lane.TableItems.VERSION;

import dev.varve.dynamodb.IndexDefinition;
import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.value.AttributeType;

/**
 * Where the items of a lane are.
 *
 * @param table its name
 * @param prefix begins the names of the lane's groups and shades, so that lanes can share a table
 * @param indexed whether the table has its two global indexes
 */
public record TablePlace(String table, String prefix, boolean indexed) {
  /** The index that has each item's version and no more. */
  public static final String BY_VERSION = "ByVersion";

  /** The index that has all of those items that have a shade. */
  public static final String BY_SHADE = "ByShade";

  /** The table's definition, for the builder to complete. */
  public TableDefinition.Builder definition() {
    TableDefinition.Builder definition =
        TableDefinition.named(table)
            .partitionKey(GROUP, AttributeType.S)
            .sortKey(NUMBER, AttributeType.N);
    if (indexed) {
      KeyAttribute group = new KeyAttribute(GROUP, AttributeType.S);
      KeyAttribute version = new KeyAttribute(VERSION, AttributeType.N);
      definition
          .index(IndexDefinition.global(BY_VERSION, group, version).keysOnly())
          .globalIndex(BY_SHADE, SHADE, AttributeType.S, NUMBER, AttributeType.N);
    }
    return definition;
  }
}
