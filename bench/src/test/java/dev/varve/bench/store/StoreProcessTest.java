package dev.varve.bench.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.store.StoreSettings.Durability;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can only be seen from outside of the process that has the stores open. */
class StoreProcessTest {
  private static final int KILLED = 9;

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedSurvivesTheProcess() throws Exception {
    List<String> arguments =
        Stores.all().stream().flatMap(kind -> kind.jvmArguments().stream()).distinct().toList();
    List<String> said = run(KILLED, arguments, "write", directory.toString());
    assertEquals(List.of("16"), said);
    int checked = 0;
    for (StoreKind kind : Stores.all().stream().filter(StoreKind::persistent).toList()) {
      for (Durability durability : Durability.values()) {
        if (kind.weakerWhenBuffered() && durability == Durability.BUFFERED) {
          continue;
        }
        Path own = StoreVictim.directory(directory, kind, durability);
        try (Store store = kind.open(StoreContractTest.settings(own, durability))) {
          StoreContractTest.assertHolds(store, StoreVictim.KEYS);
        } catch (Throwable failure) {
          throw new AssertionError(kind + ", " + durability, failure);
        }
        checked++;
      }
    }
    assertEquals(15, checked);
  }

  @Test
  void aNativeLibraryThatDoesNotLoadIsNamed() throws Exception {
    // Both unpack their libraries to the temporary directory.
    List<String> said =
        run(
            0,
            List.of("-Djava.io.tmpdir=" + directory.resolve("missing")),
            "open",
            directory.toString(),
            "rocksdb-mmap",
            "lmdb",
            "skiplist");
    assertEquals("rocksdb-mmap unavailable true", said.get(0));
    assertEquals("lmdb unavailable true", said.get(1));
    assertTrue(said.get(2).startsWith("skiplist opened "), said.get(2));
  }

  private List<String> run(int expectedExit, List<String> jvmArguments, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(jvmArguments);
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), StoreVictim.class.getName()));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(directory, "errors", ".txt");
    Process process =
        new ProcessBuilder(command).redirectError(Redirect.to(errors.toFile())).start();
    try {
      List<String> said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertEquals(expectedExit, process.waitFor(), () -> said + " " + contents(errors));
      return said;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static String contents(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      return failure.toString();
    }
  }
}
