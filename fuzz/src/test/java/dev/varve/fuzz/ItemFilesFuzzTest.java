package dev.varve.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.varve.dynamodb.error.ValidationException;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.dynamodb.value.Item;
import dev.varve.dynamodb.value.ItemRules;
import dev.varve.formats.ItemRows;
import dev.varve.formats.ItemRows.BrokenItemException;
import dev.varve.formats.csv.CsvItems;
import dev.varve.formats.ion.IonItemWriter;
import dev.varve.formats.ion.IonItems;
import dev.varve.formats.zstd.ZstdInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The readers of Ion, CSV and zstd: any file has items, or is refused; what was read can be kept.
 */
class ItemFilesFuzzTest {
  /** A few bytes of zstd may stand for very many. */
  private static final int MOST_BYTES = 1 << 20;

  /** Opens a file. */
  private interface Opening {
    ItemRows open(InputStream file) throws IOException;
  }

  @FuzzTest(maxDuration = "10m")
  void everyFileHasItemsOrIsRefused(byte[] input) throws IOException {
    keepItems(input);
    byte[] content;
    try (InputStream in = ZstdInput.open(new ByteArrayInputStream(input))) {
      content = in.readNBytes(MOST_BYTES);
    } catch (IOException refused) {
      assertNotEquals("", refused.getMessage());
      return;
    }
    keepItems(content);
  }

  private static void keepItems(byte[] file) throws IOException {
    List<Item> items = new ArrayList<>(items(file, IonItems::new));
    items.addAll(items(file, in -> new CsvItems(in, ',', null, Map.of("n", AttributeType.N))));
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    try (IonItemWriter writer = new IonItemWriter(copy)) {
      for (Item item : items) {
        writer.write(item);
      }
    }
    try (IonItems again = new IonItems(new ByteArrayInputStream(copy.toByteArray()))) {
      for (Item item : items) {
        assertEquals(item, again.next());
      }
      assertNull(again.next());
    }
  }

  private static List<Item> items(byte[] file, Opening opening) {
    List<Item> items = new ArrayList<>();
    try (ItemRows rows = opening.open(new ByteArrayInputStream(file))) {
      for (int read = 0; ; read++) {
        assertTrue(read <= file.length, "the file does not end");
        try {
          Item item = rows.next();
          if (item == null) {
            return items;
          }
          if (isText(item)) {
            items.add(item);
          }
        } catch (BrokenItemException broken) {
          assertNotEquals("", broken.getMessage());
        }
      }
    } catch (IOException unreadable) {
      assertNotEquals("", unreadable.getMessage());
      return items;
    }
  }

  /** Whether all strings have a form in UTF-8, which tables demand, and readers leave to them. */
  private static boolean isText(Item item) {
    try {
      return ItemRules.sizeBytes(item.asMap()) >= 0;
    } catch (ValidationException noText) {
      return false;
    }
  }
}
