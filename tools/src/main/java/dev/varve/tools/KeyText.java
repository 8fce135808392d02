package dev.varve.tools;

import dev.varve.dynamodb.KeyAttribute;
import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.util.Base64;

/**
 * Keys as they are typed on the command line: the table knows the types, so plain text is enough
 * (Base64 for B).
 */
final class KeyText {
  private KeyText() {}

  /** Returns the value that {@code text} means for a key attribute. */
  static AttributeValue value(KeyAttribute attribute, String text) throws CommandFailedException {
    try {
      return switch (attribute.type()) {
        case S -> AttributeValue.s(text);
        case N -> AttributeValue.n(text);
        case B -> AttributeValue.b(Base64.getDecoder().decode(text));
        case BOOL, NULL, SS, NS, BS, L, M -> throw new AssertionError("no key type: " + attribute);
      };
    } catch (ValidationException | IllegalArgumentException broken) {
      throw new CommandFailedException(
          "the key attribute "
              + attribute.name()
              + " is "
              + attribute.type()
              + ": "
              + broken.getMessage(),
          broken);
    }
  }

  /** Compares two values of the same key attribute in the order of the table. */
  static int compare(AttributeValue a, AttributeValue b) {
    return switch (a) {
      case AttributeValue.S text -> text.compareTo((AttributeValue.S) b);
      case AttributeValue.N number -> number.compareTo((AttributeValue.N) b);
      case AttributeValue.B bytes -> bytes.compareTo((AttributeValue.B) b);
      default -> throw new AssertionError("no key type: " + a.type());
    };
  }

  /** Returns the whole key of an item; {@code sortKey} is null if none was given. */
  static Item key(TableDefinition table, String partitionKey, String sortKey)
      throws CommandFailedException {
    if (table.sortKey().isPresent() != (sortKey != null)) {
      throw new CommandFailedException(
          table.sortKey().isPresent()
              ? "the key of "
                  + table.name()
                  + " has two parts: give "
                  + table.sortKey().get().name()
                  + " too"
              : "the key of " + table.name() + " is " + table.partitionKey().name() + " alone");
    }
    Item.Builder key =
        Item.builder().put(table.partitionKey().name(), value(table.partitionKey(), partitionKey));
    if (sortKey != null) {
      KeyAttribute attribute = table.sortKey().orElseThrow();
      key.put(attribute.name(), value(attribute, sortKey));
    }
    return key.build();
  }

  /** Reads {@code NAME:TYPE}; without a type it is S. */
  static KeyAttribute attribute(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return new KeyAttribute(text, AttributeType.S);
    }
    String type = text.substring(colon + 1);
    return switch (type) {
      case "S", "N", "B" -> new KeyAttribute(text.substring(0, colon), AttributeType.valueOf(type));
      default ->
          throw new IllegalArgumentException("the type of a key is S, N or B, not '" + type + "'");
    };
  }
}
