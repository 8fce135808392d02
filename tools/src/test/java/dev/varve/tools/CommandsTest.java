package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole commands, as they are typed. */
class CommandsTest {
  private static final List<String> CITIES =
      List.of(
          city("CH", "Basel", 171017),
          city("CH", "Bern", 134591),
          city("CH", "Zürich", 402762),
          city("DE", "Berlin", 3426354),
          city("IS", "Akureyri", 18191));

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void nameDatabase() {
    database = folder.resolve("db");
  }

  @Test
  void importedItemsAreGot() throws IOException {
    Invocation imported = importCities();
    assertEquals(0, imported.status(), imported.err());
    assertTrue(imported.err().contains("imported 5 items into Cities"), imported.err());

    Invocation got = Invocation.of("get", "-d", database, "Cities", "CH", "Zürich");
    assertEquals(0, got.status(), got.err());
    assertEquals(List.of(item(CITIES.get(2))), got.outLines());
  }

  @Test
  void exportGivesBackWhatWasImported() throws IOException {
    importCities();
    for (String name : List.of("out.jsonl", "out.jsonl.gz")) {
      Path file = folder.resolve(name);
      Invocation exported = Invocation.of("export", "-d", database, "Cities", file);
      assertEquals(0, exported.status(), exported.err());
      assertTrue(
          exported.err().startsWith("exported 5 items of Cities to " + file), exported.err());
      assertEquals(new TreeSet<>(CITIES), new TreeSet<>(lines(file)));
      assertEquals(List.of("cities.jsonl", "db", name), names(folder));
      Files.delete(file);
    }
  }

  @Test
  void queryGoesByTheSortKey() throws IOException {
    importCities();
    assertEquals(
        List.of("Basel", "Bern", "Zürich"),
        names(Invocation.of("query", "-d", database, "Cities", "CH")));
    assertEquals(
        List.of("Zürich", "Bern"),
        names(Invocation.of("query", "-d", database, "Cities", "CH", "--backward", "--limit", 2)));
    assertEquals(
        List.of("Basel", "Bern"),
        names(Invocation.of("query", "-d", database, "Cities", "CH", "--begins-with", "B")));
    assertEquals(
        List.of("Bern", "Zürich"),
        names(Invocation.of("query", "-d", database, "Cities", "CH", "--from", "Bern")));
    assertEquals(
        List.of("Basel", "Bern"),
        names(Invocation.of("query", "-d", database, "Cities", "CH", "--to", "Bern")));
    assertEquals(
        List.of("Bern"),
        names(
            Invocation.of(
                "query", "-d", database, "Cities", "CH", "--from", "Bern", "--to", "Bern")));
  }

  @Test
  void scanFiltersAndProjects() throws IOException {
    importCities();
    assertEquals(5, Invocation.of("scan", "-d", database, "Cities").outLines().size());
    assertEquals(
        2, Invocation.of("scan", "-d", database, "Cities", "--limit", "2").outLines().size());
    Invocation large =
        Invocation.of(
            "scan",
            "-d",
            database,
            "Cities",
            "--filter",
            "#p > :p",
            "--projection",
            "City",
            "--name",
            "#p=population",
            "--value",
            ":p={\"N\":\"1000000\"}");
    assertEquals(List.of("{\"City\":{\"S\":\"Berlin\"}}"), large.outLines(), large.err());
  }

  @Test
  void statsHaveARowPerPartition() throws IOException {
    importCities();
    Invocation stats = Invocation.of("stats", "-d", database);
    assertEquals(0, stats.status(), stats.err());
    assertTrue(
        stats.out().contains("Cities (Country S, City S), 3 partitions, at most 5 items"),
        stats.out());
    assertEquals(
        3,
        stats.outLines().stream().filter(line -> line.matches(" *\\d+ .*")).count(),
        stats.out());
    for (String shared : List.of("live log", "memory: memtable", "memory: wal")) {
      assertTrue(
          stats.outLines().stream().anyMatch(line -> line.matches(shared + " +\\d.*")),
          stats.out());
    }
  }

