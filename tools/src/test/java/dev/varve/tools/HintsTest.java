package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about expressions in which a word needs a placeholder; doing it then helps. */
class HintsTest {
  @TempDir private Path database;

  @BeforeEach
  void table() {
    assertEquals(
        0, Invocation.on(database, "create-table", "--partition-key", "id", "Tab").status());
  }

  @Test
  void reservedWordsNeedAName() {
    hint(
        "size is a reserved word: write #size in its place and add --name '#size=size'",
        "size = :v",
        "--value",
        ":v={\"S\":\"x\"}");
    assertEquals(
        0,
        Invocation.on(
                database,
                "scan",
                "Tab",
                "--filter",
                "#size = :v",
                "--value",
                ":v={\"S\":\"x\"}",
                "--name",
                "#size=size")
            .status());
  }

  @Test
  void literalsNeedAValue() {
    String advice = " is a literal: write :v in its place and add --value ':v=";
    hint("5" + advice + "{\"N\":\"5\"}'", "x > 5");
    hint("-3.5" + advice + "{\"N\":\"-3.5\"}'", "x > -3.5");
    hint("'New York'" + advice + "{\"S\":\"New York\"}'", "x = 'New York'");
    hint("\"it's\"" + advice + "{\"S\":\"it'\\''s\"}'", "x = \"it's\"");
    hint("TRUE" + advice + "{\"BOOL\":true}'", "x = TRUE");
    hint("null" + advice + "{\"NULL\":true}'", "x = null");
    hint("-3e5" + advice + "{\"N\":\"-3e5\"}'", "x > -3e5");
    hint("'" + advice + "{\"S\":\"\"}'", "x = '");
    hint("'a b" + advice + "{\"S\":\"a b\"}'", "x = 'a b");
    hint("7" + advice + "{\"N\":\"7\"}'", "size(x) > 7");
  }

  @Test
  void adviceDoesNotReuseAPlaceholder() {
    hint(
        "5 is a literal: write :v2 in its place and add --value ':v2={\"N\":\"5\"}'",
        "x > :v AND x < 5",
        "--value",
        ":v={\"N\":\"1\"}");
  }

  @Test
  void namesWithOtherSignsNeedAName() {
    for (String name :
        List.of("first-name", "_id", "straße", "a/b", "2nd", "2nd-hand", "_straße")) {
      hint(
          name
              + " has signs that a name in an expression cannot have: write #n in its place and add --name '#n="
              + name
              + "'",
          name + " = :x",
          "--value",
          ":x={\"S\":\"x\"}");
    }
  }

  @Test
  void undefinedPlaceholdersAreToBeAdded() {
    hint("Add --name '#q=ATTRIBUTE'", "#q = x");
    hint("Add --value ':q={\"S\":\"TEXT\"}' or ':q={\"N\":\"NUMBER\"}'", "x = :q");
  }

  @Test
  void otherFaultsHaveNoHint() {
    for (String expression : List.of("x >", "x = ", "(x", "x = = y", "x > 1e999999999999", "")) {
      Invocation refused = Invocation.on(database, "scan", "Tab", "--filter", expression);
      assertEquals(1, refused.status(), refused.err());
      assertTrue(refused.err().startsWith("varve: ValidationException: "), refused.err());
    }
  }

  private void hint(String expected, String filter, String... more) {
    Object[] words = new Object[4 + more.length];
    System.arraycopy(new Object[] {"scan", "Tab", "--filter", filter}, 0, words, 0, 4);
    System.arraycopy(more, 0, words, 4, more.length);
    Invocation refused = Invocation.on(database, words);
    assertEquals(1, refused.status(), refused.err());
    assertEquals(2, refused.errLines().size(), refused.err());
    assertEquals(expected, refused.errLines().getLast());
  }
}
