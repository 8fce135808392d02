package dev.varve.dynamodb.encoded;

import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeNames;
import dev.varve.dynamodb.value.AttributeSink;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.dynamodb.value.ItemSource;
import dev.varve.dynamodb.value.Utf8;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An item that differs from another one in some attributes. The others stay in the form that they
 * have there.
 */
public final class EditedItem implements ItemSource {
  private final Item base;
  private final Map<String, AttributeValue> changes;

  private EditedItem(Item base, Map<String, AttributeValue> changes) {
    this.base = base;
    this.changes = changes;
  }

  /**
   * An item with other values for some attributes, which keep their places; new ones come last.
   *
   * @param changes the values by name, null for an attribute that goes; not to be changed any more
   * @throws ValidationException if a name is empty or too long
   */
  public static Item of(Item base, Map<String, AttributeValue> changes) {
    changes.forEach((name, value) -> {
      if (value != null) {
        AttributeNames.check(name, value);
      }
    });
    return Item.lazy(new EditedItem(base, changes));
  }

  @Override
  public AttributeValue find(String name) {
    return changes.containsKey(name) ? changes.get(name) : base.get(name);
  }

  @Override
  public Map<String, AttributeValue> all() {
    Map<String, AttributeValue> all = new LinkedHashMap<>(base.asMap());
    changes.forEach((name, value) -> {
      if (value == null) {
        all.remove(name);
      } else {
        all.put(name, value);
      }
    });
    return all;
  }

  @Override
  public <X extends Exception> void writeTo(AttributeSink<X> sink) throws X {
    Replacing<X> replacing = new Replacing<>(sink);
    base.writeTo(replacing);
    replacing.finish();
  }

  /** Puts changed attributes in the place of the base's. */
  private final class Replacing<X extends Exception> implements AttributeSink<X> {
    private final AttributeSink<X> sink;
    private final List<String> names = List.copyOf(changes.keySet());
    private final boolean[] met = new boolean[names.size()];

    Replacing(AttributeSink<X> sink) {
      this.sink = sink;
    }

    @Override
    public void value(String name, AttributeValue value) throws X {
      int changed = names.indexOf(name);
      if (changed < 0) {
        sink.value(name, value);
      } else {
        replace(changed);
      }
    }

    @Override
    public void encoded(byte[] bytes, int offset, int end) throws X {
      AttributeReader in = new AttributeReader(bytes, offset);
      int kept = offset; // what is unchanged since here is not yet passed on
      while (in.offset() < end) {
        int begin = in.offset();
        int changed = in.nameAmong(names);
        in.skipValue();
        if (changed >= 0) {
          pass(bytes, kept, begin);
          replace(changed);
          kept = in.offset();
        }
      }
      in.requireEnd(end);
      pass(bytes, kept, end);
    }

    private void pass(byte[] bytes, int offset, int end) throws X {
      if (offset < end) {
        sink.encoded(bytes, offset, end);
      }
    }

    private void replace(int changed) throws X {
      met[changed] = true;
      AttributeValue value = changes.get(names.get(changed));
      if (value != null) {
        sink.value(names.get(changed), value);
      }
    }

    /** Adds the attributes that the base does not have. */
    void finish() throws X {
      for (int i = 0; i < met.length; i++) {
        if (!met[i]) {
          replace(i);
        }
      }
    }
  }

  @Override
  public int attributeCount() {
    int count = base.attributeCount();
    for (Map.Entry<String, AttributeValue> change : changes.entrySet()) {
      count -= base.has(change.getKey()) ? 1 : 0;
      count += change.getValue() == null ? 0 : 1;
    }
    return count;
  }

  @Override
  public int sizeBytes() {
    long bytes = base.sizeBytes();
    for (Map.Entry<String, AttributeValue> change : changes.entrySet()) {
      bytes -= sizeBytes(change.getKey(), base.get(change.getKey()));
      bytes += sizeBytes(change.getKey(), change.getValue());
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  private static long sizeBytes(String name, AttributeValue value) {
    return value == null ? 0 : (long) Utf8.length(name) + ItemRules.sizeBytes(value);
  }
}
