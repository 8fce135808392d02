package dev.varve.dynamodb.write;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;

/** What DynamoDB demands of an item that is to be stored, whatever its table. */
public final class ItemLimits {
  private ItemLimits() {}

  /**
   * The size of an item in bytes, as DynamoDB counts them.
   *
   * @throws ValidationException if a value nests too deep or a string has no UTF-8 form
   */
  public static int checkedSize(Item item) {
    ItemRules.checkNesting(item);
    return item.sizeBytes();
  }

  /**
   * Checks the size of an item that is to be put.
   *
   * @throws ValidationException if it is too large
   */
  public static void requirePuttable(int sizeBytes) {
    require(sizeBytes, "Item size has exceeded the maximum allowed size");
  }

  /**
   * Checks the size that an update gives an item.
   *
   * @throws ValidationException if it is too large
   */
  static void requireUpdatable(int sizeBytes) {
    require(sizeBytes, "Item size to update has exceeded the maximum allowed size");
  }

  private static void require(int sizeBytes, String message) {
    if (sizeBytes > ItemRules.MAX_ITEM_BYTES) {
      throw new ValidationException(message);
    }
  }
}
