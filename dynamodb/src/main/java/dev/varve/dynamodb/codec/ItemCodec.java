package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.encoded.AttributeReader;
import dev.varve.dynamodb.encoded.AttributeWriter;
import dev.varve.dynamodb.value.AttributeSink;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.ByteWriter;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.io.Varints;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Makes engine values from the items of one table, or of the entries of one index, and reads them
 * back; {@code docs/formats/item.md}.
 *
 * <p>The key attributes are not in the value: they are read from the engine key. Immutable.
 */
public final class ItemCodec {
  private final EntryKeys keys;
  private final Path database;

  /**
   * A codec for one table or index.
   *
   * @param keys of its engine keys
   * @param database where the bytes come from, for error messages
   */
  public ItemCodec(EntryKeys keys, Path database) {
    this.keys = keys;
    this.database = database;
  }

  /** The engine keys. */
  public EntryKeys keys() {
    return keys;
  }

  /**
   * The engine value of an item.
   *
   * @param sizeBytes the item's size, {@link Item#sizeBytes()}, which the caller has computed
   *     anyway
   * @throws dev.varve.dynamodb.error.ValidationException if a string in it has no UTF-8 form
   */
  public byte[] encode(Item item, int sizeBytes) {
    // The encoded form is seldom longer than DynamoDB's count plus three bytes per attribute.
    Attributes attributes = new Attributes(sizeBytes + 4 * item.attributeCount() + 8);
    item.writeTo(attributes);
    return attributes.behindHead(sizeBytes);
  }

  /** Collects all attributes but those of the key. */
  private final class Attributes implements AttributeSink<RuntimeException> {
    private final ByteWriter out;
    private int count;

    Attributes(int bytes) {
      out = new ByteWriter(bytes);
    }

    @Override
    public void value(String name, AttributeValue value) {
      if (!keys.isKeyName(name)) {
        AttributeWriter.putAttribute(out, name, value);
        count++;
      }
    }

    @Override
    public void encoded(byte[] bytes, int offset, int end) {
      AttributeReader in = new AttributeReader(bytes, offset);
      int kept = offset; // what is to be kept since here is not yet copied
      while (in.offset() < end) {
        int begin = in.offset();
        boolean isKey = in.nameAmong(keys.names()) >= 0;
        in.skipValue();
        if (isKey) {
          out.putBytes(bytes, kept, begin - kept);
          kept = in.offset();
        } else {
          count++;
        }
      }
      in.requireEnd(end);
      out.putBytes(bytes, kept, end - kept);
    }

    byte[] behindHead(int sizeBytes) {
      byte[] value = new byte[1 + Varints.length(sizeBytes) + Varints.length(count) + out.length()];
      value[0] = ItemLayout.VERSION;
      int at = Varints.put(value, Varints.put(value, 1, sizeBytes), count);
      System.arraycopy(out.array(), 0, value, at, out.length());
      return value;
    }
  }

  /**
   * The item of an engine key and value, which decodes its attributes when they are asked for.
   *
   * @param key owned by the item from now on
   * @param value owned by the item from now on
   * @throws UnsupportedFormatException if the value was written by a newer release
   * @throws CorruptionException if the value is empty
   */
  public Item decode(byte[] key, byte[] value) throws IOException {
    if (value.length == 0) {
      throw corrupt(0, "an item", "no bytes");
    }
    if (value[0] != ItemLayout.VERSION) {
      throw new UnsupportedFormatException(database, value[0] & 0xFF, ItemLayout.VERSION);
    }
    return Item.lazy(new StoredItem(this, key, value));
  }

  /**
   * The item's size as DynamoDB counts it, from its engine value, which {@link #decode} has
   * accepted.
   */
  public static int sizeBytes(byte[] value) {
    return (int) Varints.get(value, 1);
  }

  /**
   * Whether two engine values of one key surely are of different items: told from their bytes, in
   * most cases from the first ones that differ. Where it is false the items have to be compared.
   *
   * @param value which {@link #decode} has accepted, as it has {@code other}
   */
  public static boolean surelyDiffer(byte[] value, byte[] other) {
    try {
      AttributeReader one = new AttributeReader(value, 1);
      AttributeReader two = new AttributeReader(other, 1);
      if (one.number() != two.number()) {
        return true; // of different sizes
      }
      int count = one.length();
      return count != two.length() || one.surelyDiffers(two, count);
    } catch (IndexOutOfBoundsException | IllegalArgumentException _) {
      return false; // bytes that make no sense: whoever compares the items finds out
    }
  }

  CorruptionException corrupt(long offset, String expected, String found) {
    return new CorruptionException("item", database, offset, expected, found);
  }
}
