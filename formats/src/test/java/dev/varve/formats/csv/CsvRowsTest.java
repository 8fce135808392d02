package dev.varve.formats.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** Rows of separated values as people write them, and as they break them. */
class CsvRowsTest {
  private static CsvRows rows(String text) throws IOException {
    return new CsvRows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ',');
  }

  @Test
  void rowsAreReadWithTheirLines() throws IOException {
    try (CsvRows rows = rows("\uFEFFa,b\r\n\"x\ny\",\"say \"\"hi\"\"\"\n\n,\nlast,\u00e9")) {
      assertEquals(List.of("a", "b"), rows.next());
      assertEquals(1, rows.line());
      assertEquals(List.of("x\ny", "say \"hi\""), rows.next());
      assertEquals(2, rows.line());
      assertEquals(List.of("", ""), rows.next());
      assertEquals(5, rows.line());
      assertEquals(List.of("last", "\u00e9"), rows.next());
      assertNull(rows.next());
      assertNull(rows.next());
    }
  }

  @Test
  void aBrokenRowDoesNotKeepTheNextFromBeingRead() throws IOException {
    try (CsvRows rows = rows("a\"b,c\n\"a\"b,c\nfine,1\n")) {
      assertEquals(
          "a quote within a value that does not begin with one",
          assertThrows(CsvRows.BrokenRowException.class, rows::next).getMessage());
      assertEquals(
          "text behind a closing quote",
          assertThrows(CsvRows.BrokenRowException.class, rows::next).getMessage());
      assertEquals(List.of("fine", "1"), rows.next());
    }
  }

  @Test
  void whatDoesNotEndOrIsNoTextCannotBeRead() throws IOException {
    try (CsvRows rows = rows("a,b\n\"no end,c\n")) {
      rows.next();
      IOException failure = assertThrows(IOException.class, rows::next);
      assertTrue(failure.getMessage().startsWith("line 2: "), failure.getMessage());
    }
    byte[] latin = {'a', ',', (byte) 0xE9, '\n'};
    assertThrows(
        IOException.class,
        () -> {
          try (CsvRows rows = new CsvRows(new ByteArrayInputStream(latin), ',')) {
            rows.next();
          }
        });
  }

  @Property
  void whatIsQuotedIsReadAsItWas(
      @ForAll @Size(min = 1, max = 20)
          List<
                  @Size(min = 1, max = 5) List<
                      @StringLength(max = 6) @CharRange(from = ' ', to = 'z') String>>
              table)
      throws IOException {
    String text =
        table.stream()
            .map(row ->
                row.stream()
                    .map(value -> '"' + value.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n"));
    try (CsvRows rows = rows(text)) {
      for (List<String> row : table) {
        assertEquals(row, rows.next());
      }
      assertNull(rows.next());
    }
  }
}
