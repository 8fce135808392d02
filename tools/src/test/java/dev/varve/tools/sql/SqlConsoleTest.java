package dev.varve.tools.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.value.AttributeType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlConsoleTest {
  @TempDir private Path folder;
  private Varve varve;

  @BeforeEach
  void open() throws IOException {
    varve = Varve.openInMemory();
    varve.createTable(
        TableDefinition.named("my-orders")
            .partitionKey("customer", AttributeType.S)
            .sortKey("size", AttributeType.N)
            .globalIndex("by-size", "size", AttributeType.N, "customer", AttributeType.S)
            .build());
  }

  @AfterEach
  void close() throws IOException {
    varve.close();
  }

  /** What the console prints when a user types lines and then leaves. */
  private String typed(String lines, Optional<Path> history) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DumbTerminal terminal =
        new DumbTerminal(
            "varve",
            "dumb",
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)),
            out,
            StandardCharsets.UTF_8)) {
      SqlSession session = new SqlSession(new OpenDatabase(varve), terminal.writer(), false);
      new SqlConsole(session, terminal, history).run();
      terminal.flush();
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void statementsGoOnOverLinesAndTheEndOfInputIsTheEnd() throws IOException {
    String printed =
        typed(
            """
            INSERT INTO "my-orders"
            VALUE {'customer': 'ann', 'size': 3};
            SELECT * FROM "my-orders";
            """,
            Optional.empty());
    assertTrue(printed.contains("ann          3"), printed);
    assertTrue(printed.contains("(1 item)"), printed);
  }

  @Test
  void aRefusedStatementIsNotTheEnd() throws IOException {
    String printed = typed("nonsense;\n.tables\n.unknown\n.help\n", Optional.empty());
    assertTrue(printed.contains("ValidationException: Statement wasn't well formed"), printed);
    assertTrue(printed.contains("my-orders"), printed);
    assertTrue(printed.contains("There is no .unknown"), printed);
    assertTrue(printed.contains("the names of all tables"), printed);
  }

  @Test
  void exitIsTheEnd() throws IOException {
    assertFalse(typed(".exit\nnonsense;\n", Optional.empty()).contains("ValidationException"));
  }

  @Test
  void linesAreKept() throws IOException {
    Path history = folder.resolve("history");
    typed("SELECT * FROM \"my-orders\";\n", Optional.of(history));
    assertTrue(Files.readString(history).contains("SELECT * FROM \"my-orders\";"));
  }

  @Test
  void completesWhatMayComeNext() throws IOException {
    assertEquals(List.of("SELECT"), new Completions(session()).of("", "s", "s"));
    assertEquals(
        List.of("\"my-orders\""),
        new Completions(session()).of("SELECT * FROM ", "", "SELECT * FROM "));
    assertEquals(
        List.of("\"my-orders\""), new Completions(session()).of("update ", "\"m", "update \"m"));
    assertEquals(
        List.of("\"by-size\""),
        new Completions(session())
            .of("SELECT * FROM \"my-orders\".", "", "SELECT * FROM \"my-orders\"."));
    assertEquals(
        List.of("customer", "contains("),
        new Completions(session())
            .of("SELECT * FROM \"my-orders\" WHERE ", "c", "SELECT * FROM \"my-orders\" WHERE c"));
    assertEquals(
        List.of(), new Completions(session()).of("SELECT * FROM none.", "", "SELECT * FROM none."));
  }

  @Test
  void completesAttributesThatWereSeen() throws IOException {
    SqlSession session = session();
    session.runAll(
        "INSERT INTO \"my-orders\" VALUE {'customer': 'ann', 'size': 3, 'comment': 'x'};"
            + " SELECT * FROM \"my-orders\"");
    assertEquals(
        List.of("customer", "comment", "contains("),
        new Completions(session).of("SELECT ", "c", "SELECT c FROM \"my-orders\""));
  }

  private SqlSession session() {
    return new SqlSession(new OpenDatabase(varve), new PrintWriter(new StringWriter()), true);
  }
}
