package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.value.AttributeType;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that people have, imported as they are. */
class FormatsTest {
  private static final String K = "{'id':{'S':'k%d'},'v':{'N':'%d'}}";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "batch-write.json | {'id':{'S':'a'}}",
        "get-item-output.json | {'id':{'S':'a'},'v':{'N':'1'}}",
        "scan-output.json | {'id':{'S':'a'},'v':{'N':'1'}} ; {'id':{'S':'b'}}",
        "table-and-items.json | {'id':{'S':'a'},'v':{'N':'1'}} ; {'id':{'S':'b'},'v':{'N':'2'}}",
        "plain-array.json | {'id':{'S':'a'},'year':{'N':'2013'},'info':{'M':{'rating':{'N':'7.5'},'actors':{'L':[{'S':'X'},{'S':'Y'}]},'seen':{'BOOL':true},'note':{'NULL':true}}}} ; {'id':{'S':'b'},'year':{'N':'2014'},'info':{'M':{'rating':{'N':'8'},'actors':{'L':[]}}}}",
        "plain.jsonl | K0 ; K1 ; K2",
        "raw-items.jsonl | K0 ; K1 ; K2",
        "lowercase-pipeline.jsonl | K0 ; K1 ; K2",
        "item-number.jsonl | K0 ; K1 ; K2",
        "item-plain.jsonl | K0 ; K1 ; K2",
        "incremental.jsonl | {'id':{'S':'a'},'v':{'N':'2'}}",
        "item-not-first.jsonl | {'id':{'S':'a'}}",
        "item-extra-member.jsonl | {'id':{'S':'a'}}",
        "mixed-case.jsonl | {'id':{'S':'a'}}",
        "good.jsonl | K0 ; K1 ; K2 ; K3 ; K4",
        "bom.jsonl | K0 ; K1 ; K2 ; K3 ; K4",
        "crlf.jsonl | K0 ; K1 ; K2 ; K3 ; K4",
        "no-newline.jsonl | K0 ; K1 ; K2 ; K3 ; K4",
        "two-members.json.gz | K0 ; K1",
        "types.jsonl | {'id':{'S':'all'},'s':{'S':''},'n':{'N':'-0.0015'},'b':{'B':'AAEC'},'t':{'BOOL':true},'f':{'BOOL':false},'z':{'NULL':true},'ss':{'SS':['','a','b']},'ns':{'NS':['-3','9','10']},'bs':{'BS':['AA==','/w==']},'l':{'L':[{'L':[]},{'M':{}}]},'m':{'M':{'k':{'S':'v'}}}}",
        "s3-export | {'id':{'S':'e0'},'b':{'B':'AA=='},'n':{'N':'0'}} ; {'id':{'S':'e1'},'b':{'B':'AQ=='},'n':{'N':'1'}} ; {'id':{'S':'e2'},'b':{'B':'Ag=='},'n':{'N':'2'}}",
        "s3-export/AWSDynamoDB/01790000000000-0a1b2c3d/data | {'id':{'S':'e0'},'b':{'B':'AA=='},'n':{'N':'0'}} ; {'id':{'S':'e1'},'b':{'B':'AQ=='},'n':{'N':'1'}} ; {'id':{'S':'e2'},'b':{'B':'Ag=='},'n':{'N':'2'}}",
        "csv.csv | {'id':{'S':'a'},'v':{'S':'1'}} ; {'id':{'S':'b'},'v':{'S':'2'}}",
        "semicolons.csv | {'id':{'S':'a;b'},'v':{'S':''}} ; {'id':{'S':'c'},'v':{'S':'\\\"x\\\"'}}",
        "ion.ion | {'id':{'S':'a'},'v':{'N':'1'}}",
        "pretty.ion | K0 ; {'id':{'S':'all'},'ss':{'SS':['a','b']},'l':{'L':[{'BOOL':true},{'NULL':true}]},'b':{'B':'AAEC'}}",
        "incremental.ion | {'id':{'S':'a'},'v':{'N':'2'}}",
        "good.jsonl.zst | K0 ; K1 ; K2 ; K3 ; K4",
        "csv.csv.zst | {'id':{'S':'a'},'v':{'S':'1'}} ; {'id':{'S':'b'},'v':{'S':'2'}}",
        "empty.jsonl | ^^",
        "empty-gz.json.gz | ^^"
      })
  void itemsEqualTheirFile(String name, String items) throws Exception {
    Path database = folder.resolve("db");
    Invocation imported = importFile(database, file(name));
    assertEquals(0, imported.status(), imported.err());
    Set<String> expected = expected(items);
    assertEquals(expected, new TreeSet<>(Invocation.of("scan", "-d", database, "Tab").outLines()));
    Path exported = folder.resolve("exported.jsonl");
    assertEquals(0, Invocation.of("export", "-d", database, "Tab", exported).status());
    assertEquals(
        expected,
        new TreeSet<>(
            Files.readAllLines(exported).stream()
                .map(line -> line.substring("{\"Item\":".length(), line.length() - 1))
                .toList()));
  }

  @Test
  void aModelBringsItsKey() throws Exception {
    Path database = folder.resolve("db");
    Path model = file("workbench-model.json");
    Invocation imported = Invocation.of("import", "-d", database, "Readings", model);
    assertEquals(0, imported.status(), imported.err());
    assertEquals(
        3, Invocation.of("query", "-d", database, "Readings", "s#1").outLines().size() + 1);
    assertTrue(
        Invocation.of("stats", "-d", database).out().contains("Readings (Sensor S, State#At S)"));
    Invocation other = Invocation.of("import", "-d", database, "Other", model);
    assertEquals(0, other.status(), "the only table of the model: " + other.err());
  }

  @Test
  void ofSeveralTablesTheNamedOneIsTaken() throws Exception {
    Path requests =
        Files.writeString(
            folder.resolve("requests.json"),
            "{'A':[{'PutRequest':{'Item':{'id':{'S':'a'}}}}],'Tab':[{'PutRequest':{'Item':{'id':{'S':'t'}}}}]}"
                .replace('\'', '"'));
    Path database = folder.resolve("db");
    assertEquals(0, importFile(database, requests).status());
    assertEquals(
        List.of("{\"id\":{\"S\":\"t\"}}"), Invocation.of("scan", "-d", database, "Tab").outLines());
    Invocation none =
        Invocation.of("import", "-d", database, "--partition-key", "id", "Nope", requests);
    assertEquals(1, none.status());
    assertEquals(
        List.of(
            "varve: "
                + requests
                + ": has items of the tables A, Tab, and none of Nope; import into a table of one of these names"),
        none.errLines());
  }

  @Test
  void deletesOfRequestsAndIncrementsAreDone() throws Exception {
    Path database = folder.resolve("db");
    Path before =
        Files.writeString(
            folder.resolve("before.jsonl"),
            "{'id':'a'}\n{'id':'b'}\n{'id':'z'}\n".replace('\'', '"'));
    assertEquals(0, importFile(database, before).status());
    Invocation increment = importFile(database, file("incremental.jsonl"));
    assertTrue(increment.err().contains("; 1 deleted; 0 broken lines"), increment.err());
    assertEquals(0, importFile(database, file("batch-write.json")).status());
    assertEquals(
        List.of("{\"id\":{\"S\":\"a\"}}"), Invocation.of("scan", "-d", database, "Tab").outLines());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dup-name.jsonl:1: v: the name occurs twice",
        "half-surrogate.jsonl:6: One or more parameter values were invalid: The string is not valid UTF-16",
        "half-surrogate-key.jsonl:6: One or more parameter values were invalid: The string is not valid UTF-16",
        "long-key.jsonl:6: One or more parameter values were invalid: Size of hashkey has exceeded",
        "latin1.jsonl:2: malformed JSON at column 23: Invalid UTF-8 start byte 0xfc; the text looks like Latin-1",
        "nul-line.jsonl:2: malformed JSON at column 2: Illegal character",
        "null-type.jsonl:1: v: Supplied AttributeValue is empty",
        "trailing-comma.jsonl: it is no JSON: there is a comma behind the first item",
        "utf16.jsonl: it looks like UTF-16",
        "cut.json.gz: the compressed data ends too early: the file is cut",
        "one-byte.json.gz: the compressed data ends too early: the file is cut",
        "other.csv: it looks like CSV, but its first line does not name the partition key id",
        "quotes.csv:3: a quote within a value that does not begin with one",
        "latin1.csv: the text is not in UTF-8, on line 1 or behind it",
        "broken.ion:2: Item.v: a symbol is no value of an item",
        "cut.ion: malformed Ion: ",
        "cut.jsonl.zst: cannot be read: the compressed data ends too early: the file is cut",
        "nowhere.jsonl: no such file or directory"
      })
  void whatIsBrokenIsNamedInOneLineAndNothingIsWritten(String message) throws Exception {
    Path database = folder.resolve("db");
    Path file = file("good.jsonl").resolveSibling(message.substring(0, message.indexOf(':')));
    Invocation imported = importFile(database, file("good.jsonl"), file);
    assertEquals(1, imported.status());
    String first = imported.errLines().getFirst();
    assertTrue(
        first.replaceFirst("^varve: ", "").startsWith(file.resolveSibling(message).toString()),
        first);
    assertFalse(Files.exists(database));
  }

  @Test
  void keysOfEveryLengthAreCheckedBeforeAnythingIsWritten() throws Exception {
    for (int bytes : new int[] {1, 1024, 1025}) {
      Path database = folder.resolve("db" + bytes);
      Path file =
          Files.writeString(
              folder.resolve("keys.jsonl"),
              "{\"p\":\"x\",\"s\":\"1\"}\n{\"p\":\""
                  + "p".repeat(2 * bytes)
                  + "\",\"s\":\""
                  + "s".repeat(bytes)
                  + "\"}");
      Invocation imported =
          Invocation.of(
              "import", "-d", database, "--partition-key", "p", "--sort-key", "s", "Tab", file);
      assertEquals(bytes > 1024 ? 1 : 0, imported.status(), imported.err());
      assertEquals(bytes <= 1024, Files.exists(database));
    }
  }

  @Test
  void columnsOfKeysHaveTheTypesOfTheKeys() throws Exception {
    Path rows = Files.writeString(folder.resolve("rows"), "n\tb\tv\n7\tAAE=\t7\n");
    Path database = folder.resolve("db");
    Invocation imported =
        Invocation.of(
            "import", "-d", database, "--partition-key", "n:N", "--sort-key", "b:B", "Tab", rows);
    assertEquals(0, imported.status(), imported.err());
    assertEquals(
        List.of("{'n':{'N':'7'},'b':{'B':'AAE='},'v':{'S':'7'}}".replace('\'', '"')),
        Invocation.of("scan", "-d", database, "Tab").outLines());
    Invocation untyped = Invocation.of("import", "-d", database, "New", rows);
    assertEquals(1, untyped.status());
    assertTrue(untyped.err().contains("give --partition-key"), untyped.err());
  }

  @Test
  void columnsOfKeysOfIndexesHaveTheTypesOfThose() throws Exception {
    Path database = folder.resolve("db");
    try (Varve varve = Varve.open(database)) {
      varve.createTable(
          TableDefinition.named("Tab")
              .partitionKey("id", AttributeType.S)
              .globalIndex("byYear", "year", AttributeType.N)
              .build());
    }
    Path rows = Files.writeString(folder.resolve("rows"), "id,year\na,1999\nb,x\n");
    Path json = Files.writeString(folder.resolve("json"), "{\"id\":\"c\",\"year\":\"1999\"}");
    Invocation refused = importFile(database, rows, json);
    assertEquals(1, refused.status());
    assertTrue(refused.errLines().get(0).startsWith(rows + ":3: year: "), refused.err());
    assertTrue(
        refused.errLines().get(1).contains("Type mismatch for Index Key year"), refused.err());
    assertEquals(List.of(), Invocation.of("scan", "-d", database, "Tab").outLines());
    Invocation rest = Invocation.of("import", "-d", database, "--skip-broken", "Tab", rows);
    assertEquals(0, rest.status(), rest.err());
    assertEquals(
        List.of("{'id':{'S':'a'},'year':{'N':'1999'}}".replace('\'', '"')),
        Invocation.of("scan", "-d", database, "Tab").outLines());
  }

  @Test
  void binaryIonIsImported() throws Exception {
    // {Item:{id:"v0"}}, and the same with v1 and v2
    byte[] ion =
        HexFormat.of()
            .parseHex(
                "e00100eaed8183da87b8844974656d826964d68ad48b827630d68ad48b827631d68ad48b827632");
    Path file = Files.write(folder.resolve("binary"), ion);
    Path database = folder.resolve("db");
    assertEquals(0, importFile(database, file).status());
    assertEquals(3, Invocation.of("scan", "-d", database, "Tab").outLines().size());
    Files.write(file, Arrays.copyOf(ion, ion.length - 1));
    Invocation cut = importFile(folder.resolve("other"), file);
    assertEquals(1, cut.status());
    assertTrue(cut.errLines().getFirst().startsWith(file + ": malformed Ion: "), cut.err());
    assertFalse(Files.exists(folder.resolve("other")));
  }

  @Test
  void damageToAnExportIsNamed() throws Exception {
    Path export = folder.resolve("AWSDynamoDB/0179-01");
    Path manifest = export.resolve("manifest-files.json");
    Path data = export.resolve("data/abcdefghijklmnopqrstuvwxyz.json.gz");

    copyExport(export);
    Files.write(data, Arrays.copyOf(Files.readAllBytes(file("two-members.json.gz")), 112));
    assertRefused(data + ": the file is damaged: its MD5 is ", folder.resolve("AWSDynamoDB"));
    Path database = folder.resolve("db");
    Invocation skipping =
        Invocation.of(
            "import",
            "-d",
            database,
            "--skip-broken",
            "--partition-key",
            "id",
            "Tab",
            file("good.jsonl"),
            export);
    assertEquals(1, skipping.status(), "an export is imported whole");
    assertTrue(skipping.errLines().getFirst().startsWith(data + ": the file is damaged: "));
    assertFalse(Files.exists(database));

    copyExport(export);
    Files.delete(data);
    assertRefused(
        export + ": 1 of the files that manifest-files.json names are missing: AWSDynamoDB/",
        export);

    copyExport(export);
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"itemCount\": 3", "\"itemCount\": 4"));
    assertRefused(manifest + ": the file is damaged: its MD5 is ", export);
    Files.delete(export.resolve("manifest-files.md5"));
    assertRefused(export + ": manifest-files.json names files with 4 items", export);
    Files.delete(export.resolve("manifest-summary.json"));
    assertRefused(data + ": the file ", export);

    copyExport(export);
    Files.delete(manifest);
    assertRefused(export + ": manifest-files.json is missing", export);

    copyExport(export);
    Path summary = export.resolve("manifest-summary.json");
    Files.delete(export.resolve("manifest-summary.md5"));
    Files.writeString(summary, Files.readString(summary).replace("DYNAMODB_JSON", "PARQUET"));
    assertRefused(
        export
            + ": is an export in the format PARQUET; those that can be read are DYNAMODB_JSON and ION",
        export);
  }

  @Test
  void aFolderIsAnExportOrNamed() throws Exception {
    assertRefused(folder + ": is a directory, and no export to S3", folder);
    copyExport(folder.resolve("bucket/AWSDynamoDB/0179-01"));
    Path other = Files.writeString(folder.resolve("bucket/other.jsonl"), "{}");
    assertRefused(
        folder.resolve("bucket") + ": is a directory with other files, such as " + other,
        folder.resolve("bucket"));
    Files.delete(other);
    copyExport(folder.resolve("bucket/AWSDynamoDB/0179-02"));
    assertRefused(
        folder.resolve("bucket") + ": holds several exports; name one of them: ",
        folder.resolve("bucket"));
  }

  @Test
  void anExportWithoutManifestsIsItsDataFiles() throws Exception {
    Path export = folder.resolve("0179-01");
    copyExport(export);
    for (String name : List.of("manifest-files.json", "manifest-summary.json")) {
      Files.delete(export.resolve(name));
    }
    Path link = Files.createSymbolicLink(folder.resolve("link"), export);
    assertEquals(0, importFile(folder.resolve("db"), link).status());
  }

  @Test
  void anExportWithoutManifestsHoldsNothingElse() throws Exception {
    Path export = folder.resolve("bucket/AWSDynamoDB/0179-01");
    copyExport(export);
    for (String name : List.of("manifest-files.json", "manifest-summary.json")) {
      Files.delete(export.resolve(name));
    }
    Files.writeString(export.resolve("_started"), "");
    Path unpacked = Files.writeString(export.resolve("data/other.json"), "{\"id\":\"a\"}");
    assertRefused(export + ": is a directory with other files, such as " + unpacked, export);
    Files.delete(unpacked);
    Path beside = Files.writeString(folder.resolve("bucket/more.jsonl"), "{\"id\":\"a\"}");
    Path bucket = folder.resolve("bucket");
    assertRefused(bucket + ": is a directory with other files, such as " + beside, bucket);
    Files.delete(beside);
    assertEquals(0, importFile(folder.resolve("db"), bucket).status());
  }

  @Test
  void aManifestIsASequenceOfObjects() throws Exception {
    Path export = folder.resolve("0179-01");
    for (String name : List.of("manifest-files", "manifest-summary")) {
      copyExport(export);
      Files.delete(export.resolve(name + ".md5"));
      Path manifest = export.resolve(name + ".json");
      String whole = Files.readString(manifest);
      for (String broken : List.of("[" + whole + "]", whole + "[]", "null", "")) {
        Files.writeString(manifest, broken);
        assertRefused(
            manifest
                + (broken.isEmpty()
                    ? ": it is empty"
                    : ": it is no manifest: it holds something beside objects"),
            export);
      }
    }
  }

  @Test
  void anExportOfNoItemsMayNameNoFile() throws Exception {
    Path export = folder.resolve("0179-01");
    copyExport(export);
    for (String name : List.of("manifest-files", "manifest-summary")) {
      Files.delete(export.resolve(name + ".md5"));
    }
    Files.writeString(export.resolve("manifest-files.json"), "");
    Files.writeString(export.resolve("manifest-summary.json"), "{\"itemCount\":0}");
    Path database = folder.resolve("db");
    assertEquals(0, importFile(database, export).status());
    Invocation skipping = Invocation.of("import", "-d", database, "--skip-broken", "Tab", export);
    assertEquals(0, skipping.status(), skipping.err());
  }

  @Test
  void severalDocumentsOnOneLineAreAllRead() throws Exception {
    Path file = folder.resolve("firehose");
    Files.writeString(
        file, "{'Item':{'id':{'S':'a'}}}{'Item':{'id':{'S':'b'}}}".replace('\'', '"'));
    Path database = folder.resolve("db");
    assertEquals(0, importFile(database, file).status());
    assertEquals(2, Invocation.of("scan", "-d", database, "Tab").outLines().size());
  }

  @Test
  void everyBrokenFileAndLineIsNamed() throws Exception {
    Path lines =
        Files.writeString(folder.resolve("lines.jsonl"), "{'id':'a'}\n{}\n{".replace('\'', '"'));
    Path document = Files.writeString(folder.resolve("cut.json"), "[{\"id\":\"d\"},\n{\"id\"");
    Path database = folder.resolve("db");
    Invocation refused =
        importFile(
            database, document, file("cut.json.gz"), lines, file("other.csv"), file("good.jsonl"));
    assertEquals(1, refused.status());
    assertEquals(6, refused.errLines().size(), refused.err());
    assertTrue(refused.errLines().get(0).startsWith(document + ": line 2: malformed JSON"));
    assertTrue(
        refused.errLines().get(1).startsWith(file("cut.json.gz") + ": the compressed data ends"));
    assertTrue(refused.errLines().get(2).startsWith(lines + ":2: "), refused.err());
    assertTrue(refused.errLines().get(3).startsWith(lines + ":3: "), refused.err());
    assertTrue(refused.errLines().get(4).startsWith(file("other.csv") + ": it looks like CSV"));
    assertTrue(
        refused.errLines().get(5).startsWith("imported nothing into Tab: 3 broken files, 2 broken"),
        refused.err());
    assertFalse(Files.exists(database));
  }

  @Test
  void theRestOfTheFilesIsImportedWhenAsked() throws Exception {
    Path document = Files.writeString(folder.resolve("cut.json"), "[{\"id\":\"d\"},\n{\"id\"");
    Path database = folder.resolve("db");
    Invocation imported =
        Invocation.of(
            "import",
            "-d",
            database,
            "--skip-broken",
            "--partition-key",
            "id",
            "Tab",
            document,
            file("other.csv"),
            file("nul-line.jsonl"),
            file("raw-items.jsonl"));
    assertEquals(1, imported.status(), "a file was not read to its end");
    assertEquals(4, imported.errLines().size(), imported.err());
    assertTrue(imported.errLines().get(0).startsWith(document + ": line 2: "), imported.err());
    assertTrue(imported.errLines().get(1).startsWith(file("other.csv") + ": "), imported.err());
    assertTrue(
        imported.errLines().get(3).contains("; 2 broken files, 1 broken lines; "), imported.err());
    List<String> items = Invocation.of("scan", "-d", database, "Tab").outLines();
    assertTrue(items.contains("{\"id\":{\"S\":\"d\"}}"), items.toString());
    assertTrue(items.contains("{\"id\":{\"S\":\"k2\"},\"v\":{\"N\":\"2\"}}"), items.toString());
  }

  @Test
  void nothingIsMadeForFilesOfWhichNoneCanBeRead() throws Exception {
    Path database = folder.resolve("db");
    for (Path broken : List.of(file("other.csv"), file("one-byte.json.gz"))) {
      Invocation refused =
          Invocation.of(
              "import", "-d", database, "--skip-broken", "--partition-key", "id", "Tab", broken);
      assertEquals(1, refused.status());
      assertTrue(refused.errLines().getFirst().startsWith(broken + ": "), refused.err());
      assertFalse(Files.exists(database));
    }
    assertEquals(0, importFile(database, file("good.jsonl")).status());
    assertEquals(
        1,
        Invocation.of(
                "import",
                "-d",
                database,
                "--skip-broken",
                "--partition-key",
                "id",
                "Other",
                file("other.csv"))
            .status());
    assertEquals(List.of("Tab"), Invocation.of("list-tables", "-d", database).outLines());
  }

  private void assertRefused(String message, Path what) {
    Path database = folder.resolve("db");
    Invocation imported = importFile(database, what);
    assertEquals(1, imported.status(), imported.err());
    String first = imported.errLines().getFirst().replaceFirst("^varve: ", "");
    assertTrue(first.startsWith(message), first);
    assertFalse(Files.exists(database));
  }

  private static void copyExport(Path target) throws Exception {
    Path source = file("s3-export/AWSDynamoDB/01790000000000-0a1b2c3d");
    Files.createDirectories(target.resolve("data"));
    for (String name :
        List.of(
            "manifest-files.json",
            "manifest-files.md5",
            "manifest-summary.json",
            "manifest-summary.md5",
            "data/abcdefghijklmnopqrstuvwxyz.json.gz")) {
      Files.write(target.resolve(name), Files.readAllBytes(source.resolve(name)));
    }
  }

  private static Invocation importFile(Path database, Path... files) {
    List<Object> words =
        new ArrayList<>(List.of("import", "-d", database, "--partition-key", "id", "Tab"));
    words.addAll(List.of(files));
    return Invocation.of(words.toArray());
  }

  private static Set<String> expected(String items) {
    Set<String> lines = new TreeSet<>();
    for (String item : items.split(" ; ", -1)) {
      String json = item.matches("K\\d") ? K.replace("%d", item.substring(1)) : item;
      if (!json.isEmpty()) {
        lines.add(json.replace('\'', '"'));
      }
    }
    return lines;
  }

  private static Path file(String name) throws IOException, URISyntaxException {
    URL url = FormatsTest.class.getResource("files/good.jsonl");
    return Path.of(url.toURI()).resolveSibling(name);
  }
}
