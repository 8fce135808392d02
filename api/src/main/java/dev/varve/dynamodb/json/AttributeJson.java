package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.varve.dynamodb.encoded.AttributeLayout;
import dev.varve.dynamodb.encoded.AttributeReader;
import dev.varve.dynamodb.encoded.EncodedNumber;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeSink;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;

/**
 * Writes items as {@link ItemJson} does, those that are encoded without making values of them. For
 * one thread.
 */
public final class AttributeJson implements AttributeSink<IOException> {
  private static final SerializableString S = new SerializedString("S");
  private static final SerializableString N = new SerializedString("N");
  private static final SerializableString B = new SerializedString("B");
  private static final SerializableString BOOL = new SerializedString("BOOL");
  private static final SerializableString NULL = new SerializedString("NULL");
  private static final SerializableString SS = new SerializedString("SS");
  private static final SerializableString NS = new SerializedString("NS");
  private static final SerializableString BS = new SerializedString("BS");
  private static final SerializableString L = new SerializedString("L");
  private static final SerializableString M = new SerializedString("M");

  private final JsonGenerator out;
  private final byte[] digits = new byte[EncodedNumber.MAX_TEXT_BYTES];

  /**
   * Writes to a generator.
   *
   * @param out of bytes, so that it takes UTF-8
   */
  public AttributeJson(JsonGenerator out) {
    this.out = out;
  }

  /** Writes an item as an object. */
  public void write(Item item) throws IOException {
    out.writeStartObject();
    item.writeTo(this);
    out.writeEndObject();
  }

  @Override
  public void value(String name, AttributeValue value) throws IOException {
    out.writeFieldName(name);
    ItemJson.write(out, value);
  }

  @Override
  public void encoded(byte[] bytes, int offset, int end) throws IOException {
    Encoded encoded = new Encoded(bytes, new AttributeReader(bytes, offset));
    while (encoded.in.offset() < end) {
      encoded.member(1);
    }
    encoded.in.requireEnd(end);
  }

  /** Encoded attributes. */
  private final class Encoded {
    private final byte[] bytes;
    private final AttributeReader in;

    Encoded(byte[] bytes, AttributeReader in) {
      this.bytes = bytes;
      this.in = in;
    }

    /** A name and a value. */
    void member(int level) throws IOException {
      out.writeFieldName(in.string());
      value(level);
    }

    private void value(int level) throws IOException {
      AttributeReader.checkLevel(level);
      out.writeStartObject();
      int type = in.unsignedByte();
      switch (type) {
        case AttributeLayout.STRING -> {
          out.writeFieldName(S);
          string();
        }
        case AttributeLayout.NUMBER -> {
          out.writeFieldName(N);
          number();
        }
        case AttributeLayout.BINARY -> {
          out.writeFieldName(B);
          binary();
        }
        case AttributeLayout.FALSE, AttributeLayout.TRUE -> {
          out.writeFieldName(BOOL);
          out.writeBoolean(type == AttributeLayout.TRUE);
        }
        case AttributeLayout.NULL -> {
          out.writeFieldName(NULL);
          out.writeBoolean(true);
        }
        case AttributeLayout.STRING_SET -> elements(SS, this::string);
        case AttributeLayout.NUMBER_SET -> elements(NS, this::number);
        case AttributeLayout.BINARY_SET -> elements(BS, this::binary);
        case AttributeLayout.LIST -> elements(L, () -> value(level + 1));
        case AttributeLayout.MAP -> {
          out.writeFieldName(M);
          out.writeStartObject();
          for (int left = in.count(); left > 0; left--) {
            member(level + 1);
          }
          out.writeEndObject();
        }
        default -> throw new IllegalArgumentException("type byte " + type);
      }
      out.writeEndObject();
    }

    private interface Element {
      void write() throws IOException;
    }

    private void elements(SerializableString type, Element element) throws IOException {
      out.writeFieldName(type);
      out.writeStartArray();
      for (int left = in.count(); left > 0; left--) {
        element.write();
      }
      out.writeEndArray();
    }

    private void string() throws IOException {
      int length = in.length();
      int offset = in.offset();
      in.skip(length);
      if (PlainText.is(bytes, offset, length)) {
        out.writeRawUTF8String(bytes, offset, length);
      } else {
        out.writeUTF8String(bytes, offset, length);
      }
    }

    private void number() throws IOException {
      int length = in.length();
      int offset = in.offset();
      in.skip(length);
      int textLength = EncodedNumber.text(bytes, offset, length, digits);
      if (textLength > 0) {
        out.writeRawUTF8String(digits, 0, textLength);
      } else {
        out.writeString(longText(offset, length));
      }
    }

    private String longText(int offset, int length) {
      try {
        return EncodedNumber.get(bytes, offset, length).text();
      } catch (ValidationException e) {
        throw new IllegalArgumentException("a number beyond all bounds", e);
      }
    }

    private void binary() throws IOException {
      int length = in.length();
      int offset = in.offset();
      in.skip(length);
      out.writeBinary(bytes, offset, length);
    }
  }
}
