package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for tables and single items, by our options and by those of the AWS CLI. */
class ItemCommandsTest {
  private static final String BERN =
      "{\"country\":{\"S\":\"CH\"},\"city\":{\"S\":\"Bern\"},\"size\":{\"N\":\"1\"}}";
  private static final String BERN_KEY = "{\"country\":{\"S\":\"CH\"},\"city\":{\"S\":\"Bern\"}}";

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void table() {
    database = folder.resolve("db");
    ok("create-table", "Cities", "--partition-key", "country", "--sort-key", "city");
  }

  @Test
  void tablesAreListedDescribedAndDeleted() {
    ok("create-table", "Areas", "--partition-key", "id:N", "--partitions", 2);
    ok("put", "Areas", "{\"id\":{\"N\":\"1\"}}");
    assertEquals(List.of("Areas", "Cities"), ok("list-tables").outLines());
    String described = ok("describe-table", "Areas").out().replaceAll("\\s", "");
    assertTrue(
        described.startsWith(
            "{\"Table\":{\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"N\"}],"
                + "\"TableName\":\"Areas\","
                + "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],\"TableStatus\":\"ACTIVE\","
                + "\"CreationDateTime\":"),
        described);
    assertTrue(described.contains("\"ItemCount\":1,\"TableArn\":\"arn:aws:dynamodb:"), described);
    assertTrue(described.endsWith("},\"ItemCountExact\":false,\"Partitions\":2}"), described);
    assertEquals(List.of("1"), ok("count", "Areas").outLines());
    assertTrue(ok("describe-table", "Areas").out().contains("\"ItemCountExact\" : true"));
    assertEquals(1, run("delete-table", "areas").status());
    assertEquals(
        List.of("deleted Areas (id N), 2 partitions, 1 items"),
        ok("delete-table", "--table-name", "Areas").errLines());
    assertEquals(List.of("Cities"), ok("list-tables").outLines());
    assertEquals(1, run("describe-table", "Areas").status());
  }

  @Test
  void itemsArePutChangedAndDeleted() {
    assertEquals("", ok("put", "Cities", BERN).out());
    assertEquals(List.of(BERN), ok("get", "Cities", "CH", "Bern").outLines());
    assertEquals(
        List.of("{\"size\":{\"N\":\"3\"}}"),
        ok(
                "update",
                "Cities",
                "CH",
                "Bern",
                "--update",
                "ADD #s :two",
                "--name",
                "#s=size",
                "--value",
                ":two={\"N\":\"2\"}",
                "--return-values",
                "UPDATED_NEW")
            .outLines());
    assertEquals(
        List.of(BERN.replace("\"1\"", "\"3\"")),
        ok("put", "Cities", BERN, "--return-values", "ALL_OLD").outLines());
    assertEquals(
        List.of(BERN),
        ok("delete", "Cities", "CH", "Bern", "--return-values", "ALL_OLD").outLines());
    assertEquals("", ok("delete", "Cities", "CH", "Bern").out());
    assertEquals(1, run("get", "Cities", "CH", "Bern").status());
  }

