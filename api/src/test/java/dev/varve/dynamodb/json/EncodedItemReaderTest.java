package dev.varve.dynamodb.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.dynamodb.error.SerializationException;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Encodable;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.testing.Values;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside {@link ValueReader} and {@link ItemJson}, which go by values. */
class EncodedItemReaderTest {
  private static final JsonFactory JSON =
      new JsonFactoryBuilder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void whatClientsWriteIsTaken(@ForAll("items") Item item) throws IOException {
    String json = ItemJson.write(item);
    assertSame(item, read(json));
    assertEquals(json, written(read(json)));
    assertEquals(json, written(item));
  }

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void whatIsTakenIsWhatTheValuesSay(@ForAll("mutants") String json) throws IOException {
    Item encoded;
    try {
      encoded = read(json);
    } catch (DynamoException | JsonProcessingException _) {
      return; // not taken, which is always right
    }
    Item item = ItemJson.parse(json);
    ItemRules.checkNesting(item);
    Encodable.check(item);
    assertSame(item, encoded);
    assertEquals(written(item), written(encoded));
  }

  private static void assertSame(Item item, Item encoded) {
    assertEquals(item.attributeCount(), encoded.attributeCount());
    assertEquals(item.sizeBytes(), encoded.sizeBytes());
    item.asMap().forEach((name, value) -> assertEquals(value, encoded.get(name)));
    assertEquals(List.copyOf(item.asMap().keySet()), List.copyOf(encoded.asMap().keySet()));
    assertEquals(item, encoded);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'a':{'N':'1e3'}}",
        "{'a':{'N':'-0.000'}}",
        "{'a':{'N':'12345678901234567890123456789012345678'}}",
        "{'a':{'NS':['3','1.0','2']}}",
        "{'a':{'BS':['AQ==','']}}",
        "{'a':{'L':[]},'b':{'M':{}}}",
        "{'\\u00e9':{'S':'\\ud83d\\ude00'}}"
      })
  void unusualFormsAreTakenToo(String json) throws IOException {
    String text = json.replace('\'', '"');
    assertSame(ItemJson.parse(text), read(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':{'S':'x'},'a':{'S':'y'}}",
        "{'a':{'M':{'b':{'S':'x'},'b':{'S':'y'}}}}",
        "{'a':{}}",
        "{'a':null}",
        "{'a':[]}",
        "{'a':{'S':null}}",
        "{'a':{'S':'x','N':'1'}}",
        "{'a':{'S':'x','S':'x'}}",
        "{'a':{'X':1,'S':'x'}}",
        "{'a':{'N':'x'}}",
        "{'a':{'N':'1e126'}}",
        "{'a':{'N':'123456789012345678901234567890123456789'}}",
        "{'a':{'N':5}}",
        "{'a':{'B':'AR=='}}",
        "{'a':{'SS':[]}}",
        "{'a':{'SS':['x','x']}}",
        "{'a':{'SS':['x',1]}}",
        "{'a':{'NS':['1','1.0']}}",
        "{'a':{'NULL':false}}",
        "{'a':{'BOOL':'true'}}",
        "{'':{'S':'x'}}",
        "{'a':{'S':'\\ud83d'}}"
      })
  void theRestIsLeftToValues(String json) {
    assertThrows(DynamoException.class, () -> read(json.replace('\'', '"')));
  }

  @Test
  void valuesNestAsDeepAsTheyMayAndNoDeeper() throws IOException {
    assertSame(ItemJson.parse(nested(31)), read(nested(31)));
    assertThrows(DynamoException.class, () -> read(nested(32)));
  }

  private static String nested(int containers) {
    return "{\"a\":"
        + "{\"L\":[{\"M\":{\"b\":".repeat(containers / 2)
        + (containers % 2 == 0 ? "{\"N\":\"1\"}" : "{\"L\":[{\"N\":\"1\"}]}")
        + "}}]}".repeat(containers / 2)
        + "}";
  }

  @Test
  void longContentsAreWhatTheValuesSay() throws IOException {
    for (int length : new int[] {127, 128, 16_383, 16_384, 65_535}) {
      for (String letter : List.of("n", "\u00e9", "\u0001")) {
        String name = letter.repeat(letter.equals("\u00e9") ? length / 2 : length);
        Item item =
            Item.of(name, AttributeValue.m(Map.of(name, AttributeValue.l(AttributeValue.s(name)))));
        assertSame(item, read(ItemJson.write(item)));
        assertEquals(ItemJson.write(item), written(read(ItemJson.write(item))));
      }
    }
    String tooLong = "n".repeat(65_536);
    assertThrows(DynamoException.class, () -> read("{\"" + tooLong + "\":{\"N\":\"1\"}}"));
    assertThrows(
        DynamoException.class, () -> read("{\"" + "\u00e9".repeat(32_768) + "\":{\"N\":\"1\"}}"));
  }

  @Test
  void objectsOfManyMembersHaveEachOnce() throws IOException {
    Map<String, AttributeValue> inner = new LinkedHashMap<>();
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    for (int i = 0; i < 300; i++) {
      inner.put("member" + i, AttributeValue.n(i));
      members.put("member" + i, i % 10 == 0 ? AttributeValue.m(inner) : AttributeValue.n(i));
    }
    Item item = Item.of(members);
    String json = ItemJson.write(item);
    assertSame(item, read(json));
    for (int place : new int[] {0, 5, 23, 24, 25, 299}) {
      String twice =
          json.substring(0, json.length() - 1) + ",\"member" + place + "\":{\"NULL\":true}}";
      assertThrows(DynamoException.class, () -> read(twice));
    }
  }

  @Test
  void severalItemsOfOneRequestAreApart() throws IOException {
    byte[] json =
        "[{\"a\":{\"S\":\"x\"}},{\"b\":{\"N\":\"1\"}},{}]".getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = ItemJson.parser(json, 0, json.length)) {
      EncodedItemReader reader = new EncodedItemReader(parser, 4);
      parser.nextToken();
      for (String expected : List.of("{\"a\":{\"S\":\"x\"}}", "{\"b\":{\"N\":\"1\"}}", "{}")) {
        assertEquals(JsonToken.START_OBJECT, parser.nextToken());
        assertSame(ItemJson.parse(expected), reader.item());
      }
    }
  }

  private static Item read(String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = ItemJson.parser(bytes, 0, bytes.length)) {
      assertEquals(JsonToken.START_OBJECT, parser.nextToken());
      Item item = new EncodedItemReader(parser, 16).item();
      if (parser.nextToken() != null) {
        throw new SerializationException("more than an object");
      }
      return item;
    }
  }

  /** What {@link AttributeJson} writes, with escapes where {@link ItemJson#write(Item)} has any. */
  private static String written(Item item) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      new AttributeJson(out).write(item);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<Item> items() {
    return Values.items();
  }

  /** Items with a character too many, too few, or another one. */
  @Provide
  Arbitrary<String> mutants() {
    return Combinators.combine(
            Values.items().map(ItemJson::write),
            Arbitraries.integers().between(0, Integer.MAX_VALUE),
            Arbitraries.of(
                "", "\"", "{", "}", "[", "]", ",", ":", "0", "1", "e", ".", "-", "S", "\\"),
            Arbitraries.integers().between(0, 2))
        .as((json, seed, inserted, removed) -> {
          int at = 1 + seed % (json.length() - 1);
          int end = Math.min(json.length(), at + removed);
          String mutant = json.substring(0, at) + inserted + json.substring(end);
          // Half a surrogate pair is none any more when it has been UTF-8.
          return new String(mutant.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        })
        .filter(json -> json.startsWith("{"));
  }
}
