package dev.varve.dynamodb.partiql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptTest {
  private static void check(String text, boolean whole, String... statements) {
    assertEquals(new Script(List.of(statements), whole), Script.of(text));
  }

  @Test
  void semicolonsEndStatements() {
    check("", true);
    check(" \n", true);
    check("a", false, "a");
    check("a;", true, "a");
    check("a; b\n;c", false, "a", "b", "c");
    check(";;a;;", true, "a");
  }

  @Test
  void semicolonsInTextsNamesAndCommentsDoNot() {
    check("a = 'x;y''z;'; b", false, "a = 'x;y''z;'", "b");
    check("\"a;b\";", true, "\"a;b\"");
    check("a -- one; two\n; b;", true, "a -- one; two", "b");
    check("a /* ; */;", true, "a /* ; */");
    check("-- nothing;\n", true);
    check("a 'open; b;", false, "a 'open; b;");
  }

  @Test
  void namesAreQuotedWhereTheyHaveToBe() {
    assertEquals("Orders", Names.written("Orders"));
    assertEquals("\"my-table\"", Names.written("my-table"));
    assertEquals("\"size\"", Names.written("size"));
    assertEquals("\"a\"\"b\"", Names.written("a\"b"));
    assertEquals("\"1a\"", Names.written("1a"));
  }

  @Test
  void outlinesTellWhatAStatementIsAbout() {
    assertEquals(
        new StatementOutline(StatementOutline.Kind.SELECT, Optional.of("t"), Optional.of("i j")),
        StatementOutline.of("SELECT a FROM t.\"i j\" WHERE a = ?"));
    assertEquals(
        new StatementOutline(StatementOutline.Kind.EXISTS, Optional.of("t"), Optional.empty()),
        StatementOutline.of("EXISTS(SELECT * FROM t WHERE a = 1)"));
    assertEquals(
        new StatementOutline(StatementOutline.Kind.NONE, Optional.empty(), Optional.empty()),
        StatementOutline.of("SELECT a FROM t WHERE"));
  }
}