  @Test
  void theOptionsOfTheAwsCliDoTheSame() throws IOException {
    Path item = Files.writeString(folder.resolve("item.json"), BERN);
    ok(
        "put-item",
        "--table-name",
        "Cities",
        "--item",
        "file://" + item,
        "--condition-expression",
        "attribute_not_exists(city)");
    assertEquals(
        List.of("{\"city\":{\"S\":\"Bern\"}}"),
        ok(
                "get-item",
                "--table-name",
                "Cities",
                "--key",
                BERN_KEY,
                "--consistent-read",
                "--projection-expression",
                "#c",
                "--expression-attribute-names",
                "{\"#c\":\"city\"}")
            .outLines());
    assertEquals(
        List.of(BERN.replace("\"1\"", "\"9\"")),
        ok(
                "update-item",
                "--table-name",
                "Cities",
                "--key",
                BERN_KEY,
                "--update-expression",
                "SET #s = :s",
                "--expression-attribute-names",
                "{\"#s\":\"size\"}",
                "--expression-attribute-values",
                "{\":s\":{\"N\":\"9\"}}",
                "--return-values",
                "ALL_NEW")
            .outLines());
    assertEquals(
        1,
        ok(
                "query",
                "--table-name",
                "Cities",
                "--key-condition-expression",
                "country = :c AND begins_with(city, :b)",
                "--filter-expression",
                "#s > :s",
                "--expression-attribute-names",
                "{\"#s\":\"size\"}",
                "--expression-attribute-values",
                "{\":c\":{\"S\":\"CH\"},\":b\":{\"S\":\"B\"},\":s\":{\"N\":\"8\"}}",
                "--no-scan-index-forward",
                "--max-items",
                5,
                "--no-consistent-read")
            .outLines()
            .size());
    assertEquals(1, ok("scan", "--table-name", "Cities", "--max-items", 1).outLines().size());
    ok("delete-item", "--table-name", "Cities", "--key", BERN_KEY);
    assertEquals("0\n", ok("count", "--table-name", "Cities").out());
  }

  @Test
  void countsAreThoseOfTheItemsPrinted() {
    for (String city : List.of("Basel", "Bern", "Chur")) {
      ok("put", "Cities", BERN.replace("Bern", city));
    }
    ok("put", "Cities", BERN.replace("CH", "DE"));
    assertEquals("4\n", ok("count", "Cities").out());
    assertEquals("3\n", ok("count", "Cities", "CH").out());
    assertEquals("2\n", ok("count", "Cities", "CH", "--begins-with", "B").out());
    assertEquals("0\n", ok("count", "Cities", "AT").out());
    assertEquals(
        "4\n",
        ok(
                "count",
                "Cities",
                "--filter",
                "#s = :s",
                "--name",
                "#s=size",
                "--value",
                ":s={\"N\":\"1\"}")
            .out());
    assertEquals(1, run("count", "Cities", "--value", ":s={\"N\":\"1\"}").status());
    assertEquals(1, run("count", "Towns").status());
  }

  @Test
  void aMissingTableIsNamed() {
    String key = "{\"id\":{\"S\":\"a\"}}";
    for (Object[] command :
        new Object[][] {
          {"scan", "Nope"},
          {"count", "Nope"},
          {"count", "Nope", "a"},
          {"query", "Nope", "a"},
          {"get", "Nope", "--key", key},
          {"put", "Nope", key},
          {"update", "Nope", "--key", key, "--update", "REMOVE a"},
          {"delete", "Nope", "--key", key},
          {"describe-table", "Nope"},
          {"delete-table", "Nope"}
        }) {
      Invocation refused = run(command);
      assertEquals(1, refused.status(), refused.err());
      assertTrue(refused.err().contains("Table: Nope not found"), refused.err());
    }
  }

  @Test
  void anItemMayComeFromStandardInput() {
    InputStream before = System.in;
    System.setIn(
        new ByteArrayInputStream(BERN.replace(",", ",\n ").getBytes(StandardCharsets.UTF_8)));
    try {
      ok("put", "Cities", "-");
    } finally {
      System.setIn(before);
    }
    assertEquals(List.of(BERN), ok("get", "Cities", "CH", "Bern").outLines());
  }

  @Test
  void aFailedConditionWritesNothingAndShowsTheItemWhenAsked() {
    ok("put", "Cities", BERN);
    for (String shown : List.of("NONE", "ALL_OLD")) {
      Invocation refused =
          run(
              "put",
              "Cities",
              BERN.replace("\"1\"", "\"2\""),
              "--condition",
              "attribute_not_exists(city)",
              "--return-values-on-condition-check-failure",
              shown);
      assertEquals(1, refused.status());
      assertEquals(
          "varve: ConditionalCheckFailedException: The conditional request failed",
          refused.errLines().getFirst());
      assertEquals(
          shown.equals("NONE") ? List.of() : List.of(BERN),
          refused.errLines().subList(1, refused.errLines().size()));
    }
    assertEquals(List.of(BERN), ok("get", "Cities", "CH", "Bern").outLines());
  }

