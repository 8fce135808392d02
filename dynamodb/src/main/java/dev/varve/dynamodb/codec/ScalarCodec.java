package dev.varve.dynamodb.codec;

import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The values of key attributes as bytes that sort as the values do, in two forms: the plain one,
 * for a value that something else delimits ({@code docs/formats/key.md}), and the delimited one,
 * whose end is in its bytes, so that others may follow ({@code docs/formats/index.md}).
 *
 * <p>Plain, a string is UTF-8, a binary is raw, a number has {@link NumberCodec}'s ordered form.
 * Delimited, a number is the same; in a string or binary a zero byte becomes {@code 00 ff}, and
 * {@code 00 01} ends it, which is below whatever may continue it.
 *
 * <p>Bytes that are no value make the readers throw {@link IndexOutOfBoundsException} or {@link
 * IllegalArgumentException}.
 */
final class ScalarCodec {
  private static final int ESCAPED = 0xFF;
  private static final int END = 0x01;

  private ScalarCodec() {}

  /** The plain form. */
  static byte[] plain(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S s -> Utf8.encode(s.value());
      case AttributeValue.B b -> b.value();
      case AttributeValue.N n -> {
        ByteWriter out = new ByteWriter(24);
        NumberCodec.putOrdered(out, n);
        yield out.toByteArray();
      }
      case AttributeValue.Bool _,
          AttributeValue.Null _,
          AttributeValue.SS _,
          AttributeValue.NS _,
          AttributeValue.BS _,
          AttributeValue.L _,
          AttributeValue.M _ ->
          throw new IllegalArgumentException("no key type: " + value.type());
    };
  }

  /** Reads the plain form. */
  static AttributeValue getPlain(AttributeType type, byte[] key, int offset, int length) {
    return switch (type) {
      case S -> new AttributeValue.S(new String(key, offset, length, StandardCharsets.UTF_8));
      case B -> new AttributeValue.B(key, offset, length);
      case N -> NumberCodec.getOrdered(key, offset, length);
      case BOOL, NULL, SS, NS, BS, L, M -> throw new AssertionError("a key of type " + type);
    };
  }

  /** Appends the delimited form. */
  static void putDelimited(ByteWriter out, AttributeValue value) {
    if (value instanceof AttributeValue.N n) {
      NumberCodec.putOrdered(out, n);
    } else {
      putDelimited(out, plain(value));
    }
  }

  /** Appends the delimited form of bytes, which is that of a binary. */
  static void putDelimited(ByteWriter out, byte[] plain) {
    putEscaped(out, plain);
    out.putByte(0).putByte(END);
  }

  /**
   * Appends what the delimited forms of all strings or binaries begin with that begin with this
   * one. A number is written whole.
   */
  static void putBeginning(ByteWriter out, AttributeValue value) {
    if (value instanceof AttributeValue.N n) {
      NumberCodec.putOrdered(out, n);
    } else {
      putEscaped(out, plain(value));
    }
  }

  private static void putEscaped(ByteWriter out, byte[] plain) {
    for (byte b : plain) {
      out.putByte(b);
      if (b == 0) {
        out.putByte(ESCAPED);
      }
    }
  }

  /** Where the delimited form that begins at {@code offset} ends: the offset of what follows. */
  static int endOfDelimited(AttributeType type, byte[] key, int offset) {
    if (type == AttributeType.N) {
      return NumberCodec.endOfOrdered(key, offset);
    }
    int at = offset;
    while (true) {
      if (key[at++] == 0) {
        int next = key[at++] & 0xFF;
        if (next == END) {
          return at;
        }
        if (next != ESCAPED) {
          throw new IllegalArgumentException("byte " + next + " behind a zero byte");
        }
      }
    }
  }

  /**
   * Reads the delimited form.
   *
   * @param end of {@link #endOfDelimited}
   */
  static AttributeValue getDelimited(AttributeType type, byte[] key, int offset, int end) {
    if (type == AttributeType.N) {
      return NumberCodec.getOrdered(key, offset, end - offset);
    }
    byte[] plain = getDelimited(key, offset, end);
    return getPlain(type, plain, 0, plain.length);
  }

  /** Reads the delimited form of bytes; parameters as above. */
  static byte[] getDelimited(byte[] key, int offset, int end) {
    byte[] plain = new byte[end - offset];
    int length = 0;
    for (int at = offset; at < end - 2; at++) {
      plain[length++] = key[at];
      if (key[at] == 0) {
        at++; // the byte that escapes it
      }
    }
    return Arrays.copyOf(plain, length);
  }
}
