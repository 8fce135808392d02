package dev.varve.dynamodb.codec;

import static dev.varve.dynamodb.value.AttributeValue.b;
import static dev.varve.dynamodb.value.AttributeValue.bool;
import static dev.varve.dynamodb.value.AttributeValue.l;
import static dev.varve.dynamodb.value.AttributeValue.m;
import static dev.varve.dynamodb.value.AttributeValue.n;
import static dev.varve.dynamodb.value.AttributeValue.nul;
import static dev.varve.dynamodb.value.AttributeValue.s;
import static dev.varve.dynamodb.value.AttributeValue.ss;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.encoded.EncodedNumber;
import dev.varve.dynamodb.model.FormatPage;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.AttributeValue;
import dev.varve.dynamodb.value.Item;
import dev.varve.io.ByteWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/formats/key.md, item.md and expiry.md say what the code writes and reads. */
class FormatPagesTest {
  private static final KeyCodec KEYS =
      new KeyCodec(
          new KeyElement("Country", AttributeType.S), new KeyElement("Year", AttributeType.N));

  @Test
  void theKeyOfThePageIsWrittenAndRead() throws IOException {
    String example = new FormatPage("key.md").example("key");
    assertEquals(example, FormatPage.spaced(KEYS.encode(s("CH"), n("-12.5"))));
    byte[] key = FormatPage.bytes(example);
    assertEquals(s("CH"), KEYS.partitionKey(key));
    assertEquals(n("-12.5"), KEYS.sortKey(key));
  }

  @Test
  void theNumbersAndHashesOfTheKeyPageAreRight() throws IOException {
    int numbers = 0;
    int hashes = 0;
    for (List<String> row : new FormatPage("key.md").rows()) {
      String found = row.get(1);
      if (found.length() == 2 * Hash128.BYTES) {
        byte[] text =
            row.get(0).equals("(empty)")
                ? new byte[0]
                : row.get(0).getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[Hash128.BYTES];
        Hash128.put(text, 0, text.length, hash, 0);
        assertEquals(found, HexFormat.of().formatHex(hash));
        hashes++;
      } else {
        ByteWriter out = new ByteWriter(8);
        NumberCodec.putOrdered(out, n(row.get(0)));
        assertEquals(found, FormatPage.spaced(out.toByteArray()));
        numbers++;
      }
    }
    assertEquals(8, numbers);
    assertEquals(4, hashes);
  }

  @Test
  void theEntryOfTheExpiryPageIsWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("expiry.md");
    byte[] itemKey = KEYS.encode(s("CH"), n("-12.5"));
    byte[] entry = ExpiryKey.encode(new AttributeValue.N(new BigDecimal(1_735_689_600)), itemKey);
    assertEquals(page.example("expiry-key"), FormatPage.spaced(entry));
    assertArrayEquals(itemKey, ExpiryKey.itemKey(FormatPage.bytes(page.example("expiry-key"))));
    assertEquals(page.example("expiry-value"), FormatPage.spaced(ExpiryKey.value()));
  }

  @Test
  void theItemOfThePageIsWrittenAndRead() throws IOException {
    Map<String, AttributeValue> at = new LinkedHashMap<>();
    at.put("lat", n("46.9"));
    at.put("ok", bool(true));
    Item item =
        Item.builder()
            .put("Country", s("CH"))
            .put("Year", n(1848))
            .put("Name", s("Bern"))
            .put("Pop", n(134794))
            .put("Raw", b((byte) 1, (byte) -1))
            .put("Tags", ss("x", "y"))
            .put("At", m(at))
            .put("Nil", nul())
            .put("L", l(n(-1), bool(false)))
            .build();
    ItemCodec codec = new ItemCodec(KEYS, Path.of("db"));
    String example = new FormatPage("item.md").example("item");
    assertEquals(example, FormatPage.spaced(codec.encode(item, item.sizeBytes())));
    assertEquals(item, codec.decode(KEYS.encode(s("CH"), n(1848)), FormatPage.bytes(example)));
  }

  @Test
  void theNumbersOfTheItemPageAreRight() throws IOException {
    List<List<String>> rows = new FormatPage("item.md").rows();
    assertEquals(6, rows.size());
    for (List<String> row : rows) {
      ByteWriter out = new ByteWriter(8);
      EncodedNumber.put(out, n(row.get(0)));
      assertEquals(row.get(1), FormatPage.spaced(out.toByteArray()));
    }
  }
}
