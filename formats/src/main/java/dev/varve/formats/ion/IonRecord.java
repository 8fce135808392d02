package dev.varve.formats.ion;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import java.util.Map;
import java.util.Optional;

/**
 * A struct of a file, such as {@code {Item:{...}}}.
 *
 * @param members its values, by name
 */
public record IonRecord(Map<String, AttributeValue> members) {
  /**
   * The item, or key, that is the member of this name.
   *
   * @return nothing if there is no such member, or a null
   * @throws ValidationException if it is no struct, or no item
   */
  public Optional<Item> item(String name) {
    return switch (members.get(name)) {
      case null -> Optional.empty();
      case AttributeValue.Null _ -> Optional.empty();
      case AttributeValue.M struct -> Optional.of(checked(struct.values()));
      default -> throw new ValidationException(name + ": expected a struct");
    };
  }

  /** The struct that is the member of this name; nothing if there is none, or something else. */
  public Optional<IonRecord> struct(String name) {
    return members.get(name) instanceof AttributeValue.M struct
        ? Optional.of(new IonRecord(struct.values()))
        : Optional.empty();
  }

  /**
   * The item that this struct is itself.
   *
   * @throws ValidationException if it is none
   */
  public Item asItem() {
    return checked(members);
  }

  private static Item checked(Map<String, AttributeValue> attributes) {
    Item item = Item.of(attributes);
    // Reading has only seen to it that the nesting does not get out of hand.
    ItemRules.checkNesting(item);
    return item;
  }
}
