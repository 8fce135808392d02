package dev.varve.formats.ion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazon.ion.IonReader;
import com.amazon.ion.IonWriter;
import com.amazon.ion.system.IonBinaryWriterBuilder;
import com.amazon.ion.system.IonReaderBuilder;
import com.amazon.ion.system.IonTextWriterBuilder;
import dev.varve.dynamodb.json.ItemJson;
import dev.varve.dynamodb.value.Item;
import dev.varve.formats.ItemRows.BrokenItemException;
import dev.varve.testing.Values;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Items in Ion: as the service writes them, as others write them, and broken. */
class IonItemsTest {
  /** The item of the service's documentation. */
  private static final String BOOK =
      "{'Authors':{'SS':['Author1','Author2']},'Dimensions':{'S':'8.5 x 11.0 x 1.5'},'ISBN':{'S':'333-3333333333'},"
          + "'Id':{'N':'103'},'InPublication':{'BOOL':false},'PageCount':{'N':'600'},'Price':{'N':'2000'},"
          + "'ProductCategory':{'S':'Book'},'Title':{'S':'Book 103 Title'}}";

  private static final String BOOK_LINE =
      "$ion_1_0 {Item:{Authors:$dynamodb_SS::[\"Author1\",\"Author2\"],Dimensions:\"8.5 x 11.0 x 1.5\","
          + "ISBN:\"333-3333333333\",Id:103.,InPublication:false,PageCount:6d2,Price:2d3,ProductCategory:\"Book\","
          + "Title:\"Book 103 Title\"}}\n";

