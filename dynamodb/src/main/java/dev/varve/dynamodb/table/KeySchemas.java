package dev.varve.dynamodb.table;

import dev.varve.dynamodb.api.KeySchemaElement;
import dev.varve.dynamodb.api.KeyType;
import dev.varve.dynamodb.catalog.IndexRecord;
import dev.varve.dynamodb.catalog.TableRecord;
import dev.varve.dynamodb.codec.KeyElement;
import java.util.List;
import java.util.stream.Stream;

/** Key schemas as the service writes them. */
public final class KeySchemas {
  private KeySchemas() {}

  /** The key of a table. */
  public static List<KeySchemaElement> of(TableRecord table) {
    return ofTable(table.partitionKey(), table.sortKey());
  }

  /** The key of an index. */
  public static List<KeySchemaElement> of(IndexRecord index) {
    return of(index.partitionKey(), index.sortKey());
  }

  private static List<KeySchemaElement> ofTable(KeyElement partitionKey, KeyElement sortKey) {
    return of(List.of(partitionKey), sortKey == null ? List.of() : List.of(sortKey));
  }

  private static List<KeySchemaElement> of(List<KeyElement> hash, List<KeyElement> range) {
    return Stream.concat(
            hash.stream().map(key -> new KeySchemaElement(key.name(), KeyType.HASH)),
            range.stream().map(key -> new KeySchemaElement(key.name(), KeyType.RANGE)))
        .toList();
  }
}