  @Test
  void partitionsAreShownSplitAndMerged() throws IOException {
    importCities();
    Invocation shown = Invocation.of("partitions", "-d", database, "Cities");
    assertEquals(0, shown.status(), shown.err());
    assertEquals(4, shown.outLines().size(), shown.out());
    assertTrue(shown.outLines().get(1).contains("0000000000000000..5555555555555554"), shown.out());
    String first = numberOf(shown.outLines().get(1));
    Invocation split =
        Invocation.of(
            "partitions", "-d", database, "Cities", "--split", first, "--at", "00000000000000ff");
    assertEquals(5, split.outLines().size(), split.out() + split.err());
    assertTrue(split.outLines().get(1).contains("0000000000000000..00000000000000fe"), split.out());
    String half = numberOf(split.outLines().get(2));
    assertEquals(
        6,
        Invocation.of("partitions", "-d", database, "Cities", "--split", half).outLines().size());
    String smallest = numberOf(split.outLines().get(1));
    Invocation merged = Invocation.of("partitions", "-d", database, "Cities", "--merge", smallest);
    assertEquals(5, merged.outLines().size(), merged.out() + merged.err());
    assertEquals(5, Invocation.of("scan", "-d", database, "Cities").outLines().size());
    for (List<String> wrong :
        List.of(
            List.of("--split", "4711"),
            List.of("--merge", "4711"),
            List.of("--split", smallest, "--at", "00000000000000ff"))) {
      List<Object> words = new ArrayList<>(List.of("partitions", "-d", database, "Cities"));
      words.addAll(wrong);
      Invocation refused = Invocation.of(words.toArray());
      assertEquals(1, refused.status(), refused.out());
      assertTrue(refused.err().contains("partition"), refused.err());
    }
    assertEquals(2, Invocation.of("partitions", "-d", database, "Cities", "--at", "0").status());
  }

  /** Of the partition that a line shows. */
  private static String numberOf(String line) {
    return line.substring(0, line.indexOf(' '));
  }

  @Test
  void aBrokenLineIsNamedAndNothingIsWritten() throws IOException {
    importCities();
    Path broken =
        write(
            "broken.jsonl", List.of(city("NO", "Oslo", 1), "{\"Item\":{", city("NO", "Bergen", 2)));
    Invocation imported = Invocation.of("import", "-d", database, "Cities", broken);
    assertEquals(1, imported.status());
    assertTrue(imported.errLines().get(0).startsWith(broken + ":2: "), imported.err());
    assertEquals(
        "imported nothing into Cities: 1 broken lines, 2 good ones", imported.errLines().get(1));
    assertEquals(new TreeSet<>(CITIES), exported());
  }

  @Test
  void brokenLinesAreSkippedWhenAsked() throws IOException {
    importCities();
    Path broken =
        write("broken.jsonl", List.of(city("NO", "Oslo", 1), "nonsense", city("NO", "Bergen", 2)));
    Invocation imported =
        Invocation.of("import", "-d", database, "--skip-broken", "Cities", broken);
    assertEquals(0, imported.status(), imported.err());
    assertTrue(imported.err().contains("imported 2 items into Cities"), imported.err());
    assertTrue(
        imported.err().contains("1 broken lines; the table holds at most 7 items now"),
        imported.err());
  }

