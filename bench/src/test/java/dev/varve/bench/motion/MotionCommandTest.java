package dev.varve.bench.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.BenchMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MotionCommandTest {
  @TempDir Path folder;
  private final StringWriter said = new StringWriter();

  private int motion(String... options) {
    List<String> arguments = new ArrayList<>(List.of("motion", "-d", data().toString()));
    arguments.addAll(List.of(options));
    PrintWriter writer = new PrintWriter(said, true);
    return BenchMain.commandLine()
        .setOut(writer)
        .setErr(writer)
        .execute(arguments.toArray(String[]::new));
  }

  private Path data() {
    return folder.resolve("motion");
  }

  @Test
  void splitsASweepAndARestoreAreMeasured() {
    assertEquals(
        0,
        motion("--rate=500", "--sweep-rate=500", "--seconds=1", "--expired=1010", "--mib=2"),
        said::toString);
    for (String told :
        List.of("splits and merges", "beside a sweep", "1,010 items in", "2 MiB", "restored")) {
      assertTrue(said.toString().contains(told), () -> told + " in:\n" + said);
    }
    assertFalse(Files.exists(data()));
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    for (String wrong :
        List.of("--rate=0", "--sweep-rate=0", "--seconds=0", "--expired=0", "--mib=-1")) {
      assertEquals(2, motion(wrong));
    }
    assertTrue(said.toString().contains("at least 1"), said::toString);
  }
}
