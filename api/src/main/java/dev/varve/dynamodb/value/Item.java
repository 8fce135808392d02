package dev.varve.dynamodb.value;

import dev.varve.dynamodb.error.ValidationException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An item: a map from attribute names to values, in the order of insertion.
 *
 * <p>Equality is DynamoDB's: the same attributes with equal values, in any order. Immutable and
 * safe to share between threads. An item read from storage or from a request decodes its attributes
 * when they are first asked for: one by {@link #get}, all by {@link #asMap}.
 */
public final class Item {
  private static final Item EMPTY = new Item(Map.of(), null);

  /** Null for items made from values. */
  private final ItemSource source;

  /**
   * All attributes, unmodifiable, or null until decoded. Written without synchronisation: the map
   * behind it is published through the final field of its unmodifiable wrapper, and two threads
   * that both decode write equal maps.
   */
  private Map<String, AttributeValue> attributes;

  private Item(Map<String, AttributeValue> attributes, ItemSource source) {
    this.attributes = attributes;
    this.source = source;
  }

  /** The item without attributes. */
  public static Item of() {
    return EMPTY;
  }

  public static Item of(String name, AttributeValue value) {
    return builder().put(name, value).build();
  }

  public static Item of(String name1, AttributeValue value1, String name2, AttributeValue value2) {
    return builder().put(name1, value1).put(name2, value2).build();
  }

  /**
   * An item with the entries of {@code attributes}, in the map's order.
   *
   * @throws ValidationException if a name is empty or too long, or a value is null
   */
  public static Item of(Map<String, AttributeValue> attributes) {
    return new Item(
        Collections.unmodifiableMap(AttributeNames.checked(new LinkedHashMap<>(attributes))), null);
  }

  /** An item that decodes its attributes when they are asked for. */
  public static Item lazy(ItemSource source) {
    return new Item(null, source);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with this item's attributes. */
  public Builder toBuilder() {
    return new Builder().putAll(asMap());
  }

  /** The value of the attribute {@code name}, or null if the item has no such attribute. */
  public AttributeValue get(String name) {
    Map<String, AttributeValue> decoded = attributes;
    return decoded != null ? decoded.get(name) : source.find(name);
  }

  /** Whether the item has an attribute {@code name}. */
  public boolean has(String name) {
    return get(name) != null;
  }

  /** All attributes in order. Unmodifiable. */
  public Map<String, AttributeValue> asMap() {
    Map<String, AttributeValue> decoded = attributes;
    if (decoded == null) {
      decoded = Collections.unmodifiableMap(source.all());
      attributes = decoded;
    }
    return decoded;
  }

  /** Hands all attributes over, in their order, each in the form in which it is at hand. */
  public <X extends Exception> void writeTo(AttributeSink<X> sink) throws X {
    if (source != null) {
      source.writeTo(sink);
      return;
    }
    for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
      sink.value(attribute.getKey(), attribute.getValue());
    }
  }

  /** The number of attributes. */
  public int attributeCount() {
    return source != null ? source.attributeCount() : attributes.size();
  }

  public boolean isEmpty() {
    return attributeCount() == 0;
  }

  /**
   * The item's size as DynamoDB counts it, in bytes; see {@link ItemRules#sizeBytes(Map)}.
   *
   * @throws ValidationException if a string in it has no UTF-8 form, as all stored strings have
   */
  public int sizeBytes() {
    return source != null ? source.sizeBytes() : ItemRules.sizeBytes(asMap());
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Item that
            && ((source != null && source.equals(that.source)) || asMap().equals(that.asMap())));
  }

  @Override
  public int hashCode() {
    return asMap().hashCode();
  }

  @Override
  public String toString() {
    return "Item" + asMap();
  }

  /** Collects attributes in order. Putting a name again replaces its value. For one thread. */
  public static final class Builder {
    private final LinkedHashMap<String, AttributeValue> attributes = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Puts an attribute.
     *
     * @throws ValidationException if the name is empty or too long, or the value is null
     */
    public Builder put(String name, AttributeValue value) {
      AttributeNames.check(name, value);
      attributes.put(name, value);
      return this;
    }

    /**
     * Puts attributes, in the map's order.
     *
     * @throws ValidationException if a name is empty or too long, or a value is null
     */
    public Builder putAll(Map<String, AttributeValue> values) {
      attributes.putAll(AttributeNames.checked(values));
      return this;
    }

    public Builder remove(String name) {
      attributes.remove(name);
      return this;
    }

    /** The item. The builder may be used further. */
    public Item build() {
      return new Item(Collections.unmodifiableMap(new LinkedHashMap<>(attributes)), null);
    }
  }
}
