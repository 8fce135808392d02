package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/**
 * A value of a request that breaks a rule, for readers of requests: the service tells of values
 * only after it has told of wrong types and missing members, so a reader cannot refuse it yet. To
 * all others it is a map; whoever looks into it, as {@link ItemRules#checkNesting(AttributeValue)}
 * does first of all, gets the error.
 */
public final class BrokenValue {
  private BrokenValue() {}

  /** A value that is refused with {@code reason} once it is looked at. */
  public static AttributeValue of(ValidationException reason) {
    return new AttributeValue.M(new Members(reason));
  }

  /** An item that is refused with {@code reason} once it is looked at. */
  public static Item item(ValidationException reason) {
    return Item.of("?", of(reason));
  }

  /** The members of no map. */
  static final class Members extends AbstractMap<String, AttributeValue> {
    private final ValidationException reason;

    private Members(ValidationException reason) {
      this.reason = reason;
    }

    @Override
    public Set<Map.Entry<String, AttributeValue>> entrySet() {
      throw reason;
    }

    /** For messages that show a request before its values are looked at. */
    @Override
    public String toString() {
      return "{?}";
    }
  }
}
