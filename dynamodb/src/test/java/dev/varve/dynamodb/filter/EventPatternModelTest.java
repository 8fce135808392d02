package dev.varve.dynamodb.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.varve.dynamodb.api.OperationType;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamRecord;
import dev.varve.dynamodb.api.json.JsonOut;
import dev.varve.dynamodb.api.json.RecordJson;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Patterns against a model that knows the record by its JSON alone: the values below each of a
 * pattern's paths, of which one has to hold. Paths of patterns here have no lists of structures.
 */
class EventPatternModelTest {
  private static final JsonFactory JSON = new JsonFactory();
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final List<String> TEXTS = List.of("", "x", "xy", "yx", "7");

  @Property(tries = 3000)
  void patternsMatchAsTheirModelDoes(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Record record = record(random);
    Object tree = tree(record);
    List<String> members = new ArrayList<>();
    boolean expected = true;
    for (String image : List.of("Keys", "NewImage", "OldImage")) {
      if (random.nextBoolean()) {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String type = List.of("S", "N", "SS", "BOOL", "NULL").get(random.nextInt(5));
        Check check = check(random);
        members.add("\"%s\":{\"%s\":{\"%s\":[%s]}}".formatted(image, name, type, check.json()));
        List<Object> values = new ArrayList<>();
        collect(tree, List.of("dynamodb", image, name, type), values);
        boolean isNumber = type.equals("N");
        expected &=
            values.isEmpty()
                ? check.holds(null, isNumber)
                : check.isAbsence()
                    ? false
                    : values.stream().anyMatch(value -> check.holds(value, isNumber));
      }
    }
    if (members.isEmpty()) {
      members.add("\"Keys\":{\"a\":{\"S\":[{\"exists\":true}]}}");
      expected = hasKeyA(tree);
    }
    String pattern = "{\"dynamodb\":{" + String.join(",", members) + "}}";
    assertEquals(expected, EventPattern.parse(pattern).matches(record), pattern + " " + tree);
  }

  private static boolean hasKeyA(Object tree) {
    List<Object> values = new ArrayList<>();
    collect(tree, List.of("dynamodb", "Keys", "a", "S"), values);
    return !values.isEmpty();
  }

  /** A rule, and what it means of a value in JSON. */
  private record Check(String kind, String text, int number) {
    String json() {
      return switch (kind) {
        case "text" -> "\"" + text + "\"";
        case "number" -> Integer.toString(number);
        case "prefix" -> "{\"prefix\":\"" + text + "\"}";
        case "suffix" -> "{\"suffix\":\"" + text + "\"}";
        case "but" -> "{\"anything-but\":[\"" + text + "\"," + number + "]}";
        case "less" -> "{\"numeric\":[\"<\"," + number + "]}";
        case "between" -> "{\"numeric\":[\">\",-" + number + ",\"<=\"," + number + "]}";
        case "true" -> "true";
        case "there" -> "{\"exists\":true}";
        default -> "{\"exists\":false}";
      };
    }

    boolean isAbsence() {
      return kind.equals("absent");
    }

    boolean holds(Object value, boolean isNumber) {
      String found = value instanceof String s ? s : null;
      BigDecimal size = found != null && isNumber ? new BigDecimal(found) : null;
      return switch (kind) {
        case "text" -> text.equals(found);
        case "number" -> size != null && size.compareTo(BigDecimal.valueOf(number)) == 0;
        case "prefix" -> found != null && found.startsWith(text);
        case "suffix" -> found != null && found.endsWith(text);
        case "but" ->
            value != null
                && !text.equals(found)
                && (size == null || size.compareTo(BigDecimal.valueOf(number)) != 0);
        case "less" -> size != null && size.compareTo(BigDecimal.valueOf(number)) < 0;
        case "between" ->
            size != null
                && size.compareTo(BigDecimal.valueOf(-number)) > 0
                && size.compareTo(BigDecimal.valueOf(number)) <= 0;
        case "true" -> Boolean.TRUE.equals(value);
        case "there" -> value != null;
        default -> value == null;
      };
    }
  }

  private static Check check(SplittableRandom random) {
    List<String> kinds =
        List.of(
            "text", "number", "prefix", "suffix", "but", "less", "between", "true", "there",
            "absent");
    String text = TEXTS.get(1 + random.nextInt(TEXTS.size() - 1));
    return new Check(kinds.get(random.nextInt(kinds.size())), text, random.nextInt(9));
  }

  private static Record record(SplittableRandom random) {
    StreamRecord.Builder change = StreamRecord.builder().keys(item(random));
    if (random.nextBoolean()) {
      change.newImage(item(random));
    }
    if (random.nextBoolean()) {
      change.oldImage(item(random));
    }
    return Record.builder().eventName(OperationType.MODIFY).dynamodb(change.build()).build();
  }

  private static Item item(SplittableRandom random) {
    Item.Builder item = Item.builder();
    for (String name : NAMES) {
      String text = TEXTS.get(random.nextInt(TEXTS.size()));
      switch (random.nextInt(7)) {
        case 0, 1 -> item.put(name, AttributeValue.s(text));
        case 2 -> item.put(name, AttributeValue.n(random.nextInt(-9, 9)));
        case 3 -> item.put(name, AttributeValue.ss("x", "q" + text));
        case 4 -> item.put(name, AttributeValue.bool(random.nextBoolean()));
        case 5 -> item.put(name, AttributeValue.nul());
        default -> item.put(name + "z", AttributeValue.s(text)); // none of this name
      }
    }
    return item.build();
  }

  /** The record as its JSON is: maps, lists, texts, numbers and truths. */
  private static Object tree(Record record) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      RecordJson.write(record, new JsonOut(generator));
    }
    try (JsonParser parser = JSON.createParser(text.toString())) {
      parser.nextToken();
      return tree(parser);
    }
  }

  private static Object tree(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          map.put(name, tree(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(tree(parser));
        }
        yield list;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> parser.getDecimalValue();
    };
  }

  /** Adds the values at the end of a path; those of a list one by one. */
  private static void collect(Object node, List<String> path, List<Object> values) {
    if (node instanceof List<?> list) {
      list.forEach(element -> collect(element, path, values));
    } else if (path.isEmpty()) {
      values.add(node);
    } else if (node instanceof Map<?, ?> map && map.containsKey(path.getFirst())) {
      collect(map.get(path.getFirst()), path.subList(1, path.size()), values);
    }
  }
}
