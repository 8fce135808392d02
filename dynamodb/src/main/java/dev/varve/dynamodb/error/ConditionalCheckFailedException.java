package dev.varve.dynamodb.error;

import java.util.Optional;

/**
 * The condition of a write was false. Carries the item that made it so when the request asked for
 * it.
 */
public final class ConditionalCheckFailedException extends DynamoException {
  private static final long serialVersionUID = 1L;

  /**
   * A dev.varve.dynamodb.value.Item or null. An Object, since items are defined above this package
   * and throw its errors.
   */
  private final transient Object item;

  private ConditionalCheckFailedException(Object item) {
    super("The conditional request failed");
    this.item = item;
  }

  public static ConditionalCheckFailedException withoutItem() {
    return new ConditionalCheckFailedException(null);
  }

  /**
   * With the item as it was when the condition was checked.
   *
   * @param item the stored item, a {@code dev.varve.dynamodb.value.Item}
   */
  public static ConditionalCheckFailedException withItem(Object item) {
    return new ConditionalCheckFailedException(item);
  }

  /**
   * The item that failed the condition: present if the request asked for it and the item exists.
   *
   * @param type {@code Item.class}
   */
  public <T> Optional<T> item(Class<T> type) {
    return Optional.ofNullable(item).map(type::cast);
  }
}
