package dev.varve.tools;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * JSON given to an option: the text itself, {@code file://PATH} for a file's contents, or {@code -}
 * for standard input.
 */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String FILE = "file://";

  private JsonText() {}

  /** Reads an item or a key, e.g. <code>{"id":{"S":"a"}}</code>. */
  static Item item(String option, String text) throws IOException, CommandFailedException {
    String json = contents(text);
    try {
      return ItemJson.parse(json);
    } catch (DynamoException broken) {
      throw noJson(option, "{\"id\":{\"S\":\"a\"}}", broken);
    }
  }

  /** Reads one value, e.g. <code>{"N":"5"}</code>. */
  static AttributeValue value(String option, String text)
      throws IOException, CommandFailedException {
    String example = "{\"N\":\"5\"}";
    try (JsonParser parser = FACTORY.createParser(contents(text))) {
      parser.nextToken();
      AttributeValue value = ItemJson.readValue(parser);
      require(parser.nextToken() == null, option, example);
      return value;
    } catch (JsonProcessingException broken) {
      throw new CommandFailedException(option + " is no DynamoDB JSON such as " + example, broken);
    } catch (DynamoException broken) {
      throw noJson(option, example, broken);
    }
  }

  /** Writes one value. */
  static String write(AttributeValue value) {
    String item = ItemJson.write(Item.of("v", value));
    return item.substring("{\"v\":".length(), item.length() - 1);
  }

  /** Reads values by name: <code>{":v":{"N":"5"}}</code>. */
  static Map<String, AttributeValue> values(String option, String text)
      throws IOException, CommandFailedException {
    String json = contents(text);
    try {
      return ItemJson.parse(json).asMap();
    } catch (DynamoException broken) {
      throw noJson(option, "{\":v\":{\"N\":\"5\"}}", broken);
    }
  }

  /** Reads texts by name: <code>{"#n":"name"}</code>. */
  static Map<String, String> texts(String option, String text)
      throws IOException, CommandFailedException {
    String example = "{\"#n\":\"name\"}";
    Map<String, String> texts = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(contents(text))) {
      require(parser.nextToken() == JsonToken.START_OBJECT, option, example);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        require(parser.nextToken() == JsonToken.VALUE_STRING, option, example);
        require(texts.put(name, parser.getText()) == null, option, example);
      }
      require(parser.nextToken() == null, option, example);
    } catch (JsonProcessingException broken) {
      throw new CommandFailedException(option + " is no JSON such as " + example, broken);
    }
    return texts;
  }

  private static void require(boolean holds, String option, String example)
      throws CommandFailedException {
    if (!holds) {
      throw new CommandFailedException(option + " is no JSON such as " + example);
    }
  }

  private static CommandFailedException noJson(
      String option, String example, DynamoException broken) {
    return new CommandFailedException(
        option + " is no DynamoDB JSON such as " + example + ": " + broken.getMessage(), broken);
  }

  /** Reads a file's text; {@code -} is standard input. */
  static String file(Path path) throws IOException, CommandFailedException {
    return contents(path.toString().equals("-") ? "-" : FILE + path);
  }

  private static String contents(String text) throws IOException, CommandFailedException {
    if (text.equals("-")) {
      return utf8("standard input", System.in.readAllBytes());
    }
    if (text.startsWith(FILE)) {
      String path = text.substring(FILE.length());
      return utf8(path, Files.readAllBytes(Path.of(path)));
    }
    return text;
  }

  private static String utf8(String name, byte[] bytes) throws CommandFailedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException broken) {
      throw new CommandFailedException(
          name + ": it is no UTF-8; convert it, for example with iconv -t UTF-8", broken);
    }
  }
}
