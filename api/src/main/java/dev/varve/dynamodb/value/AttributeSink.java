package dev.varve.dynamodb.value;

import java.util.function.BiConsumer;

/**
 * Takes the attributes of an item, one after the other, each in the form in which it is at hand:
 * what is stored or sent can so be passed on as the bytes that it is.
 *
 * @param <X> what it throws
 */
public interface AttributeSink<X extends Exception> {
  /** An attribute whose value is at hand. */
  void value(String name, AttributeValue value) throws X;

  /**
   * Attributes in the form of package {@code encoded}. They keep all rules for names and values.
   * Where the bytes are no attributes after all, this throws an {@link IndexOutOfBoundsException}
   * or an {@link IllegalArgumentException}, and those for no other reason.
   *
   * @param bytes borrowed, and not to be changed
   * @param offset where the first one begins
   * @param end behind the last one
   */
  void encoded(byte[] bytes, int offset, int end) throws X;

  /** A sink that looks at values, and at nothing that is encoded. */
  static AttributeSink<RuntimeException> ofValues(BiConsumer<String, AttributeValue> values) {
    return new AttributeSink<>() {
      @Override
      public void value(String name, AttributeValue value) {
        values.accept(name, value);
      }

      @Override
      public void encoded(byte[] bytes, int offset, int end) {
        // They keep all rules.
      }
    };
  }
}