  private static Item item(String json) {
    return ItemJson.parse(json.replace('\'', '"'));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] lines(List<Item> items) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (IonItemWriter writer = new IonItemWriter(bytes)) {
      for (Item item : items) {
        writer.write(item);
      }
    }
    return bytes.toByteArray();
  }

  private static List<Item> items(byte[] file) throws IOException {
    List<Item> items = new ArrayList<>();
    try (IonItems rows = new IonItems(new ByteArrayInputStream(file))) {
      for (Item item = rows.next(); item != null; item = rows.next()) {
        items.add(item);
      }
    }
    return items;
  }

  /** The same values in binary Ion. */
  private static byte[] binary(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (IonReader reader = IonReaderBuilder.standard().build(text);
        IonWriter writer = IonBinaryWriterBuilder.standard().build(bytes)) {
      writer.writeValues(reader);
    }
    return bytes.toByteArray();
  }

  /** The same values in many lines. */
  private static byte[] pretty(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (IonReader reader = IonReaderBuilder.standard().build(text);
        IonWriter writer = IonTextWriterBuilder.pretty().build(bytes)) {
      writer.writeValues(reader);
    }
    return bytes.toByteArray();
  }

  @Test
  void aLineIsWrittenAsTheServiceDoes() throws IOException {
    Item book = item(BOOK);
    assertEquals(
        BOOK_LINE + BOOK_LINE, new String(lines(List.of(book, book)), StandardCharsets.UTF_8));
    assertEquals(List.of(book), items(bytes(BOOK_LINE)));
    assertEquals(List.of(book), items(bytes("\uFEFF" + BOOK_LINE)));
    assertEquals(List.of(book), items(bytes(BOOK_LINE.strip().replace("\n", "\r\n"))));
  }

  @Provide
  Arbitrary<Item> items() {
    return Values.items();
  }

  @Property(tries = 300)
  void whatIsWrittenIsReadAsItWas(@ForAll("items") Item first, @ForAll("items") Item second)
      throws IOException {
    List<Item> items = List.of(first, second, first);
    byte[] text = lines(items);
    assertEquals(3, new String(text, StandardCharsets.UTF_8).lines().count());
    assertEquals(items, items(text));
    assertEquals(items, items(binary(text)));
    assertEquals(items, items(pretty(text)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{Item:{a:1,b:-2.50e1,c:null.string,d:{{AAEC}}}} | {'a':{'N':'1'},'b':{'N':'-25'},'c':{'NULL':true},'d':{'B':'AAEC'}}",
        "{\"Item\":{\"a\":[true,null,{}]}} | {'a':{'L':[{'BOOL':true},{'NULL':true},{'M':{}}]}}",
        "{Item:{'a b':$dynamodb_NS::[1,2.,3d2]},Other:x} | ^^",
        "{Item:{'a b':$dynamodb_NS::[3d2,1,2.]},Other:7} | {'a b':{'NS':['300','1','2']}}",
        "{Item:{a:$dynamodb_BS::[{{AA==}}]}} // why not | {'a':{'BS':['AA==']}}"
      })
  void otherWritersAreUnderstood(String line, String json) throws IOException {
    try (IonItems rows = new IonItems(new ByteArrayInputStream(bytes(line)))) {
      if (json.isEmpty()) {
        assertThrows(BrokenItemException.class, rows::next);
      } else {
        assertEquals(item(json), rows.next());
      }
      assertNull(rows.next());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{Item:{a:sym}} | Item.a: a symbol is no value of an item",
        "{Item:{a:2020-01-01T}} | Item.a: a timestamp is no value of an item",
        "{Item:{a:(1 2)}} | Item.a: a sexp is no value of an item",
        "{Item:{a:[1,nan]}} | Item.a.1: NaN is no number of an item",
        "{Item:{a:1,a:2}} | Item.a: the name occurs twice",
        "{Item:{a:kg::5}} | Item.a: the annotation kg of an int has no meaning here",
        "{Item:{a:$dynamodb_SS::[\"x\",1]}} | Item.a.1: an int in a set of type S",
        "{Item:{a:$dynamodb_XS::[]}} | Item.a: the annotation $dynamodb_XS of a list has no meaning here",
        "{Item:{a:1d126}} | Item.a: Number overflow. Attempting to store a number with magnitude larger than supported range",
        "{Item:[]} | Item: expected a struct",
        "{Item:null} | expected {Item:{...}}",
        "{Key:{}} | expected {Item:{...}}",
        "{Item:{'':1}} | Item: Empty attribute name",
        "word | expected a struct, found a symbol",
        "null.struct | expected a struct, found null",
        "a::{Item:{}} | expected a struct, found an annotated value",
        "{Item:{a:1}} {Item:{b:1}} | unexpected text behind the item",
        "{Item:{a:1} | malformed Ion: Syntax error at offset 12: invalid syntax",
        "{Item:{a:\"x}} | malformed Ion: unexpected EOF encountered at offset 14",
        "$ion_2_0 {Item:{}} | malformed Ion: Unsupported Ion version $ion_2_0"
      })
  void aBrokenLineIsNamedAndTheNextOneIsRead(String line, String reason) throws IOException {
    String good = "$ion_1_0 {Item:{id:\"a\"}}\n";
    try (IonItems rows = new IonItems(new ByteArrayInputStream(bytes(good + line + "\n" + good)))) {
      rows.next();
      BrokenItemException broken = assertThrows(BrokenItemException.class, rows::next);
      assertEquals(reason, broken.getMessage());
      assertEquals(2, rows.line());
      assertEquals(item("{'id':{'S':'a'}}"), rows.next());
      assertEquals(3, rows.line());
      assertNull(rows.next());
    }
  }

  @Test
  void nestingIsLimitedAsInItems() throws IOException {
    String deepest = "[".repeat(31) + "1" + "]".repeat(31);
    String tooDeep = "[" + deepest + "]";
    String absurd = "[".repeat(200_000);
    String file =
        "{Item:{a:" + deepest + "}}\n{Item:{a:" + tooDeep + "}}\n{Item:{a:" + absurd + "}}\n";
    try (IonItems rows = new IonItems(new ByteArrayInputStream(bytes(file)))) {
      assertTrue(rows.next().has("a"));
      for (int line = 2; line <= 3; line++) {
        BrokenItemException broken = assertThrows(BrokenItemException.class, rows::next);
        assertTrue(broken.getMessage().contains("Nesting Levels"), broken.getMessage());
      }
    }
  }

  @Test
  void ofADocumentABrokenItemIsPassedOver() throws IOException {
    String text = "{\n Item: {a: 1}\n}\n{\n Item: {a: [x]}\n}\n{\n Item: {a: 2}\n}\n";
    for (byte[] file : List.of(bytes(text), binary(bytes(text)))) {
      try (IonItems rows = new IonItems(new ByteArrayInputStream(file))) {
        assertEquals(item("{'a':{'N':'1'}}"), rows.next());
        assertThrows(BrokenItemException.class, rows::next);
        assertEquals(IonRecords.begin(file) ? 2 : 4, rows.line());
        assertEquals(item("{'a':{'N':'2'}}"), rows.next());
        assertNull(rows.next());
      }
    }
  }

  @Test
  void theRestOfADocumentThatIsNoIonCannotBeRead() throws IOException {
    byte[] file = bytes("{\n Item: {a: 1}\n}\n{\n Item: {a: }}\n}\n");
    try (IonItems rows = new IonItems(new ByteArrayInputStream(file))) {
      rows.next();
      IOException failure = assertThrows(IOException.class, rows::next);
      assertFalse(failure instanceof BrokenItemException);
      assertTrue(failure.getMessage().contains("line 5"), failure.getMessage());
    }
  }

  @Test
  void aFailureOfTheFileIsItsOwn() throws IOException {
    IOException failure = new IOException("the disk is gone");
    byte[] start = bytes("{\n Item: {a: 1}\n}\n");
    InputStream failing =
        new FilterInputStream(new ByteArrayInputStream(start)) {
          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count < 0) {
              throw failure;
            }
            return count;
          }
        };
    assertEquals(
        failure,
        assertThrows(
            IOException.class,
            () -> {
              try (IonItems rows = new IonItems(failing)) {
                while (rows.next() != null) {
                  // Reads on.
                }
              }
            }));
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.longs();
  }

  @Property(tries = 500)
  void damagedBytesAreAnItemOrAnIoException(@ForAll("seeds") long seed) throws IOException {
    Random random = new Random(seed);
    byte[] text = bytes(BOOK_LINE.repeat(3));
    byte[] file = random.nextBoolean() ? text : binary(text);
    byte[] damaged = Arrays.copyOf(file, 1 + random.nextInt(file.length));
    for (int i = random.nextInt(4); i > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    int read = 0;
    try (IonItems rows = new IonItems(new ByteArrayInputStream(damaged))) {
      for (boolean more = true; more; read++) {
        assertTrue(read <= damaged.length, "it does not end");
        try {
          more = rows.next() != null;
        } catch (BrokenItemException broken) {
          assertFalse(broken.getMessage().isEmpty());
        }
      }
    } catch (IOException unreadable) {
      assertFalse(unreadable.getMessage().isEmpty());
    }
  }

  @Test
  void whatIsIonIsTold() {
    assertTrue(IonRecords.begin(bytes("\n $ion_1_0 {}")));
    assertTrue(IonRecords.begin(new byte[] {(byte) 0xE0, 1, 0, (byte) 0xEA}));
    assertFalse(IonRecords.begin(bytes("{\"$ion_1_0\":1}")));
    assertFalse(IonRecords.begin(new byte[] {(byte) 0xE0, 1, 0}));
    assertFalse(IonRecords.begin(new byte[0]));
  }
}
