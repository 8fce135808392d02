package dev.varve.sstable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexBudgetTest {
  private static final int ENTRIES = 20_000;

  private static Entry entry(int i) {
    return new Entry(
        "key-%07d".formatted(i).getBytes(java.nio.charset.StandardCharsets.UTF_8),
        1,
        EntryKind.PUT,
        new byte[100]);
  }

  @Test
  void whatIsTakenIsGivenBack() {
    IndexBudget budget = new IndexBudget(10);
    assertTrue(budget.take(7));
    assertFalse(budget.take(4));
    assertTrue(budget.take(3));
    assertFalse(budget.take(1));
    budget.giveBack(7);
    assertTrue(budget.take(7));
  }

  @Test
  void tablesBeyondTheBudgetAreReadInPlaceAndAllAreReadRight() throws IOException {
    try (Tables tables = new Tables()) {
      List<Entry> entries = new ArrayList<>();
      for (int i = 0; i < ENTRIES; i += 2) {
        entries.add(entry(i));
      }
      Path path = tables.nextPath();
      tables.write(path, entries, SSTableOptions.DEFAULTS).close();
      // Room for two of three.
      long each = held(tables, () -> List.of(open(tables, path, new IndexBudget(1 << 30))));
      assertTrue(each > 0);
      IndexBudget budget = new IndexBudget(2 * each + each / 2);
      for (int round = 0; round < 2; round++) {
        long all =
            held(
                tables,
                () ->
                    List.of(
                        open(tables, path, budget),
                        open(tables, path, budget),
                        open(tables, path, budget)));
        assertEquals(2 * each, all);
      }
    }
  }

  private interface Opening {
    List<SSTableReader> open() throws IOException;
  }

  /** What indexes and filters take once each table has been read. */
  private static long held(Tables tables, Opening opening) throws IOException {
    List<SSTableReader> readers = opening.open();
    try (Lookup lookup = new Lookup(tables.env.memory())) {
      for (SSTableReader reader : readers) {
        for (int i = 0; i < ENTRIES; i++) {
          assertEquals(i % 2 == 0, reader.get(entry(i).key(), 1, lookup));
        }
      }
      return tables.env.memory().bytesByOwner().getOrDefault("sstable index and filter", 0L);
    } finally {
      readers.forEach(SSTableReader::close);
    }
  }

  private static SSTableReader open(Tables tables, Path path, IndexBudget budget)
      throws IOException {
    return SSTableReader.open(
        tables.env, path, Files.size(path), new TableReading(tables.cache, budget, Access.POINT));
  }
}
