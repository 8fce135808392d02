package dev.varve.dynamodb.codec;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.model.FormatPage;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.AttributeValue.B;
import dev.varve.dynamodb.value.AttributeValue.S;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.Utf8;
import dev.varve.io.ByteWriter;
import dev.varve.testing.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The engine keys of index entries; docs/formats/index.md. */
class IndexKeyCodecTest {
  private static final KeyElement ID = new KeyElement("Id", AttributeType.S);
  private static final KeyElement AT = new KeyElement("At", AttributeType.N);
  private static final IndexKeyCodec CITIES =
      new IndexKeyCodec(
          List.of(new KeyElement("City", AttributeType.S), new KeyElement("Zip", AttributeType.N)),
          List.of(AT),
          List.of(ID, AT));

  /** Entries of these attributes: p, q, s and t of the index, k and r of the table. */
  private static IndexKeyCodec codec(List<AttributeValue> values) {
    return new IndexKeyCodec(
        elements("pq", values),
        elements("st", values.subList(2, 4)),
        elements("kr", values.subList(4, 6)));
  }

  private static List<KeyElement> elements(String names, List<AttributeValue> values) {
    return List.of(
        new KeyElement(names.substring(0, 1), values.get(0).type()),
        new KeyElement(names.substring(1), values.get(1).type()));
  }

  private static Item item(List<AttributeValue> values) {
    Item.Builder item = Item.builder();
    for (int i = 0; i < values.size(); i++) {
      item.put("pqstkr".substring(i, i + 1), values.get(i));
    }
    return item.build();
  }

  @Property
  void everyKeyReadsBack(@ForAll("scalars") @Size(6) List<AttributeValue> values) {
    IndexKeyCodec codec = codec(values);
    Item item = item(values);
    byte[] key = codec.encode(item);
    Map<String, AttributeValue> all = new HashMap<>();
    codec.putAll(key, all);
    assertEquals(item, Item.of(all));
    for (String name : codec.names()) {
      assertEquals(item.get(name), codec.find(key, name));
      assertTrue(codec.isKeyName(name));
    }
    assertEquals(6, codec.attributeCount());
    assertEquals(null, codec.find(key, "other"));
  }

  @Property
  void aPartitionKeyOfOneAttributeReadsBack(
      @ForAll("scalars") @Size(2) List<AttributeValue> values) {
    KeyElement partition = new KeyElement("p", values.get(0).type());
    KeyElement table = new KeyElement("k", values.get(1).type());
    IndexKeyCodec codec = new IndexKeyCodec(List.of(partition), List.of(), List.of(table));
    Item item = Item.of("p", values.get(0), "k", values.get(1));
    byte[] key = codec.encode(item);
    Map<String, AttributeValue> all = new HashMap<>();
    codec.putAll(key, all);
    assertEquals(item, Item.of(all));
    assertEquals(values.get(0), codec.find(key, "p"));
    assertEquals(values.get(1), codec.find(key, "k"));
    // The hash is that of a table's item with this partition key.
    KeyCodec ofTable = new KeyCodec(partition, null);
    assertEquals(KeyCodec.hashOf(ofTable.prefix(values.get(0))), KeyCodec.hashOf(key));
  }

  @Test
  void attributesOfTheTablesKeyAreNotRepeated() {
    KeyElement other = new KeyElement("Other", AttributeType.S);
    IndexKeyCodec local = new IndexKeyCodec(List.of(ID), List.of(other), List.of(ID, AT));
    assertEquals(List.of("Id", "Other", "At"), local.names());
    IndexKeyCodec reversed = new IndexKeyCodec(List.of(AT), List.of(ID), List.of(ID, AT));
    assertEquals(List.of("At", "Id"), reversed.names());
  }

