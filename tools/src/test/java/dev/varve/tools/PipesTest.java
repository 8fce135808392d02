package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Import from, and export to, what is no regular file. */
class PipesTest {
  private static final String ITEMS = "{\"Item\":{\"id\":{\"S\":\"a\"}}}\n";
  private static final String BROKEN = ITEMS + "{\"Item\":{}}\n";

  @TempDir private Path folder;
  private Path database;

  @BeforeEach
  void importItems() throws IOException {
    database = folder.resolve("db");
    assertEquals(
        0, importFile(database, Files.writeString(folder.resolve("items.jsonl"), ITEMS)).status());
  }

  @Test
  void standardInputIsImportedWholeOrNotAtAll() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(ITEMS.getBytes(StandardCharsets.UTF_8)));
      Invocation imported = importFile(folder.resolve("good"), Path.of("-"));
      assertEquals(0, imported.status(), imported.err());
      assertEquals(List.of("{\"id\":{\"S\":\"a\"}}"), scan(folder.resolve("good")));
      System.setIn(new ByteArrayInputStream(BROKEN.getBytes(StandardCharsets.UTF_8)));
      Invocation refused = importFile(folder.resolve("broken"), Path.of("-"));
      assertEquals(1, refused.status());
      assertTrue(refused.err().startsWith("standard input:2: "), refused.err());
      assertFalse(Files.exists(folder.resolve("broken")));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aPipeIsImportedWholeOrNotAtAll() throws Exception {
    Path pipe = pipe();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<Path> written = executor.submit(() -> Files.writeString(pipe, ITEMS));
      Invocation imported = importFile(folder.resolve("good"), pipe);
      written.get();
      assertEquals(0, imported.status(), imported.err());
      assertEquals(List.of("{\"id\":{\"S\":\"a\"}}"), scan(folder.resolve("good")));
      written = executor.submit(() -> Files.writeString(pipe, BROKEN));
      Invocation refused = importFile(folder.resolve("broken"), pipe);
      written.get();
      assertEquals(1, refused.status());
      assertTrue(refused.err().startsWith(pipe + ":2: "), refused.err());
      assertFalse(Files.exists(folder.resolve("broken")));
    }
  }

  @Test
  void exportWritesToAPipeAndLeavesIt() throws Exception {
    Path pipe = pipe();
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<String> read = executor.submit(() -> Files.readString(pipe));
      assertEquals(0, export(pipe).status());
      assertEquals(ITEMS, read.get());
    } catch (ExecutionException failed) {
      throw new AssertionError(failed);
    }
    assertFalse(Files.isRegularFile(pipe));
    assertTrue(Files.exists(pipe));
  }

  @Test
  void exportWritesToADeviceAndLeavesIt() throws Exception {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    Path link = Files.createSymbolicLink(folder.resolve("null"), device);
    assertEquals(0, export(link).status());
    assertTrue(Files.isSymbolicLink(link));
    assertFalse(Files.isRegularFile(device));
  }

  @Test
  void exportFollowsLinksToFilesOldAndNew() throws IOException {
    Path old = Files.writeString(folder.resolve("old.jsonl"), "old");
    Path chain = Files.createSymbolicLink(folder.resolve("chain.jsonl"), Path.of("link.jsonl"));
    Files.createSymbolicLink(folder.resolve("link.jsonl"), old);
    assertEquals(0, export(chain).status());
    assertTrue(Files.isSymbolicLink(chain) && Files.isSymbolicLink(folder.resolve("link.jsonl")));
    assertEquals(ITEMS, Files.readString(old));
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("new.jsonl"));
    assertEquals(0, export(dangling).status());
    assertEquals(ITEMS, Files.readString(folder.resolve("new.jsonl")));
    Path circle = Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    Invocation refused = export(circle);
    assertEquals(1, refused.status());
    assertEquals(List.of("varve: " + circle + ": the links go in a circle"), refused.errLines());
  }

  @Test
  void exportKeepsTheFilesOfOthersAndThePermissionsOfTheOld() throws IOException {
    Path file = Files.writeString(folder.resolve("out.jsonl"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path partial = Files.writeString(folder.resolve("out.jsonl.partial"), "my notes");
    assertEquals(0, export(file).status());
    assertEquals(ITEMS, Files.readString(file));
    assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals("my notes", Files.readString(partial));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(4, left.count(), "the database, what was imported, and these two");
    }
  }

  @Test
  void exportLeavesAFileThatMustNotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("out.jsonl"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assumeFalse(Files.isWritable(file), "who may write everything may write this, too");
    Invocation refused = export(file);
    assertEquals(1, refused.status());
    assertEquals(List.of("varve: " + file + ": permission denied"), refused.errLines());
    assertEquals("old", Files.readString(file));
  }

  @Test
  void outputThatIsLostIsALine() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    for (List<String> command :
        List.of(
            List.of("scan", "-d", database.toString(), "Tab"),
            List.of("get", "-d", database.toString(), "Tab", "a"),
            List.of("count", "-d", database.toString(), "Tab"),
            List.of("--help"))) {
      Process process = varve(command).redirectOutput(full.toFile()).start();
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(1, process.waitFor(), command + " " + err);
      assertTrue(err.startsWith("varve: standard output: cannot be written: "), err);
      assertEquals(1, err.lines().count(), err);
    }
  }

  @Test
  void aReaderThatStopsEarlyIsNoError() throws Exception {
    Process process = varve(List.of("scan", "-d", database.toString(), "Tab")).start();
    process.getInputStream().close();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), err);
    assertEquals("", err);
  }

  /** The program in a process of its own. */
  private static ProcessBuilder varve(List<String> arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                VarveMain.class.getName()));
    line.addAll(arguments);
    return new ProcessBuilder(line);
  }

  @Test
  void standardOutputIsItemsAlone() {
    Invocation exported = export(Path.of("-"));
    assertEquals(0, exported.status(), exported.err());
    assertEquals(ITEMS, exported.out());
    assertTrue(exported.err().contains("to standard output"), exported.err());
    assertFalse(Files.exists(Path.of("-")));
  }

  @Test
  void whereNothingCanBeWrittenIsNamed() throws IOException {
    Invocation directory = export(folder);
    assertEquals(1, directory.status());
    assertEquals(
        List.of("varve: " + folder + ": is a directory; name a file in it"), directory.errLines());
    Invocation missing = export(folder.resolve("no/out.jsonl"));
    assertEquals(
        List.of("varve: " + folder.resolve("no") + ": no such directory"), missing.errLines());
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    Invocation failed = export(full);
    assertEquals(1, failed.status());
    assertTrue(failed.err().startsWith("varve: /dev/full: cannot be written: "), failed.err());
  }

  private Path pipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process made;
    try {
      made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    } catch (IOException noSuchCommand) {
      assumeTrue(false, "this system has no named pipes");
      throw noSuchCommand;
    }
    assumeTrue(made.waitFor() == 0);
    return pipe;
  }

  private Invocation export(Path file) {
    return Invocation.of("export", "-d", database, "Tab", file);
  }

  private static List<String> scan(Path database) {
    return Invocation.of("scan", "-d", database, "Tab").outLines();
  }

  private static Invocation importFile(Path database, Path file) {
    return Invocation.of("import", "-d", database, "--partition-key", "id", "Tab", file);
  }
}
