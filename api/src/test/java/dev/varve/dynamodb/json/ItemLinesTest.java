package dev.varve.dynamodb.json;

import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.value.Item;
import dev.varve.testing.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ItemLinesTest {
  @Test
  void writesOneLinePerItem() throws IOException {
    assertEquals(
        "{\"Item\":{\"a\":{\"N\":\"1\"}}}\n{\"Item\":{\"b\":{\"S\":\"x\\ny\"}}}\n",
        new String(
            write(List.of(Item.of("a", n(1)), Item.of("b", s("x\ny")))), StandardCharsets.UTF_8));
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void everyFileReadsBack(@ForAll("files") List<Item> items) throws IOException {
    assertEquals(items, readAll(write(items)));
  }

  @Test
  void linesLongerThanTheBufferReadBack() throws IOException {
    List<Item> items = new ArrayList<>();
    for (int length = 65_400; length < 65_700; length += 7) {
      items.add(Item.of("a", s("x".repeat(length))));
      items.add(Item.of("b", n(length)));
    }
    assertEquals(items, readAll(write(items)));
  }

  @Test
  void passesOverBlankLinesAndTakesAMissingLastNewline() throws IOException {
    String file =
        "\n{\"Item\":{\"a\":{\"N\":\"1\"}}}\r\n  \t\r\n{ \"Item\" : {\"a\":{\"N\":\"2\"}} }";
    assertEquals(
        List.of(Item.of("a", n(1)), Item.of("a", n(2))),
        readAll(file.getBytes(StandardCharsets.UTF_8)));
    assertEquals(List.of(), readAll(new byte[0]));
  }

  @Test
  void namesTheBrokenLineAndGoesOnBehindIt() throws IOException {
    String file =
        """
        {"Item":{"a":{"N":"1"}}}
        {"Item":{"city":{"M":{"at":{"L":[{"N":"1"},{"N":"x"}]}}}}}
        {"Item":{"a":{"N":"1"}}
        {"item":{}}
        {"Item":{"a":{"N":"1"}}} {}
        {"Item":{"a":{"N":"2"}}}
        """;
    try (ItemLineReader reader =
        new ItemLineReader(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)))) {
      assertEquals(Item.of("a", n(1)), reader.next());
      assertBroken(2, "city.at.1: The parameter cannot be converted to a numeric value: x", reader);
      ItemFormatException e = assertThrows(ItemFormatException.class, reader::next);
      assertEquals(3, e.line());
      assertBroken(4, "expected {\"Item\":{...}}", reader);
      assertBroken(5, "unexpected text behind the item", reader);
      assertEquals(Item.of("a", n(2)), reader.next());
      assertEquals(6, reader.lineNumber());
      assertNull(reader.next());
    }
  }

  @Provide
  Arbitrary<List<Item>> files() {
    return Values.items().list().ofMaxSize(5);
  }

  private static void assertBroken(long line, String reason, ItemLineReader reader) {
    ItemFormatException e = assertThrows(ItemFormatException.class, reader::next);
    assertEquals("line " + line + ": " + reason, e.getMessage());
  }

  private static byte[] write(List<Item> items) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ItemLineWriter writer = new ItemLineWriter(bytes)) {
      for (Item item : items) {
        writer.write(item);
      }
    }
    return bytes.toByteArray();
  }

  private static List<Item> readAll(byte[] bytes) throws IOException {
    List<Item> items = new ArrayList<>();
    try (ItemLineReader reader = new ItemLineReader(new ByteArrayInputStream(bytes))) {
      for (Item item = reader.next(); item != null; item = reader.next()) {
        items.add(item);
      }
    }
    return items;
  }
}
