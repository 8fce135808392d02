package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandTest {
  private static final String CITIES =
      "INSERT INTO Cities VALUE {'country': 'CH', 'city': 'Bern', 'people': 134794};"
          + " INSERT INTO Cities VALUE {'country': 'CH', 'city': 'Genf', 'people': 203856,"
          + " 'tags': <<'lake'>>};";
  private static final List<String> TABLE =
      List.of(
          "country  city  people  tags",
          "-------  ----  ------  ----------",
          "CH       Bern  134794",
          "CH       Genf  203856  <<'lake'>>",
          "(2 items)");

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void cities() {
    database = folder.resolve("db");
    ok("create-table", "Cities", "--partition-key", "country", "--sort-key", "city");
    assertEquals("", ok("sql", CITIES).out());
  }

  private Invocation run(Object... arguments) {
    return Invocation.on(database, arguments);
  }

  private Invocation ok(Object... arguments) {
    Invocation done = run(arguments);
    assertEquals(0, done.status(), done.err());
    return done;
  }

  @Test
  void itemsAreAnAlignedTableOrLinesOfJson() {
    String select = "SELECT * FROM Cities WHERE country = 'CH'";
    assertEquals(TABLE, ok("sql", select).outLines());
    assertEquals(
        List.of(
            "{\"country\":{\"S\":\"CH\"},\"city\":{\"S\":\"Bern\"},\"people\":{\"N\":\"134794\"}}"),
        ok("sql", "--json", select + " AND city = 'Bern'").outLines());
    assertEquals(List.of("(0 items)"), ok("sql", select + " AND people < 5").outLines());
  }

  @Test
  void statementsComeFromAFileToo() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("statements.sql"),
            """
            -- first
            UPDATE Cities SET people = 1 WHERE country = 'CH' AND city = 'Bern';
            SELECT people FROM Cities WHERE country = 'CH' AND city = 'Bern'
            """);
    assertEquals(
        List.of("people", "------", "     1", "(1 item)"), ok("sql", "--file", file).outLines());
    assertEquals(2, run("sql", "--file", file, "SELECT * FROM Cities").status());
    assertEquals(1, run("sql", "--file", folder.resolve("none")).status());
  }

  @Test
  void statementsComeFromStandardInputToo() {
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream(
            "SELECT * FROM Cities WHERE country = 'CH';".getBytes(StandardCharsets.UTF_8)));
    try {
      assertEquals(TABLE, ok("sql", "-f", "-").outLines());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void theFirstStatementThatIsRefusedIsTheEnd() {
    Invocation done =
        run(
            "sql",
            "DELETE FROM Cities WHERE country = 'CH' AND city = 'Bern'",
            "nonsense",
            "DELETE FROM Cities WHERE country = 'CH' AND city = 'Genf'");
    assertEquals(1, done.status());
    assertEquals(
        List.of(
            "varve: ValidationException: Statement wasn't well formed, can't be processed:"
                + " Expected data manipulation"),
        done.errLines());
    assertEquals(List.of("1"), ok("count", "Cities").outLines());
  }

  @Test
  void aDatabaseIsADirectoryOrAnAddress() {
    assertEquals(
        2, Invocation.of("sql", "-d", database, "--endpoint", "http://localhost:1", "x").status());
    Invocation noAddress = Invocation.of("sql", "--endpoint", "localhost", "x");
    assertEquals(2, noAddress.status());
    assertTrue(noAddress.err().contains("'localhost' is no address"), noAddress.err());
    assertEquals(1, Invocation.of("sql", "-d", folder.resolve("none"), "x").status());
  }
}