  @Test
  void itemsThatDoNotFitTheKeyAreBrokenLines() throws IOException {
    Path file =
        write(
            "keys.jsonl",
            List.of(
                "{\"Item\":{\"Country\":{\"S\":\"NO\"}}}",
                "{\"Item\":{\"Country\":{\"S\":\"NO\"},\"City\":{\"N\":\"1\"}}}",
                "{\"Item\":{\"Country\":{\"S\":\"\"},\"City\":{\"S\":\"x\"}}}",
                "{\"Item\":{\"Country\":{\"S\":\"NO\"},\"City\":{\"S\":\"x\"},\"big\":{\"S\":\""
                    + "x".repeat(410_000)
                    + "\"}}}"));
    Invocation imported = importFile(file);
    assertEquals(1, imported.status());
    String invalid = "One or more parameter values were invalid: ";
    assertEquals(
        List.of(
            file + ":1: " + invalid + "Missing the key City in the item",
            file + ":2: " + invalid + "Type mismatch for key City expected: S actual: N",
            file
                + ":3: One or more parameter values are not valid. The AttributeValue for a key attribute cannot"
                + " contain an empty string value. Key: Country",
            file + ":4: Item size has exceeded the maximum allowed size",
            "imported nothing into Cities: 4 broken lines, 0 good ones"),
        imported.errLines());
    assertFalse(Files.exists(database), "not even the directory is made");
  }

  @Test
  void partitionsOfATableThatExistsStayAndThatIsSaid() throws IOException {
    Path file = write("cities.jsonl", CITIES);
    for (int partitions : new int[] {2, 2, 5}) {
      Invocation imported =
          Invocation.of(
              "import",
              "-d",
              database,
              "--partition-key",
              "Country",
              "--sort-key",
              "City",
              "--partitions",
              partitions,
              "Cities",
              file);
      assertEquals(0, imported.status(), imported.err());
      assertEquals(
          partitions == 5
              ? "--partitions 5 is passed over: the table exists already, Cities (Country S, City S), 2 partitions"
              : "imported 5 items into Cities in",
          imported.errLines().getFirst().replaceFirst(" in .*", partitions == 5 ? "$0" : " in"));
    }
  }

  @Test
  void importIntoAMissingTableNeedsItsKey() throws IOException {
    Path file = write("cities.jsonl", CITIES);
    Invocation imported = Invocation.of("import", "-d", database, "Cities", file);
    assertEquals(1, imported.status());
    assertEquals(
        List.of("varve: there is no table Cities; give --partition-key to create it"),
        imported.errLines());
    assertFalse(Files.exists(database));
  }

  @Test
  void aMissingFileIsALine() {
    Path file = folder.resolve("missing.jsonl");
    Invocation imported = importFile(file);
    assertEquals(1, imported.status());
    assertEquals(List.of("varve: " + file + ": no such file or directory"), imported.errLines());
  }

  @Test
  void keysOfOtherTypesAreTypedByTheTable() throws IOException {
    Path file =
        write("n.jsonl", List.of("{\"Item\":{\"id\":{\"N\":\"42\"},\"bytes\":{\"B\":\"AQI=\"}}}"));
    Invocation.of(
        "import",
        "-d",
        database,
        "--partition-key",
        "id:N",
        "--sort-key",
        "bytes:B",
        "Numbers",
        file);
    Invocation got = Invocation.of("get", "-d", database, "Numbers", "42.0", "AQI=");
    assertEquals(0, got.status(), got.err());
    Invocation wrong = Invocation.of("get", "-d", database, "Numbers", "many", "AQI=");
    assertEquals(1, wrong.status());
    assertTrue(wrong.err().startsWith("varve: the key attribute id is N: "), wrong.err());
  }

  @Test
  void anAbsentItemIsStatusOne() throws IOException {
    importCities();
    Invocation got = Invocation.of("get", "-d", database, "Cities", "CH", "Atlantis");
    assertEquals(1, got.status());
    assertEquals(List.of("varve: no such item in Cities"), got.errLines());
    assertEquals("", got.out());
  }

  @Test
  void keysHaveAsManyPartsAsTheTableWants() throws IOException {
    importCities();
    Invocation got = Invocation.of("get", "-d", database, "Cities", "CH");
    assertEquals(1, got.status());
    assertEquals(List.of("varve: the key of Cities has two parts: give City too"), got.errLines());
  }

