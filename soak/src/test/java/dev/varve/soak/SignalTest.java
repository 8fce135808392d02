package dev.varve.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.soak.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class SignalTest {
  private static final int SIGTERM_STATUS = 128 + 15;

  /** The server and its clients. */
  private static final int PROCESSES = 4;

  @TempDir Path directory;

  @Test
  void aSignalEndsAllProcessesAndLeavesNothing() throws Exception {
    Path root = directory.resolve("soak");
    try (JavaProcess soak =
        JavaProcess.start(
            directory.resolve("log.txt"),
            List.of("-Xmx128m"),
            SoakMain.class,
            List.of("soak", "server", "--minutes", "5", "--dir", root.toString()))) {
      List<ProcessHandle> started = List.of();
      while (started.size() < PROCESSES) {
        assertTrue(soak.isAlive(), () -> String.join("\n", lines(soak)));
        Thread.sleep(50);
        started = ProcessHandle.of(soak.pid()).orElseThrow().children().toList();
      }
      soak.terminate();
      assertTrue(soak.waitFor(Duration.ofMinutes(1)));
      assertEquals(SIGTERM_STATUS, soak.exitStatus());
      for (ProcessHandle process : started) {
        assertFalse(process.isAlive());
      }
      assertFalse(Files.exists(root));
      assertEquals("soak: ended by a signal", soak.lines().getLast());
    }
  }

  private static List<String> lines(JavaProcess process) {
    try {
      return process.lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
