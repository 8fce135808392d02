package dev.varve.tools.transfer;

import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import java.util.List;
import java.util.Optional;

/**
 * Whether an item fits a table, told without the table: so a whole file can be checked before
 * anything is created or written.
 *
 * @param partitionKey the table's partition key
 * @param sortKey the table's sort key, if it has one
 */
public record KeyRules(KeyAttribute partitionKey, Optional<KeyAttribute> sortKey) {

  /** Returns what keeps the item out of the table, or nothing. */
  Optional<String> objection(Item item) {
    for (KeyAttribute key :
        sortKey.map(sort -> List.of(partitionKey, sort)).orElse(List.of(partitionKey))) {
      AttributeValue value = item.get(key.name());
      if (value == null) {
        return Optional.of("the key attribute " + key.name() + " is missing");
      }
      if (value.type() != key.type()) {
        return Optional.of(
            "the key attribute "
                + key.name()
                + " has type "
                + value.type()
                + ", not "
                + key.type());
      }
      if ((value instanceof AttributeValue.S text && text.value().isEmpty())
          || (value instanceof AttributeValue.B bytes && bytes.length() == 0)) {
        return Optional.of("the key attribute " + key.name() + " is empty");
      }
    }
    int sizeBytes = item.sizeBytes();
    if (sizeBytes > ItemRules.MAX_ITEM_BYTES) {
      return Optional.of(
          "the item has "
              + sizeBytes
              + " bytes; at most "
              + ItemRules.MAX_ITEM_BYTES
              + " are allowed");
    }
    return Optional.empty();
  }
}
