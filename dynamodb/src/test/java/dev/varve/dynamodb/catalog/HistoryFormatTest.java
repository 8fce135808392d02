package dev.varve.dynamodb.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.catalog.HistoryRecord.Generation;
import dev.varve.dynamodb.catalog.HistoryRecord.Log;
import dev.varve.dynamodb.model.FormatPage;
import dev.varve.dynamodb.stats.HashRange;
import dev.varve.io.CorruptionException;
import dev.varve.io.UnsupportedFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** docs/formats/catalog.md says what the code writes and reads of histories. */
class HistoryFormatTest {
  private static final Path DATABASE = Path.of("db");
  private static final long CREATED = 1_700_000_000_000L;
  private static final long CLOSED = CREATED + 86_400_000;
  private static final Generation FIRST =
      new Generation(CREATED, List.of(new Log(HashRange.ALL, 9)), OptionalLong.of(CLOSED));
  private static final Generation SECOND =
      new Generation(
          CLOSED,
          List.of(new Log(HashRange.part(0, 2), 10), new Log(HashRange.part(1, 2), 11)),
          OptionalLong.empty());
  private static final HistoryRecord HISTORY =
      new HistoryRecord(2, "notes", CREATED, 35, List.of(FIRST, SECOND));

  private static HistoryRecord history(byte[] bytes) throws IOException {
    return HistoryRecordLayout.decode(2, bytes, DATABASE);
  }

  @Test
  void theExamplesOfThePageAreWrittenAndRead() throws IOException {
    FormatPage page = new FormatPage("catalog.md");
    assertEquals(page.example("history-key"), FormatPage.spaced(CatalogLayout.historyKey(2)));
    assertEquals(2, CatalogLayout.numberedTable(CatalogLayout.historyKey(2), DATABASE));
    assertEquals(page.example("history"), FormatPage.spaced(HistoryRecordLayout.encode(HISTORY)));
    assertEquals(HISTORY, history(FormatPage.bytes(page.example("history"))));
    assertEquals(List.of(9, 10, 11), HISTORY.partitions());
    assertEquals(SECOND, HISTORY.open());
  }

  @Test
  void shortenedRecordsAreCorruption() {
    byte[] bytes = HistoryRecordLayout.encode(HISTORY);
    for (int length = 0; length < bytes.length; length++) {
      byte[] shorter = Arrays.copyOf(bytes, length);
      CorruptionException e =
          assertThrows(CorruptionException.class, () -> history(shorter), "" + length);
      assertEquals("db", e.file());
    }
  }

  @Test
  void recordsThatNoReleaseWritesAreCorruption() {
    assertCorrupt(HISTORY.with(List.of()));
    assertCorrupt(HISTORY.with(List.of(FIRST)));
    assertCorrupt(HISTORY.with(List.of(SECOND, SECOND)));
    assertCorrupt(HISTORY.with(List.of(SECOND, FIRST)));
    assertCorrupt(HISTORY.with(CREATED, 0));
    assertCorrupt(HISTORY.with(CREATED, 36));
    for (List<Log> logs :
        List.of(
            SECOND.logs().reversed(), // not in order
            SECOND.logs().subList(0, 1), // not to the end
            SECOND.logs().subList(1, 2), // not from the beginning
            List.<Log>of())) {
      assertCorrupt(HISTORY.with(List.of(new Generation(CLOSED, logs, OptionalLong.empty()))));
    }
  }

  private static void assertCorrupt(HistoryRecord record) {
    byte[] bytes = HistoryRecordLayout.encode(record);
    CorruptionException e = assertThrows(CorruptionException.class, () -> history(bytes));
    assertTrue(e.getMessage().contains("history of table 2"), e.getMessage());
  }

  @Test
  void laterFieldsArePassedOverOrRefuseTheDatabase() throws IOException {
    byte[] bytes = HistoryRecordLayout.encode(HISTORY);
    byte[] skippable = Arrays.copyOf(bytes, bytes.length + 2);
    skippable[bytes.length] = 64;
    assertEquals(HISTORY, history(skippable));
    byte[] needed = skippable.clone();
    needed[bytes.length] = 63;
    UnsupportedFormatException refusal =
        assertThrows(UnsupportedFormatException.class, () -> history(needed));
    assertTrue(
        refusal.getMessage().contains("field 63 in the history of table 2"), refusal.getMessage());
    bytes[0] = 2;
    assertThrows(UnsupportedFormatException.class, () -> history(bytes));
  }

  /** Bytes that were changed are read, or refused by a typed error. */
  @Property(tries = 500)
  void changedBytesHaveATypedError(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = HistoryRecordLayout.encode(HISTORY);
    for (int change = random.nextInt(3); change >= 0; change--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    try {
      assertEquals(2, history(bytes).table());
    } catch (CorruptionException | UnsupportedFormatException typed) {
      assertTrue(typed.getMessage().contains("history of table 2"), typed.getMessage());
    }
  }
}
