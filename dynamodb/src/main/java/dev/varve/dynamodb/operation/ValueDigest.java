package dev.varve.dynamodb.operation;

import dev.varve.dynamodb.value.AttributeValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A digest of parts of a request. Values count in their normal form: numbers by value, sets and
 * maps without order. For one thread.
 *
 * <p>Everything is written with its type or its length in front, so that no two sequences of parts
 * give the same bytes. Values must not nest too deep.
 */
final class ValueDigest {
  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(Integer.BYTES);

  ValueDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** Adds values, in their order; null adds as none. */
  void addAll(List<AttributeValue> values) {
    add(values == null ? 0 : values.size());
    if (values != null) {
      values.forEach(this::add);
    }
  }

  /** Adds attributes, in any order. */
  void add(Map<String, AttributeValue> attributes) {
    add(attributes.size());
    new TreeMap<>(attributes)
        .forEach((name, value) -> {
          add(name);
          add(value);
        });
  }

  private void add(AttributeValue value) {
    add(value.type().name());
    switch (value) {
      case AttributeValue.S s -> add(s.value());
      case AttributeValue.N n -> add(n);
      case AttributeValue.B b -> add(b);
      case AttributeValue.Bool b -> add(b.value() ? 1 : 0);
      case AttributeValue.Null _ -> {}
      case AttributeValue.SS set -> {
        add(set.values().size());
        set.values().forEach(this::add);
      }
      case AttributeValue.NS set -> {
        add(set.values().size());
        set.values().forEach(this::add);
      }
      case AttributeValue.BS set -> {
        add(set.values().size());
        set.values().forEach(this::add);
      }
      case AttributeValue.L list -> {
        add(list.values().size());
        list.values().forEach(this::add);
      }
      case AttributeValue.M map -> add(map.values());
    }
  }

  private void add(AttributeValue.N value) {
    // Normalised: equal numbers have one unscaled value and one scale.
    add(value.value().unscaledValue().toString());
    add(value.value().scale());
  }

  private void add(AttributeValue.B value) {
    add(value.value());
  }

  /** Adds a text. */
  void add(String text) {
    add(text.getBytes(StandardCharsets.UTF_8));
  }

  private void add(byte[] bytes) {
    add(bytes.length);
    digest.update(bytes);
  }

  /** Adds a number. */
  void add(int value) {
    digest.update(number.clear().putInt(value).flip());
  }

  /** The digest of all that was added, 32 bytes. Nothing may be added after this. */
  byte[] end() {
    return digest.digest();
  }
}
