package dev.varve.dynamodb.encoded;

import dev.varve.dynamodb.value.AttributeSink;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.dynamodb.value.ItemSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An item all of whose attributes are encoded, in their order. Decodes what it is asked for. */
public final class EncodedItem implements ItemSource {
  private final byte[] bytes;
  private final int offset;
  private final int end;
  private final int count;
  private final int sizeBytes;

  /**
   * An item.
   *
   * @param bytes not to be changed any more from {@code offset} to {@code end}
   * @param offset where the first attribute begins
   * @param end behind the last one
   * @param count how many there are
   * @param sizeBytes the item's size as DynamoDB counts it; -1 to count when it is asked for
   */
  public EncodedItem(byte[] bytes, int offset, int end, int count, int sizeBytes) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
    this.count = count;
    this.sizeBytes = sizeBytes;
  }

  /** An item with some attributes of another one, in the order of their names. */
  public static Item pick(Item item, List<String> names) {
    Picked picked = new Picked(names);
    item.writeTo(picked);
    return picked.item();
  }

  @Override
  public AttributeValue find(String name) {
    AttributeReader in = new AttributeReader(bytes, offset);
    while (in.offset() < end) {
      if (in.nameIs(name)) {
        return in.value();
      }
      in.skipValue();
    }
    return null;
  }

  @Override
  public Map<String, AttributeValue> all() {
    Map<String, AttributeValue> attributes = LinkedHashMap.newLinkedHashMap(count);
    AttributeReader in = new AttributeReader(bytes, offset);
    while (in.offset() < end) {
      String name = in.string();
      attributes.put(name, in.value());
    }
    return attributes;
  }

  @Override
  public <X extends Exception> void writeTo(AttributeSink<X> sink) throws X {
    sink.encoded(bytes, offset, end);
  }

  @Override
  public int attributeCount() {
    return count;
  }

  @Override
  public int sizeBytes() {
    return sizeBytes < 0 ? ItemRules.sizeBytes(all()) : sizeBytes;
  }
}
