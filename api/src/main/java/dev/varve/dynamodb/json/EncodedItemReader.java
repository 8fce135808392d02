package dev.varve.dynamodb.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.encoded.AttributeLayout;
import dev.varve.dynamodb.encoded.AttributeWriter;
import dev.varve.dynamodb.encoded.EncodedItem;
import dev.varve.dynamodb.encoded.EncodedNumber;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.value.AttributeNames;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the items of one request from {@link ValueNotation#DYNAMODB} into the form in which they
 * are stored, without values in between. For one thread.
 *
 * <p>Takes what is right and written as clients write it, and refuses the rest without saying why:
 * {@link ValueReader} takes all that is right, and knows what is wrong with what is not. So the
 * rules and their messages have one home, which is not here.
 */
public final class EncodedItemReader {
  /** Names of an object that are compared one by one. */
  private static final int FEW_NAMES = 24;

  private final JsonParser parser;

  /** All items, one behind the other. */
  private final ByteWriter out;

  /** The first names of all open objects. */
  private String[] names = new String[FEW_NAMES];

  private int nameCount;

  /** The size of the item that is being read. */
  private long sizeBytes;

  /**
   * A reader.
   *
   * @param bytes how many bytes the items will have together, about
   */
  public EncodedItemReader(JsonParser parser, int bytes) {
    this.parser = parser;
    this.out = new ByteWriter(bytes);
  }

  /**
   * Reads an item. The parser stands at its opening brace, and at the closing one afterwards;
   * anywhere within the item after an error.
   *
   * @throws dev.varve.dynamodb.error.DynamoException if {@link ValueReader} has to read it
   */
  public Item item() throws IOException {
    int offset = out.length();
    sizeBytes = 0;
    int count = members(1, 0);
    int size = (int) Math.min(sizeBytes, Integer.MAX_VALUE);
    return Item.lazy(new EncodedItem(out.array(), offset, out.length(), count, size));
  }

  private static SerializationException refused() {
    return new SerializationException("");
  }

  private static void require(boolean plain) {
    if (!plain) {
      throw refused();
    }
  }

  /**
   * The members of an object whose opening brace has been read.
   *
   * @param level of their values
   * @param extraBytes what each counts beside itself
   * @return how many there are
   */
  private int members(int level, int extraBytes) throws IOException {
    int firstName = nameCount;
    Set<String> many = null;
    int count = 0;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (count < FEW_NAMES) {
        require(addName(name, firstName));
      } else {
        if (many == null) {
          many = new HashSet<>(Arrays.asList(names).subList(firstName, nameCount));
        }
        require(many.add(name));
      }
      sizeBytes += extraBytes;
      sizeBytes += name(name);
      parser.nextToken();
      value(level);
      count++;
    }
    nameCount = firstName;
    return count;
  }

  /** Adds a name of the object whose names begin at an index, unless it has that already. */
  private boolean addName(String name, int first) {
    for (int i = first; i < nameCount; i++) {
      if (names[i].equals(name)) {
        return false;
      }
    }
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, 2 * nameCount);
    }
    names[nameCount++] = name;
    return true;
  }

  /** Appends a name and returns its bytes. */
  private int name(String name) {
    require(!name.isEmpty() && name.length() <= AttributeNames.MAX_BYTES);
    int length = name.length();
    int begin = out.length();
    int at = out.putVarint(length).extend(length);
    byte[] bytes = out.array();
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (c >= 0x80) {
        byte[] encoded = Utf8.encode(name);
        require(encoded.length <= AttributeNames.MAX_BYTES);
        out.truncate(begin);
        out.putLengthPrefixed(encoded);
        return encoded.length;
      }
      bytes[at + i] = (byte) c;
    }
    return length;
  }

  private void value(int level) throws IOException {
    require(level <= ItemRules.MAX_LEVELS && parser.currentToken() == JsonToken.START_OBJECT);
    String type = parser.nextFieldName();
    require(type != null);
    JsonToken token = parser.nextToken();
    switch (type) {
      case "S" -> {
        require(token == JsonToken.VALUE_STRING);
        out.putByte(AttributeLayout.STRING);
        string();
      }
      case "N" -> {
        require(token == JsonToken.VALUE_STRING);
        out.putByte(AttributeLayout.NUMBER);
        number();
      }
      case "B" -> {
        require(token == JsonToken.VALUE_STRING);
        byte[] bytes = Base64Text.decode(parser.getText());
        out.putByte(AttributeLayout.BINARY).putLengthPrefixed(bytes);
        sizeBytes += bytes.length;
      }
      case "BOOL" -> {
        require(token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE);
        out.putByte(token == JsonToken.VALUE_TRUE ? AttributeLayout.TRUE : AttributeLayout.FALSE);
        sizeBytes++;
      }
      case "NULL" -> {
        require(token == JsonToken.VALUE_TRUE);
        out.putByte(AttributeLayout.NULL);
        sizeBytes++;
      }
      case "SS", "NS", "BS" -> set(type);
      case "L" -> list(level + 1);
      case "M" -> map(level + 1);
      default -> throw refused();
    }
    require(parser.nextToken() == JsonToken.END_OBJECT);
  }

  private void string() throws IOException {
    char[] text = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    int length = parser.getTextLength();
    int begin = out.length();
    int at = out.putVarint(length).extend(length);
    if (putAscii(text, offset, length, out.array(), at)) {
      sizeBytes += length;
      return;
    }
    byte[] encoded = Utf8.encode(new String(text, offset, length));
    out.truncate(begin);
    out.putLengthPrefixed(encoded);
    sizeBytes += encoded.length;
  }

  /** Copies characters, whatever they are; tells whether all of them were ASCII. */
  private static boolean putAscii(char[] text, int offset, int length, byte[] target, int at) {
    int all = 0;
    for (int i = 0; i < length; i++) {
      char c = text[offset + i];
      all |= c;
      target[at + i] = (byte) c;
    }
    return all < 0x80;
  }

  private void number() throws IOException {
    int bytes =
        EncodedNumber.putText(
            out, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    if (bytes == 0) {
      AttributeValue.N number = AttributeValue.n(parser.getText());
      out.putVarint(EncodedNumber.length(number));
      EncodedNumber.put(out, number);
      bytes = ItemRules.sizeBytes(number);
    }
    sizeBytes += bytes;
  }

  /** A set, as a value: it has to be sorted. */
  private void set(String type) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY);
    List<String> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken() == JsonToken.VALUE_STRING);
      elements.add(parser.getText());
    }
    AttributeValue set =
        switch (type) {
          case "SS" -> new AttributeValue.SS(elements);
          case "NS" -> new AttributeValue.NS(elements.stream().map(AttributeValue::n).toList());
          default ->
              new AttributeValue.BS(
                  elements.stream()
                      .map(element -> new AttributeValue.B(Base64Text.decode(element)))
                      .toList());
        };
    sizeBytes += ItemRules.sizeBytes(set);
    AttributeWriter.putValue(out, set);
  }

  private void list(int level) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY);
    int begin = out.putByte(AttributeLayout.LIST).length();
    sizeBytes += ItemRules.CONTAINER_BYTES;
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      sizeBytes += ItemRules.ELEMENT_BYTES;
      value(level);
      count++;
    }
    finish(begin, count);
  }

  private void map(int level) throws IOException {
    require(parser.currentToken() == JsonToken.START_OBJECT);
    int begin = out.putByte(AttributeLayout.MAP).length();
    sizeBytes += ItemRules.CONTAINER_BYTES;
    finish(begin, members(level, ItemRules.ELEMENT_BYTES));
  }

  /** Puts before the elements of a list or map how many they are, and how long all that is. */
  private void finish(int begin, int count) {
    out.insertVarint(begin, count);
    out.insertVarint(begin, out.length() - begin);
  }
}
