package dev.varve.tools;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The table and the key of an item, the key as plain words or as DynamoDB JSON. */
final class KeyArgument {
  @Mixin private TableArgument table;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PARTITION-KEY",
      description = "As plain text; Base64 if its type is B.")
  private String partitionKey;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "SORT-KEY",
      description = "If the table has one.")
  private String sortKey;

  @Option(
      names = "--key",
      paramLabel = "JSON",
      description = "The key in place of these words, e.g. {\"id\":{\"S\":\"a\"}}.")
  private String json;

  /** The name of the table. */
  String table() {
    return table.name();
  }

  /** A key that has been given, before the table is known. */
  interface ItemKey {
    /** The key for a table of an open database. */
    Item in(Varve varve) throws IOException, CommandFailedException;
  }

  /**
   * Returns the key.
   *
   * @throws UsageException if none is given, or two
   */
  ItemKey key() throws IOException, CommandFailedException {
    String name = table.name();
    List<String> words = table.following(partitionKey, sortKey);
    if (words.isEmpty() == (json == null)) {
      throw new UsageException("give either PARTITION-KEY and SORT-KEY, or --key");
    }
    if (json != null) {
      Item key = JsonText.item("--key", json);
      return varve -> key;
    }
    return varve ->
        KeyText.key(
            varve.tableDefinition(name), words.getFirst(), words.size() > 1 ? words.get(1) : null);
  }
}