  @Property
  void entriesSortByTheirSortKeysAndThenByTheTablesKey(
      @ForAll("pairs") List<AttributeValue> first,
      @ForAll("pairs") List<AttributeValue> second,
      @ForAll("pairs") List<AttributeValue> third,
      @ForAll("pairs") List<AttributeValue> fourth) {
    List<AttributeValue> one =
        List.of(s("p"), n(1), first.get(0), second.get(0), third.get(0), fourth.get(0));
    List<AttributeValue> other =
        List.of(s("p"), n(1), first.get(1), second.get(1), third.get(1), fourth.get(1));
    int expected = 0;
    for (int i = 2; i < one.size() && expected == 0; i++) {
      expected = compare(one.get(i), other.get(i));
    }
    int found =
        Arrays.compareUnsigned(codec(one).encode(item(one)), codec(other).encode(item(other)));
    assertEquals(Integer.signum(expected), Integer.signum(found));
  }

  @Property
  void boundsHoldWhatTheConditionSays(
      @ForAll("triples") List<AttributeValue> triple,
      @ForAll("scalars") @Size(3) List<AttributeValue> others) {
    AttributeValue x = triple.get(0);
    AttributeValue low = triple.get(1);
    AttributeValue high = triple.get(2);
    // Behind the last attribute with a condition comes the table's key, and before it an equal one.
    List<AttributeValue> values =
        List.of(s("p"), n(1), others.get(0), x, others.get(1), others.get(2));
    IndexKeyCodec codec = codec(values);
    byte[] key = codec.encode(item(values));
    byte[] prefix = codec.prefix(values.subList(0, 2), List.of(others.get(0)));
    int toLow = compare(x, low);
    assertTrue(contains(codec.all(prefix), key));
    assertEquals(toLow == 0, contains(codec.equalTo(prefix, low), key));
    assertEquals(toLow < 0, contains(codec.below(prefix, low), key));
    assertEquals(toLow <= 0, contains(codec.upTo(prefix, low), key));
    assertEquals(toLow > 0, contains(codec.above(prefix, low), key));
    assertEquals(toLow >= 0, contains(codec.from(prefix, low), key));
    assertEquals(
        toLow >= 0 && compare(x, high) <= 0, contains(codec.between(prefix, low, high), key));
    if (low.type() != AttributeType.N) {
      assertEquals(beginsWith(x, low), contains(codec.beginningWith(prefix, low), key));
    }
  }

  @Test
  void boundsStayInsideTheirPrefix() {
    List<AttributeValue> values = List.of(s("p"), n(1), s("a"), b((byte) -1), s("k"), n(2));
    IndexKeyCodec codec = codec(values);
    byte[] prefix = codec.prefix(values.subList(0, 2), List.of(s("a")));
    byte[] longer = codec.encode(item(List.of(s("p"), n(1), s("a\0"), b((byte) -1), s("k"), n(2))));
    assertFalse(contains(codec.all(prefix), longer));
    assertFalse(contains(codec.from(prefix, b((byte) -1)), longer));
    assertFalse(contains(codec.beginningWith(prefix, b((byte) -1)), longer));
  }

  @Test
  void forgedKeysAreRefused() {
    byte[] key = CITIES.encode(example());
    assertThrows(
        RuntimeException.class,
        () -> CITIES.putAll(Arrays.copyOf(key, key.length - 1), new HashMap<>()));
    assertThrows(
        RuntimeException.class,
        () -> CITIES.putAll(Arrays.copyOf(key, key.length + 1), new HashMap<>()));
    byte[] escaped = key.clone();
    escaped[key.length - 1] = 2; // behind the zero byte at the end of Id
    assertThrows(IllegalArgumentException.class, () -> CITIES.putAll(escaped, new HashMap<>()));
  }

  private static Item example() {
    return Item.builder()
        .put("Id", s("x"))
        .put("At", n(12))
        .put("City", s("Bern"))
        .put("Zip", n(3000))
        .put("Note", s("hi"))
        .build();
  }

