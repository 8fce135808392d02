package dev.varve.bench.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    TextTable table =
        new TextTable(List.of("city", "people"))
            .row(List.of("Zürich", "341,730"))
            .row(List.of("Ur", "0"));
    table.rule().row(List.of("all", "341,730"));
    assertEquals(
        List.of(
            "> city     people",
            "> ---------------",
            "> Zürich  341,730",
            "> Ur            0",
            "> ---------------",
            "> all     341,730"),
        table.lines("> "));
  }

  @Test
  void everyRowHasAllColumns() {
    TextTable table = new TextTable(List.of("a", "b"));
    assertThrows(IllegalArgumentException.class, () -> table.row(List.of("1")));
  }
}