  @Test
  void createdTableIsEmptyAndCannotBeCreatedAgain() {
    Invocation created =
        Invocation.of(
            "create-table", "-d", database, "--partition-key", "id:N", "--partitions", 2, "Things");
    assertEquals(0, created.status(), created.err());
    assertEquals(List.of("created Things (id N), 2 partitions"), created.errLines());
    Invocation again =
        Invocation.of("create-table", "-d", database, "--partition-key", "id:N", "Things");
    assertEquals(1, again.status());
    assertEquals(
        List.of("varve: ResourceInUseException: Table already exists: Things"), again.errLines());
  }

  @Test
  void aMissingTableIsALine() throws IOException {
    importCities();
    Invocation scanned = Invocation.of("scan", "-d", database, "Towns");
    assertEquals(1, scanned.status());
    assertEquals(1, scanned.errLines().size(), scanned.err());
    assertTrue(scanned.err().startsWith("varve: ResourceNotFoundException: "), scanned.err());
  }

  @Test
  void aBrokenExpressionIsALine() throws IOException {
    importCities();
    Invocation scanned =
        Invocation.of("scan", "-d", database, "Cities", "--filter", "population >");
    assertEquals(1, scanned.status());
    assertEquals(1, scanned.errLines().size(), scanned.err());
    assertTrue(
        scanned.err().startsWith("varve: ValidationException: Invalid FilterExpression: "),
        scanned.err());
  }

  @Test
  void wrongUsageIsStatusTwo() {
    for (List<Object> wrong :
        List.<List<Object>>of(
            List.of(),
            List.of("fly"),
            List.of("scann"),
            List.of("scan", "--filtre", "x"),
            List.of("scan", "--fast"),
            List.of("scan", "Cities"),
            List.of("get", "-d", database, "Cities"),
            List.of("create-table", "-d", database, "Things"),
            List.of("create-table", "-d", database, "--partition-key", "id:X", "Things"),
            List.of("create-table", "-d", database, "--partition-key", "id", "no"),
            List.of("query", "-d", database, "Cities", "CH", "--begins-with", "x", "--to", "y"),
            List.of("import", "-d", database, "Cities"))) {
      Invocation invocation = Invocation.of(wrong.toArray());
      assertEquals(2, invocation.status(), wrong + " " + invocation.err());
      assertEquals(2, invocation.errLines().size(), wrong + " " + invocation.err());
      assertTrue(invocation.err().startsWith("varve: "), wrong + " " + invocation.err());
      assertTrue(invocation.errLines().get(1).startsWith("Try 'varve"), invocation.err());
      assertFalse(Files.exists(database));
    }
  }

  private Invocation importCities() throws IOException {
    return importFile(write("cities.jsonl", CITIES));
  }

  private Invocation importFile(Path file) {
    return Invocation.of(
        "import",
        "-d",
        database,
        "--partition-key",
        "Country",
        "--sort-key",
        "City:S",
        "--partitions",
        3,
        "Cities",
        file);
  }

  private Set<String> exported() throws IOException {
    Path file = folder.resolve("exported.jsonl");
    assertEquals(0, Invocation.of("export", "-d", database, "Cities", file).status());
    return new TreeSet<>(lines(file));
  }

  private Path write(String name, List<String> lines) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
      out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
    return folder.resolve(name);
  }

  private static List<String> lines(Path file) throws IOException {
    if (file.toString().endsWith(".gz")) {
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      }
    }
    return Files.readAllLines(file);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> names(Invocation invocation) {
    assertEquals(0, invocation.status(), invocation.err());
    return invocation.outLines().stream()
        .map(line -> line.replaceAll(".*\"City\":\\{\"S\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  private static String city(String country, String name, int population) {
    return "{\"Item\":{\"Country\":{\"S\":\""
        + country
        + "\"},\"City\":{\"S\":\""
        + name
        + "\"},\"population\":{\"N\":\""
        + population
        + "\"}}}";
  }

  /** What is within {@code {"Item":...}}. */
  private static String item(String line) {
    return line.substring("{\"Item\":".length(), line.length() - 1);
  }
}