  @Test
  void theEntryOfThePageIsWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("index.md");
    ItemCodec entries = new ItemCodec(CITIES, Path.of("db"));
    byte[] key = CITIES.encode(example());
    byte[] value = entries.encode(example(), example().sizeBytes());
    assertEquals(page.example("index key"), FormatPage.spaced(key));
    assertEquals(page.example("index value"), FormatPage.spaced(value));
    assertEquals(example(), entries.decode(key, value));
    assertEquals(26, ItemCodec.sizeBytes(value));
  }

  @Test
  void theValuesOfThePageAreRight() throws IOException {
    List<List<String>> rows = new FormatPage("index.md").rows();
    int values = 0;
    for (List<String> row : rows) {
      if (row.get(0).matches("[SBN] .*")) {
        String text = row.get(0).substring(2);
        AttributeValue value =
            switch (row.get(0).charAt(0)) {
              case 'S' -> s(text);
              case 'N' -> n(text);
              default -> new B(HexFormat.of().parseHex(text), 0, text.length() / 2);
            };
        ByteWriter out = new ByteWriter(8);
        ScalarCodec.putDelimited(out, value);
        byte[] bytes = out.toByteArray();
        assertEquals(row.get(1), FormatPage.spaced(bytes));
        assertEquals(bytes.length, ScalarCodec.endOfDelimited(value.type(), bytes, 0));
        assertEquals(value, ScalarCodec.getDelimited(value.type(), bytes, 0, bytes.length));
        values++;
      }
    }
    assertEquals(7, values);
  }

  @Test
  void numbersEndWhereTheyEnd() {
    for (String number : List.of("0", "-1E-130", "1E-130", "9.9E125", "-9.9E125", "100", "-0.05")) {
      ByteWriter out = new ByteWriter(8);
      NumberCodec.putOrdered(out, n(number));
      int length = out.length();
      out.putByte(0).putByte(0xFF);
      assertEquals(length, NumberCodec.endOfOrdered(out.toByteArray(), 0));
    }
    byte[] cut = {3, 5, 7};
    assertThrows(IndexOutOfBoundsException.class, () -> NumberCodec.endOfOrdered(cut, 0));
    assertArrayEquals(new byte[] {3, 5, 7}, cut);
  }

  private static int compare(AttributeValue a, AttributeValue other) {
    return dev.varve.dynamodb.model.TableModel.compare(a, other);
  }

  private static boolean beginsWith(AttributeValue value, AttributeValue beginning) {
    byte[] bytes = bytes(value);
    byte[] start = bytes(beginning);
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static byte[] bytes(AttributeValue value) {
    return value instanceof S text ? Utf8.encode(text.value()) : ((B) value).value();
  }

  private static boolean contains(KeyBounds bounds, byte[] key) {
    return Arrays.compareUnsigned(bounds.lower(), key) <= 0
        && Arrays.compareUnsigned(key, bounds.upper()) < 0;
  }

  /** With many zero bytes, bytes next to zero, and 255. */
  private static Arbitrary<AttributeValue> ofType(AttributeType type) {
    return switch (type) {
      case S ->
          Arbitraries.oneOf(
              Arbitraries.strings().withChars('\0', '\1', 'a', '\u00ff').ofMaxLength(3).map(S::new),
              Values.texts(0, 3).map(S::new));
      case N -> Values.numbers().map(v -> v);
      default ->
          Arbitraries.of((byte) 0, (byte) 1, (byte) 2, (byte) -1)
              .array(byte[].class)
              .ofMaxSize(3)
              .map(bytes -> new B(bytes, 0, bytes.length));
    };
  }

  private static Arbitrary<AttributeType> types() {
    return Arbitraries.of(AttributeType.S, AttributeType.N, AttributeType.B);
  }

  @Provide
  Arbitrary<List<AttributeValue>> scalars() {
    return types().flatMap(IndexKeyCodecTest::ofType).list();
  }

  @Provide
  Arbitrary<List<AttributeValue>> pairs() {
    return types().flatMap(type -> ofType(type).list().ofSize(2));
  }

  @Provide
  Arbitrary<List<AttributeValue>> triples() {
    return types().flatMap(type -> ofType(type).list().ofSize(3));
  }
}
