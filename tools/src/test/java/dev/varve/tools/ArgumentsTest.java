package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arguments mean what the user wrote: no other item is read, and what cannot be is refused. */
class ArgumentsTest {
  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void tables() {
    database = folder.resolve("db");
    ok("create-table", "--partition-key", "id", "Tab");
    ok("create-table", "--partition-key", "id", "--sort-key", "n:N", "Numbers");
    ok("create-table", "--partition-key", "id", "--sort-key", "text", "Texts");
  }

  @Test
  void wordsThatBeginWithAnAtSignAreNoFiles() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "hello");
    ok("put", "Tab", "{\"id\":{\"S\":\"hello\"}}");
    for (String key : List.of("@" + notes, "@@team", "@nothing")) {
      Invocation absent = run("get", "Tab", key);
      assertEquals(1, absent.status(), key + absent.out());
      String item = "{\"id\":{\"S\":\"" + key + "\"}}";
      ok("put", "Tab", item);
      assertEquals(List.of(item), ok("get", "Tab", key).outLines());
    }
  }

  @Test
  void placeholdersOfTheUserDoNotReplaceTheKeyCondition() {
    ok("put", "Texts", "{\"id\":{\"S\":\"a\"},\"text\":{\"S\":\"1\"},\"v\":{\"S\":\"b\"}}");
    ok("put", "Texts", "{\"id\":{\"S\":\"b\"},\"text\":{\"S\":\"2\"},\"v\":{\"S\":\"b\"}}");
    // What the condition of the release before, and what today's would be called without this user.
    for (String name : List.of("varve_partition", "partition", "partition_", "from", "sort")) {
      Invocation queried =
          ok(
              "query",
              "Texts",
              "a",
              "--from",
              "0",
              "--filter",
              "#" + name + " = :" + name,
              "--name",
              "#" + name + "=v",
              "--value",
              ":" + name + "={\"S\":\"b\"}");
      assertEquals(1, queried.outLines().size(), name);
      assertTrue(queried.out().contains("\"id\":{\"S\":\"a\"}"), queried.out());
    }
  }

  @Test
  void placeholdersThatTheUserForgotStayUndefined() {
    for (String name : List.of(":partition", ":from", ":partition_")) {
      Invocation queried = run("query", "Texts", "a", "--from", "0", "--filter", "v = " + name);
      assertEquals(1, queried.status());
      assertTrue(queried.err().contains("is not defined; attribute value: " + name), queried.err());
    }
  }

  @Test
  void limitsBelowOneAreWrongUsage() {
    for (String limit : List.of("0", "-1", "many", "1.5", "99999999999999999999")) {
      for (String option : List.of("--limit", "--max-items")) {
        String reason = "'" + option + "': '" + limit + "' is no whole number from 1 on";
        refused(reason, "scan", "Tab", option, limit);
        refused(reason, "query", "Tab", "a", option, limit);
      }
    }
    refused("--sample -1: give 0 or more", "stats", "--sample", "-1");
  }

  @Test
  void reversedBoundsAreNamedAsTheUserWroteThem() {
    refused(
        "--from 10 is larger than --to 9", "query", "Numbers", "a", "--from", "10", "--to", "9");
    refused("--from b is larger than --to a", "query", "Texts", "a", "--from", "b", "--to", "a");
    ok("query", "Numbers", "a", "--from", "9", "--to", "10"); // as texts they would be reversed
    ok("query", "Texts", "a", "--from", "10", "--to", "9");
    ok("count", "Numbers", "a", "--from", "9.0", "--to", "9");
  }

  @Test
  void aPrefixOfANumberIsWrongUsage() {
    refused("n is a number", "query", "Numbers", "a", "--begins-with", "1");
  }

  @Test
  void bytesThatWereLostAreRefused() {
    for (String lost : List.of("Z\ufffdrich", "half \ud83c", "\udfd4")) {
      Invocation refused = Invocation.of("get", "-d", database, "Tab", lost);
      assertEquals(2, refused.status(), refused.err());
      assertTrue(
          refused.err().startsWith("varve: argument 5, '" + lost + "', has bytes"), refused.err());
      assertEquals(1, refused.errLines().size());
    }
    ok("put", "Tab", "{\"id\":{\"S\":\"\\ufffd\"}}");
    assertEquals(1, ok("get", "Tab", "--key", "{\"id\":{\"S\":\"\\ufffd\"}}").outLines().size());
  }

  @Test
  void wordsThatBeginWithAMinusGoBehindTwo() {
    ok("put", "Tab", "{\"id\":{\"S\":\"--help\"}}");
    assertEquals(1, ok("get", "Tab", "--", "--help").outLines().size());
    Invocation unknown = run("get", "Tab", "--halp");
    assertEquals(2, unknown.status());
    assertTrue(unknown.errLines().getFirst().contains("'--halp'"), unknown.err());
    ok("put", "Numbers", "{\"id\":{\"S\":\"a\"},\"n\":{\"N\":\"-5\"}}");
    assertEquals(1, ok("get", "Numbers", "a", "-5").outLines().size());
    assertEquals(1, ok("query", "Numbers", "a", "--from", "-6", "--to", "-4").outLines().size());
  }

  @Test
  void emptyDirectoriesAreNotTheWorkingDirectory() {
    Invocation refused = Invocation.of("list-tables", "-d", "");
    assertEquals(2, refused.status(), refused.err());
    assertTrue(refused.err().contains("'--dir': it is empty"), refused.err());
  }

  @Test
  void contradictionsAreWrongUsage() {
    String key = "{\"id\":{\"S\":\"a\"}}";
    refused("give either", "get", "Tab", "a", "--key", key);
    refused("give either", "get", "Tab");
    refused("give the TABLE", "get", "--key", key);
    refused("one word too many", "get", "--table-name", "Texts", "a", "b", "c");
    refused("one word too many", "scan", "--table-name", "Tab", "Texts");
    refused("give the PARTITION-KEY", "query", "Tab");
    refused("give the PARTITION-KEY", "count", "Tab", "--from", "a");
    refused("goes without", "query", "Tab", "a", "--key-condition-expression", "id = :a");
    refused("goes without", "query", "Tab", "a", "--backward", "--scan-index-forward");
    refused("give either", "put", "Tab", key, "--item", key);
    refused("give either", "put", "Tab");
    refused("--update", "update", "Tab", "a");
  }

  private void refused(String reason, Object... words) {
    Invocation invocation = run(words);
    assertEquals(2, invocation.status(), invocation.err());
    assertEquals(2, invocation.errLines().size(), invocation.err());
    assertTrue(invocation.errLines().getFirst().startsWith("varve: "), invocation.err());
    assertTrue(invocation.errLines().getFirst().contains(reason), invocation.err());
    assertEquals("Try 'varve " + words[0] + " --help'", invocation.errLines().getLast());
    assertEquals("", invocation.out());
    assertFalse(invocation.err().contains("Usage:"), invocation.err());
  }

  private Invocation ok(Object... words) {
    Invocation invocation = run(words);
    assertEquals(0, invocation.status(), invocation.err());
    return invocation;
  }

  /** Runs a command on this test's database. */
  private Invocation run(Object... words) {
    return Invocation.on(database, words);
  }
}
