package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.encoded.AttributeReader;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeSink;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.ItemSource;
import dev.varve.io.CorruptionException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * An item as it is stored: its engine key and value, which it owns. Decodes an attribute when it is
 * asked for it.
 *
 * <p>The engine has compared checksums before, so bytes that make no sense here mean a bug or a
 * forged file. They throw an {@link UncheckedIOException} around a {@link CorruptionException},
 * since lazy access has no room for a checked one.
 */
final class StoredItem implements ItemSource {
  private final ItemCodec codec;
  private final byte[] key;
  private final byte[] value;

  StoredItem(ItemCodec codec, byte[] key, byte[] value) {
    this.codec = codec;
    this.key = key;
    this.value = value;
  }

  @Override
  public AttributeValue find(String name) {
    return read(reader -> find(reader, name));
  }

  private AttributeValue find(AttributeReader reader, String name) {
    if (codec.keys().isKeyName(name)) {
      return codec.keys().find(key, name);
    }
    reader.number();
    for (int left = reader.length(); left > 0; left--) {
      if (reader.nameIs(name)) {
        return reader.value();
      }
      reader.skipValue();
    }
    return null;
  }

  @Override
  public Map<String, AttributeValue> all() {
    return read(this::all);
  }

  private Map<String, AttributeValue> all(AttributeReader reader) {
    reader.number();
    int count = reader.length();
    Map<String, AttributeValue> attributes =
        LinkedHashMap.newLinkedHashMap(count + codec.keys().attributeCount());
    codec.keys().putAll(key, attributes);
    for (int left = count; left > 0; left--) {
      String name = reader.string();
      attributes.put(name, reader.value());
    }
    if (reader.offset() != value.length) {
      throw new IllegalArgumentException("item ends at " + reader.offset());
    }
    return attributes;
  }

  @Override
  public <X extends Exception> void writeTo(AttributeSink<X> sink) throws X {
    for (String name : codec.keys().names()) {
      sink.value(name, find(name));
    }
    AttributeReader reader = new AttributeReader(value, 1);
    try {
      reader.number();
      reader.length();
      sink.encoded(value, reader.offset(), value.length);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw corrupt(reader, e);
    }
  }

  @Override
  public int attributeCount() {
    return read(reader -> {
      reader.number();
      return reader.length() + codec.keys().attributeCount();
    });
  }

  @Override
  public int sizeBytes() {
    return read(AttributeReader::number);
  }

  /** Equal bytes of equal keys: told without decoding them. */
  @Override
  public boolean equals(Object other) {
    return other instanceof StoredItem that
        && Arrays.equals(value, that.value)
        && Arrays.equals(key, that.key)
        && codec.keys().equals(that.codec.keys());
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(key) + Arrays.hashCode(value);
  }

  private <T> T read(Function<AttributeReader, T> action) {
    AttributeReader reader = new AttributeReader(value, 1);
    try {
      return action.apply(reader);
    } catch (IndexOutOfBoundsException | IllegalArgumentException | ValidationException e) {
      throw corrupt(reader, e);
    }
  }

  private UncheckedIOException corrupt(AttributeReader reader, RuntimeException e) {
    CorruptionException corruption =
        codec.corrupt(reader.offset(), "an item", String.valueOf(e.getMessage()));
    corruption.initCause(e);
    return new UncheckedIOException(corruption);
  }
}