  @Test
  void brokenJsonIsALineThatNamesTheOption() {
    for (Object[] command :
        new Object[][] {
          {"--key", "get", "Cities", "--key", "{"},
          {"--item", "put", "Cities", "--item", "[]"},
          {"ITEM", "put", "Cities", "{\"a\":1}"},
          {"--value :v", "scan", "Cities", "--filter", "a = :v", "--value", ":v=5"},
          {"--value :v", "scan", "Cities", "--filter", "a = :v", "--value", ":v={\"N\":\"5\"} {}"},
          {
            "--expression-attribute-names",
            "scan",
            "Cities",
            "--expression-attribute-names",
            "{\"#a\":1}"
          },
          {
            "--expression-attribute-names",
            "scan",
            "Cities",
            "--expression-attribute-names",
            "{\"#a\":\"b\"} x"
          },
          {"--expression-attribute-values", "scan", "Cities", "--expression-attribute-values", "x"}
        }) {
      Invocation refused = run(java.util.Arrays.copyOfRange(command, 1, command.length));
      assertEquals(1, refused.status(), refused.err());
      assertEquals(1, refused.errLines().size(), refused.err());
      assertTrue(refused.err().startsWith("varve: " + command[0] + " is no "), refused.err());
    }
  }

  @Test
  void bytesThatAreNoUtf8AreALineThatNamesTheirSource() throws IOException {
    byte[] latin = BERN.replace("Bern", "Z\u00fcrich").getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("latin.json"), latin);
    Invocation fromFile = run("put", "Cities", "file://" + file);
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(latin));
    Invocation fromInput;
    try {
      fromInput = run("put", "Cities", "-");
    } finally {
      System.setIn(before);
    }
    assertEquals(1, fromFile.status());
    assertEquals(1, fromInput.status());
    String reason = ": it is no UTF-8; convert it, for example with iconv -t UTF-8";
    assertEquals(List.of("varve: " + file + reason), fromFile.errLines());
    assertEquals(List.of("varve: standard input" + reason), fromInput.errLines());
  }

  @Test
  void aValueMayBeInAFile() throws IOException {
    ok("put", "Cities", BERN);
    Path file = Files.writeString(folder.resolve("one.json"), "{\"N\":\"1\"}");
    assertEquals(
        List.of("1"),
        ok(
                "count",
                "Cities",
                "--filter",
                "#s = :s",
                "--name",
                "#s=size",
                "--value",
                ":s=file://" + file)
            .outLines());
  }

  @Test
  void aPlaceholderIsGivenOnce() {
    String one = "{\"N\":\"1\"}";
    for (Object[] twice :
        new Object[][] {
          {"#s", "--name", "#s=a", "--name", "#s=b"},
          {"#s", "--name", "#s=a", "--expression-attribute-names", "{\"#s\":\"b\"}"},
          {":v", "--value", ":v=" + one, "--value", ":v=" + one},
          {":v", "--value", ":v=" + one, "--expression-attribute-values", "{\":v\":" + one + "}"}
        }) {
      List<Object> words = new ArrayList<>(List.of("scan", "Cities", "--filter", "#s = :v"));
      words.addAll(List.of(twice).subList(1, twice.length));
      Invocation refused = run(words.toArray());
      assertEquals(2, refused.status());
      assertEquals(
          "varve: the placeholder " + twice[0] + " is given twice", refused.errLines().getFirst());
    }
    assertEquals(2, run("scan", "Cities", "--name", "#s").status());
  }

  @Test
  void aRefusedNameLeavesTheDatabaseClosed() throws IOException {
    assertEquals(1, run("scan", "a/b").status());
    Varve.open(database).close();
  }

  private Invocation ok(Object... words) {
    Invocation invocation = run(words);
    assertEquals(0, invocation.status(), invocation.err());
    return invocation;
  }

  private Invocation run(Object... words) {
    return Invocation.on(database, words);
  }
}
