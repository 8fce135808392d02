package dev.varve.dynamodb.encoded;

import dev.varve.dynamodb.value.AttributeSink;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.ByteWriter;
import java.util.List;

/** Copies some attributes of one item, in whatever order they come. For one thread. */
final class Picked implements AttributeSink<RuntimeException> {
  private static final int FIRST_BYTES = 128;

  private final List<String> names;
  private final ByteWriter out = new ByteWriter(FIRST_BYTES);

  /** Where the attribute of each name begins, and where it ends; both 0 for none. */
  private final int[] begins;

  private final int[] ends;
  private int count;

  /** Copies the attributes with these names, which are different. */
  Picked(List<String> names) {
    this.names = names;
    this.begins = new int[names.size()];
    this.ends = new int[names.size()];
  }

  @Override
  public void value(String name, AttributeValue value) {
    int place = names.indexOf(name);
    if (place >= 0) {
      begins[place] = out.length();
      AttributeWriter.putAttribute(out, name, value);
      ends[place] = out.length();
      count++;
    }
  }

  @Override
  public void encoded(byte[] bytes, int offset, int end) {
    AttributeReader in = new AttributeReader(bytes, offset);
    while (in.offset() < end) {
      int begin = in.offset();
      int place = in.nameAmong(names);
      in.skipValue();
      if (place >= 0) {
        begins[place] = out.length();
        out.putBytes(bytes, begin, in.offset() - begin);
        ends[place] = out.length();
        count++;
      }
    }
    in.requireEnd(end);
  }

  /** The item of what was copied, in the order of the names. */
  Item item() {
    byte[] attributes = new byte[out.length()];
    int length = 0;
    for (int place = 0; place < begins.length; place++) {
      int bytes = ends[place] - begins[place];
      System.arraycopy(out.array(), begins[place], attributes, length, bytes);
      length += bytes;
    }
    return Item.lazy(new EncodedItem(attributes, 0, length, count, -1));
  }
}
