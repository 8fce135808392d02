package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.util.Map;

/**
 * What DynamoDB demands of values as parts of an item: how deep they nest, and how large they are.
 */
public final class ItemRules {
  /** The largest item, in bytes as counted by {@link #sizeBytes(Map)}, inclusive: 400 KB. */
  public static final int MAX_ITEM_BYTES = 400 * 1024;

  /** Levels of nesting at most, an attribute's own value being level 1. */
  public static final int MAX_LEVELS = 32;

  /** What a list or a map counts beside its contents. */
  public static final int CONTAINER_BYTES = 3;

  /** What an element of a list or a member of a map counts beside itself. */
  public static final int ELEMENT_BYTES = 1;

  private static final AttributeSink<RuntimeException> NESTING =
      AttributeSink.ofValues((_, value) -> checkNesting(value));

  private ItemRules() {}

  /**
   * Checks that no value of an item nests deeper than 32 levels, as far as they are not encoded.
   * Goes no deeper than that itself, whatever it is given.
   *
   * @throws ValidationException if one does
   */
  public static void checkNesting(Item item) {
    item.writeTo(NESTING);
  }

  /**
   * Checks that a value nests no deeper than 32 levels.
   *
   * @throws ValidationException if it does
   */
  public static void checkNesting(AttributeValue value) {
    checkNesting(value, 1);
  }

  /**
   * Checks the level of a value.
   *
   * @param level 1 for an attribute's own value
   * @throws ValidationException if it is deeper than 32
   */
  public static void checkLevel(int level) {
    if (level > MAX_LEVELS) {
      throw new ValidationException(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit");
    }
  }

  private static void checkNesting(AttributeValue value, int level) {
    checkLevel(level);
    switch (value) {
      case AttributeValue.L list -> {
        for (AttributeValue element : list.values()) {
          checkNesting(element, level + 1);
        }
      }
      case AttributeValue.M map -> {
        for (AttributeValue element : map.values().values()) {
          checkNesting(element, level + 1);
        }
      }
      case AttributeValue.S _,
          AttributeValue.N _,
          AttributeValue.B _,
          AttributeValue.Bool _,
          AttributeValue.Null _,
          AttributeValue.SS _,
          AttributeValue.NS _,
          AttributeValue.BS _ -> {}
    }
  }

  /**
   * The size of an item: the UTF-8 lengths of its names and the sizes of its values. Capped at
   * {@link Integer#MAX_VALUE}.
   *
   * @throws ValidationException if a string in it has no UTF-8 form
   */
  public static int sizeBytes(Map<String, AttributeValue> attributes) {
    long bytes = 0;
    for (Map.Entry<String, AttributeValue> entry : attributes.entrySet()) {
      bytes += Utf8.length(entry.getKey()) + valueBytes(entry.getValue());
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  /**
   * The size of a value: its part of the item's size. Capped at {@link Integer#MAX_VALUE}.
   *
   * @throws ValidationException if a string in it has no UTF-8 form
   */
  public static int sizeBytes(AttributeValue value) {
    return (int) Math.min(valueBytes(value), Integer.MAX_VALUE);
  }

  /**
   * The size of a number.
   *
   * @param signum -1, 0 or 1
   * @param digits of the unscaled value, which has no zeros at its end
   */
  public static int numberBytes(int signum, int digits, int scale) {
    return Numbers.sizeBytes(signum, digits, scale);
  }

  private static long valueBytes(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S s -> Utf8.length(s.value());
      case AttributeValue.N n -> Numbers.sizeBytes(n.value());
      case AttributeValue.B b -> b.length();
      case AttributeValue.Bool _, AttributeValue.Null _ -> 1;
      case AttributeValue.SS set -> {
        long bytes = 0;
        for (String element : set.values()) {
          bytes += Utf8.length(element);
        }
        yield bytes;
      }
      case AttributeValue.NS set -> {
        long bytes = 0;
        for (AttributeValue.N element : set.values()) {
          bytes += Numbers.sizeBytes(element.value());
        }
        yield bytes;
      }
      case AttributeValue.BS set -> {
        long bytes = 0;
        for (AttributeValue.B element : set.values()) {
          bytes += element.length();
        }
        yield bytes;
      }
      case AttributeValue.L list -> {
        long bytes = CONTAINER_BYTES;
        for (AttributeValue element : list.values()) {
          bytes += ELEMENT_BYTES + valueBytes(element);
        }
        yield bytes;
      }
      case AttributeValue.M map -> {
        long bytes = CONTAINER_BYTES;
        for (Map.Entry<String, AttributeValue> entry : map.values().entrySet()) {
          bytes += ELEMENT_BYTES + Utf8.length(entry.getKey()) + valueBytes(entry.getValue());
        }
        yield bytes;
      }
    };
  }
}
