package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.dynamodb.codec.KeyElement;
import dev.varve.dynamodb.model.FormatPage;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.io.CorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/formats/catalog.md says what the code writes and reads. */
class CatalogFormatTest {
  private static final Path DATABASE = Path.of("db");
  private static final TableRecord NOTES =
      new TableRecord(
          "notes",
          1_700_000_000_000L,
          new KeyElement("owner", AttributeType.S),
          new KeyElement("at", AttributeType.N),
          List.of(new TableRecord.Partition(2, 0), new TableRecord.Partition(3, 1L << 63)));

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("catalog.md");
    String key = page.example("table-key");
    String table = page.example("table");
    assertEquals(key, FormatPage.spaced(CatalogLayout.tableKey("notes")));
    assertEquals(table, FormatPage.spaced(CatalogLayout.encode(NOTES)));
    assertEquals(
        NOTES, CatalogLayout.decodeTable(FormatPage.bytes(key), FormatPage.bytes(table), DATABASE));

    Map<Integer, Long> counts = Map.of(2, 5L, 3, 300L);
    assertEquals(page.example("counts"), FormatPage.spaced(CatalogLayout.encodeCounts(counts)));
    assertEquals(
        counts, CatalogLayout.decodeCounts(FormatPage.bytes(page.example("counts")), DATABASE));
  }

  @Test
  void shortenedAndForgedRecordsAreCorruption() {
    byte[] key = CatalogLayout.tableKey("notes");
    byte[] table = CatalogLayout.encode(NOTES);
    for (int length = 0; length < table.length; length++) {
      byte[] shorter = Arrays.copyOf(table, length);
      assertThrows(
          CorruptionException.class, () -> CatalogLayout.decodeTable(key, shorter, DATABASE));
    }
    byte[] reversed = table.clone();
    reversed[26] = 1; // partition 2 begins behind 0
    assertThrows(
        CorruptionException.class, () -> CatalogLayout.decodeTable(key, reversed, DATABASE));
    byte[] longer = Arrays.copyOf(table, table.length + 1);
    assertThrows(CorruptionException.class, () -> CatalogLayout.decodeTable(key, longer, DATABASE));
  }
}
