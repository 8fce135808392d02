package dev.varve.dynamodb.codec;

import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.encoded.EditedItem;
import dev.varve.dynamodb.encoded.EncodedItem;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import dev.varve.testing.Values;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ItemCodecTest {
  private static final KeyCodec KEYS =
      new KeyCodec(new KeyElement("pk", AttributeType.S), new KeyElement("sk", AttributeType.N));
  private static final ItemCodec CODEC = new ItemCodec(KEYS, Path.of("db"));
  private static final byte[] KEY = KEYS.encode(s("p"), n(7));

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void everyItemReadsBack(@ForAll("attributes") Map<String, AttributeValue> attributes)
      throws IOException {
    Item item = Item.builder().put("pk", s("p")).putAll(attributes).put("sk", n(7)).build();
    byte[] value = CODEC.encode(item, item.sizeBytes());
    assertEquals(item, CODEC.decode(KEY, value));
    assertEquals(item.sizeBytes(), CODEC.decode(KEY, value).sizeBytes());
    assertEquals(item.sizeBytes(), ItemCodec.sizeBytes(value));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anItemIsStoredAlikeInWhateverFormItIs(
      @ForAll("attributes") Map<String, AttributeValue> attributes) throws IOException {
    Item item =
        Item.builder().put("sk", n(7)).putAll(attributes).put("pk", s("p")).put("z", n(1)).build();
    byte[] value = CODEC.encode(item, item.sizeBytes());
    Item encoded = EncodedItem.pick(item, List.copyOf(item.asMap().keySet()));
    assertArrayEquals(value, CODEC.encode(encoded, item.sizeBytes()));
    Item stored = CODEC.decode(KEY, value);
    assertArrayEquals(value, CODEC.encode(stored, item.sizeBytes()));
    assertEquals(item.attributeCount(), stored.attributeCount());
    Item edited = EditedItem.of(Item.builder().putAll(attributes).build(), Map.of("z", n(1)));
    assertArrayEquals(value, CODEC.encode(edited, item.sizeBytes()));
  }

  @Test
  void cutBytesAreCorruptionWhereverTheyGo() throws IOException {
    Item item = Item.of("pk", s("p"), "text", s("a text of some length"));
    byte[] value = CODEC.encode(item, item.sizeBytes());
    Item cut = CODEC.decode(KEY, Arrays.copyOf(value, value.length - 1));
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> CODEC.encode(cut, item.sizeBytes()));
    assertInstanceOf(CorruptionException.class, e.getCause());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void everyAttributeIsFoundAlone(@ForAll("attributes") Map<String, AttributeValue> attributes)
      throws IOException {
    Item item = Item.builder().putAll(attributes).put("pk", s("p")).put("sk", n(7)).build();
    byte[] value = CODEC.encode(item, item.sizeBytes());
    for (Map.Entry<String, AttributeValue> attribute : item.asMap().entrySet()) {
      assertEquals(attribute.getValue(), CODEC.decode(KEY, value).get(attribute.getKey()));
      String longer = attribute.getKey() + "x";
      assertEquals(item.get(longer), CODEC.decode(KEY, value).get(longer));
    }
    assertNull(CODEC.decode(KEY, value).get("no such name"));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void shortenedAndForgedBytesAreCorruptionAndNothingWorse(
      @ForAll("attributes") Map<String, AttributeValue> attributes, @ForAll int seed)
      throws IOException {
    Item item = Item.builder().put("pk", s("p")).put("sk", n(7)).putAll(attributes).build();
    byte[] value = CODEC.encode(item, item.sizeBytes());
    int at = 1 + Math.floorMod(seed, value.length - 1);
    byte[] forged = value.clone();
    forged[at] ^= (byte) (1 + Math.floorMod(seed >> 8, 255));
    for (byte[] wrong : new byte[][] {Arrays.copyOf(value, at), forged}) {
      try {
        CODEC.decode(KEY, wrong).asMap();
      } catch (UncheckedIOException e) {
        assertInstanceOf(CorruptionException.class, e.getCause());
      }
    }
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void equalItemsNeverSurelyDiffer(@ForAll("attributes") Map<String, AttributeValue> attributes) {
    Item item = Item.builder().put("pk", s("p")).put("sk", n(7)).putAll(attributes).build();
    List<Map.Entry<String, AttributeValue>> entries = new ArrayList<>(attributes.entrySet());
    Collections.reverse(entries);
    Item.Builder reversed = Item.builder().put("sk", n(7)).put("pk", s("p"));
    entries.forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));
    assertFalse(ItemCodec.surelyDiffer(stored(item), stored(item)));
    assertFalse(ItemCodec.surelyDiffer(stored(item), stored(reversed.build())));
  }

  private static byte[] stored(Item item) {
    return CODEC.encode(item, item.sizeBytes());
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void itemsThatSurelyDifferDo(
      @ForAll("attributes") Map<String, AttributeValue> one,
      @ForAll("attributes") Map<String, AttributeValue> two) {
    Item first = Item.builder().put("pk", s("p")).put("sk", n(7)).putAll(one).build();
    Item second = Item.builder().put("pk", s("p")).put("sk", n(7)).putAll(two).build();
    if (ItemCodec.surelyDiffer(stored(first), stored(second))) {
      assertNotEquals(first, second);
    }
  }

  @Test
  void anotherScalarOrSetIsToldFromTheBytesAlone() {
    Map<String, AttributeValue[]> pairs =
        Map.of(
            "strings", new AttributeValue[] {s("aa"), s("ab")},
            "numbers", new AttributeValue[] {n(12), n(13)},
            "types", new AttributeValue[] {s("true"), AttributeValue.Bool.TRUE},
            "sets",
                new AttributeValue[] {
                  new AttributeValue.SS(List.of("a", "b")), new AttributeValue.SS(List.of("a", "c"))
                });
    pairs.forEach((name, pair) -> {
      Item first = Item.of("pk", s("p"), "x", pair[0]);
      Item second = Item.of("pk", s("p"), "x", pair[1]);
      assertTrue(ItemCodec.surelyDiffer(stored(first), stored(second)), name);
    });
    assertTrue(
        ItemCodec.surelyDiffer(stored(Item.of("x", s("a"))), stored(Item.of("y", s("ab")))),
        "sizes");
    assertFalse(
        ItemCodec.surelyDiffer(stored(Item.of("x", l(s("a")))), stored(Item.of("x", l(s("b"))))),
        "lists have to be compared");
  }

  @Test
  void aNewerVersionIsRefused() {
    UnsupportedFormatException e =
        assertThrows(
            UnsupportedFormatException.class, () -> CODEC.decode(KEY, new byte[] {9, 0, 0}));
    assertEquals(9, e.foundVersion());
    assertThrows(CorruptionException.class, () -> CODEC.decode(KEY, new byte[0]));
  }

  @Test
  void bytesNestedTooDeepAreCorruption() throws IOException {
    AttributeValue value = n(1);
    for (int i = 0; i < 40; i++) {
      value = l(value);
    }
    Item item = Item.of("pk", s("p"), "deep", value);
    Item read = CODEC.decode(KEY, CODEC.encode(item, 1));
    assertThrows(UncheckedIOException.class, read::asMap);
  }

  @Test
  void equalBytesAreEqualItemsWithoutBeingDecoded() throws IOException {
    AttributeValue value = n(1);
    for (int i = 0; i < 40; i++) {
      value = l(value);
    }
    byte[] undecodable = CODEC.encode(Item.of("pk", s("p"), "deep", value), 1);
    Item one = CODEC.decode(KEY, undecodable);
    assertEquals(one, CODEC.decode(KEY.clone(), undecodable.clone()));
  }

  @Test
  void itemsOfOtherBytesKeysOrKeyNamesAreComparedByTheirAttributes() throws IOException {
    byte[] ab = CODEC.encode(Item.of("a", n(1), "b", n(2)), 1);
    byte[] ba = CODEC.encode(Item.of("b", n(2), "a", n(1)), 1);
    Item item = CODEC.decode(KEY, ab);
    assertEquals(item, CODEC.decode(KEY, ba));
    assertEquals(item.hashCode(), CODEC.decode(KEY, ba).hashCode());
    assertNotEquals(item, CODEC.decode(KEYS.encode(s("p"), n(8)), ab));
    assertNotEquals(item, CODEC.decode(KEY, CODEC.encode(Item.of("a", n(1)), 1)));
    ItemCodec elsewhere =
        new ItemCodec(
            new KeyCodec(
                new KeyElement("customer", AttributeType.S), new KeyElement("sk", AttributeType.N)),
            Path.of("db"));
    assertNotEquals(item, elsewhere.decode(KEY, ab));
  }

  @Test
  void halfASurrogatePairIsRefused() {
    assertThrows(ValidationException.class, () -> CODEC.encode(Item.of("a", s("\uD83D")), 1));
    assertThrows(ValidationException.class, () -> CODEC.encode(Item.of("\uD83D", s("a")), 1));
  }

  @Provide
  Arbitrary<Map<String, AttributeValue>> attributes() {
    return Values.attributes("pk", "sk");
  }
}
