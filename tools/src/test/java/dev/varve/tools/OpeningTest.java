package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.dynamodb.Varve;
import dev.varve.io.Crc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that cannot be opened: a line says why, and nothing in them changes. */
class OpeningTest {
  @TempDir private Path folder;

  @Test
  void aMissingDirectoryIsNotMade() throws IOException {
    Path missing = folder.resolve("missing");
    for (List<Object> command : readingCommands(missing)) {
      assertRefused("varve: not a Varve directory: " + missing + " (", command);
      assertFalse(Files.exists(missing));
    }
  }

  @Test
  void anEmptyDirectoryStaysEmpty() throws IOException {
    assertRefusedUnchanged("varve: not a Varve directory: ", folder);
  }

  @Test
  void aDirectoryOfSomethingElseIsLeftAlone() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "mine");
    assertRefusedUnchanged("varve: not a Varve directory: ", folder);
    Map<String, String> before = contents(folder);
    assertRefused(
        "varve: not a Varve directory: ",
        List.of("create-table", "-d", folder, "--partition-key", "id", "Things"));
    assertEquals(before, contents(folder));
  }

  @Test
  void aDirectoryInUseIsLeftAlone() throws IOException {
    Path database = folder.resolve("db");
    try (Varve user = Varve.open(database)) {
      assertTrue(user.listTables().isEmpty());
      assertRefused(
          "varve: in use by another engine: " + database,
          List.of("scan", "-d", database, "Cities"));
      assertRefused(
          "varve: in use by another engine: " + database, List.of("stats", "-d", database));
    }
  }

  /**
   * The header's fields as docs/formats/manifest.md gives them: version at 8, its checksum at 12.
   */
  @Test
  void aNewerFormatIsLeftAlone() throws IOException {
    Path database = folder.resolve("db");
    Varve.open(database).close();
    Path manifest = only(database, "MANIFEST-");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(manifest)).order(ByteOrder.LITTLE_ENDIAN);
    int newest = bytes.getInt(8);
    bytes.putInt(8, newest + 1);
    bytes.putInt(12, Crc32c.of(bytes.array(), 0, 12));
    Files.write(manifest, bytes.array());
    assertRefusedUnchanged(
        "varve: unsupported format: %s has version %d, this release reads up to %d"
            .formatted(manifest, newest + 1, newest),
        database);
  }

  @Test
  void damagedFilesAreALineThatNamesTheFile() throws IOException {
    Path database = folder.resolve("db");
    Varve.open(database).close();
    Path manifest = only(database, "MANIFEST-");
    byte[] bytes = Files.readAllBytes(manifest);
    bytes[0] ^= 1;
    Files.write(manifest, bytes);
    Invocation scanned = Invocation.of("scan", "-d", database, "Cities");
    assertEquals(1, scanned.status());
    assertEquals(1, scanned.errLines().size(), scanned.err());
    assertTrue(scanned.err().contains(manifest.getFileName().toString()), scanned.err());
  }

  private void assertRefusedUnchanged(String reason, Path database) throws IOException {
    Map<String, String> before = contents(database);
    for (List<Object> command : readingCommands(database)) {
      assertRefused(reason, command);
      assertEquals(before, contents(database), command.toString());
    }
  }

  private static void assertRefused(String reason, List<Object> command) {
    Invocation invocation = Invocation.of(command.toArray());
    assertEquals(1, invocation.status(), command + " " + invocation.err());
    assertEquals(1, invocation.errLines().size(), invocation.err());
    assertTrue(invocation.err().startsWith(reason), invocation.err());
  }

  private List<List<Object>> readingCommands(Path database) {
    return List.of(
        List.of("get", "-d", database, "Cities", "CH"),
        List.of("query", "-d", database, "Cities", "CH"),
        List.of("scan", "-d", database, "Cities"),
        List.of("stats", "-d", database),
        List.of("export", "-d", database, "Cities", folder.resolveSibling("never.jsonl")));
  }

  private static Path only(Path directory, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
      assertEquals(1, found.size(), found.toString());
      return found.getFirst();
    }
  }

  /** Every file with a digest of its bytes. */
  private static Map<String, String> contents(Path directory) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.toList()) {
        contents.put(
            path.toString(),
            Files.isDirectory(path)
                ? "directory"
                : Files.size(path)
                    + " "
                    + HexFormat.of()
                        .toHexDigits(
                            Crc32c.of(Files.readAllBytes(path), 0, (int) Files.size(path))));
      }
    }
    return contents;
  }
}
