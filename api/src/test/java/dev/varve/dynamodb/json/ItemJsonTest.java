package dev.varve.dynamodb.json;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.bool;
import static dev.varve.dynamodb.value.AttributeValue.bs;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.ns;
import static dev.varve.dynamodb.value.AttributeValue.nul;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static dev.varve.dynamodb.value.AttributeValue.ss;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.value.Item;
import dev.varve.testing.Values;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemJsonTest {
  @Test
  void readsAndWritesAllTenTypes() {
    String json =
        """
        {"S":{"S":"x"},"N":{"N":"12.5"},"B":{"B":"AQI="},"BOOL":{"BOOL":true},"NULL":{"NULL":true},"SS":{"SS":["a","b"]},\
        "NS":{"NS":["-1","2"]},"BS":{"BS":["","AA=="]},"L":{"L":[{"N":"1"},{"L":[]}]},"M":{"M":{"k":{"S":""}}}}\
        """;
    Item item =
        Item.builder()
            .put("S", s("x"))
            .put("N", n("12.5"))
            .put("B", b((byte) 1, (byte) 2))
            .put("BOOL", bool(true))
            .put("NULL", nul())
            .put("SS", ss("b", "a"))
            .put("NS", ns(2, -1))
            .put("BS", bs(new byte[1], new byte[0]))
            .put("L", l(n(1), l()))
            .put("M", m(Map.of("k", s(""))))
            .build();
    assertEquals(item, ItemJson.parse(json));
    assertEquals(json, ItemJson.write(item));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void everyItemReadsBack(@ForAll("items") Item item) {
    assertEquals(item, ItemJson.parse(ItemJson.write(item)));
    assertEquals(item, ItemJson.parse(ItemJson.writePretty(item)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"S\":true} | TRUE_VALUE cannot be converted to String",
        "{\"S\":false} | FALSE_VALUE cannot be converted to String",
        "{\"N\":5} | NUMBER_VALUE cannot be converted to String",
        "{\"N\":5.5} | DECIMAL_VALUE cannot be converted to String",
        "{\"S\":[\"x\"]} | Unrecognized collection type class java.lang.String",
        "{\"S\":{}} | Start of structure or map found where not expected",
        "{\"BOOL\":1} | NUMBER_VALUE cannot be converted to Boolean",
        "{\"BOOL\":\"maybe\"} | Unexpected token received from parser",
        "{\"L\":\"x\"} | Unexpected field type",
        "{\"L\":{}} | Start of structure or map found where not expected",
        "{\"L\":[\"x\"]} | Unexpected value type in payload",
        "{\"L\":[[]]} | Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue",
        "{\"M\":[]} | Unrecognized collection type java.util.Map<java.lang.String, com.amazonaws.dynamodb.v20120810.AttributeValue>",
        "{\"M\":\"x\"} | Unexpected field type",
        "{\"B\":5} | only base-64-encoded strings are convertible to bytes",
        "{\"B\":\"AQI\"} | Base64 encoded length is expected a multiple of 4 bytes but found: 3",
        "{\"B\":\"AQJ=\"} | Invalid last non-pad Base64 character dectected",
        "{\"BS\":[\"AQ=\"]} | Base64 encoded length is expected a multiple of 4 bytes but found: 3"
      })
  void refusesWrongJsonTypes(String value, String message) {
    SerializationException e =
        assertThrows(SerializationException.class, () -> ItemJson.parse("{\"a\":" + value + "}"));
    assertEquals(message, e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
        "{\"S\":null} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
        "{\"X\":{\"S\":[]}} | Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
        "{\"S\":\"x\",\"N\":\"1\"} | Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
        "{\"NULL\":false} | One or more parameter values were invalid: Null attribute value types must have the value of true",
        "{\"SS\":[]} | One or more parameter values were invalid: An string set  may not be empty",
        "{\"N\":\"x\"} | The parameter cannot be converted to a numeric value: x",
        "{\"M\":{\"\":{\"S\":\"x\"}}} | Empty attribute name"
      })
  void refusesValuesThatBreakARule(String value, String message) {
    DynamoException e =
        assertThrows(DynamoException.class, () -> ItemJson.parse("{\"a\":" + value + "}"));
    assertEquals("ValidationException", e.errorName());
    assertEquals(message, e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "null",
        "{\"a\":",
        "{\"a\":{\"S\":\"x\"}",
        "{\"a\":{\"S\":\"x\"}} x",
        "{a:1}",
        "{\"a\":{\"S\":\"x\"},\"a\":{\"S\":\"y\"}}"
      })
  void refusesWhatIsNoItem(String json) {
    assertThrows(SerializationException.class, () -> ItemJson.parse(json));
  }

  @Test
  void takesStringsForBooleans() {
    assertEquals(
        Item.of("a", bool(true), "b", bool(false)),
        ItemJson.parse("{\"a\":{\"BOOL\":\"Yes\"},\"b\":{\"BOOL\":\"0\"}}"));
  }

  @Test
  void namesOfEveryLegalLengthReadBack() throws IOException {
    for (int length : new int[] {49_999, 50_001, 60_000, 65_535}) {
      for (String letter : List.of("n", "\u0001")) {
        Item item = Item.of(letter.repeat(length), m(Map.of(letter.repeat(length), n(1))));
        String json = ItemJson.write(item);
        assertEquals(item, ItemJson.parse(json));
        assertEquals(item, read(json, ValueNotation.DYNAMODB));
      }
    }
    DynamoException tooLong =
        assertThrows(
            DynamoException.class,
            () -> ItemJson.parse("{\"" + "n".repeat(65_536) + "\":{\"N\":\"1\"}}"));
    assertEquals("ValidationException", tooLong.errorName());
  }

  @Test
  void otherProgramsTypesAreReadWhenAsked() throws IOException {
    assertEquals(
        Item.builder()
            .put("s", s("x"))
            .put("n", n("1.50"))
            .put("z", nul())
            .put("y", nul())
            .put("x", nul())
            .put("t", bool(true))
            .put("ss", ss("a"))
            .put("ns", ns(1, 2))
            .put("l", l(m(Map.of("k", n(5)))))
            .build(),
        read(
            """
            {"s":{"s":"x"},"n":{"N":1.50},"z":{"nULLValue":true},"y":{"nullvalue":true},"x":{"NULLVALUE":true},"t":{"bOOL":true},"ss":{"sS":["a"]},\
            "ns":{"NS":[1,"2"]},"l":{"l":[{"m":{"k":{"n":5}}}]}}\
            """,
            ValueNotation.TOLERANT));
  }

  @Test
  void plainJsonIsReadAsTheDocumentClientsDo() throws IOException {
    assertEquals(
        Item.builder()
            .put("s", s("x"))
            .put("n", n("12345678901234567890123456789012345678"))
            .put("z", nul())
            .put("t", bool(true))
            .put("l", l(n("-0.5"), l(), m(Map.of("S", s("y")))))
            .build(),
        read(
            """
            {"s":"x","n":12345678901234567890123456789012345678,"z":null,"t":true,"l":[-0.5,[],{"S":"y"}]}\
            """,
            ValueNotation.PLAIN));
    String deep = "{\"a\":" + "[".repeat(33) + "]".repeat(33) + "}";
    DynamoException e = assertThrows(DynamoException.class, () -> read(deep, ValueNotation.PLAIN));
    assertTrue(e.getMessage().startsWith("Nesting Levels have exceeded supported limits"));
  }

  private static Item read(String json, ValueNotation notation) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = ItemJson.parser(new ByteArrayInputStream(bytes))) {
      parser.nextToken();
      return ValueReader.of(parser, notation).item();
    }
  }

  @Test
  void refusesAbsurdDepthAtOnce() {
    String deep = "{\"a\":" + "{\"L\":[".repeat(400) + "{\"S\":\"x\"}" + "]}".repeat(400) + "}";
    DynamoException e = assertThrows(DynamoException.class, () -> ItemJson.parse(deep));
    assertTrue(e.getMessage().startsWith("Nesting Levels have exceeded supported limits"));
  }

  @Provide
  Arbitrary<Item> items() {
    return Values.items();
  }
}
