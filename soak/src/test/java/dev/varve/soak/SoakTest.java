package dev.varve.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
  @TempDir Path directory;

  @Test
  void aMinuteOfEverythingTogetherIsRight() {
    StringWriter said = new StringWriter();
    int status = soak(said, "--minutes", "1", "--keys", "100000");
    assertEquals(0, status, said::toString);
  }

  @Test
  void damagedCopiesAreReadRightOrRefused() {
    StringWriter said = new StringWriter();
    int status = soak(said, "--minutes", "0", "--damaged-copies", "200");
    assertEquals(0, status, said::toString);
  }

  @Test
  void aServerUnderLoadThatIsKilledLosesAndKeepsNothing() {
    StringWriter said = new StringWriter();
    int status = soak(said, "server", "--minutes", "0.25", "--keys", "10000");
    assertEquals(0, status, said::toString);
  }

  @Test
  void noRecordOfDataInMotionIsLost() {
    StringWriter said = new StringWriter();
    int status = soak(said, "motion", "--minutes", "0.25", "--keys", "1000");
    assertEquals(0, status, said::toString);
  }

  @Test
  void argumentsOutOfBoundsAreWrongUsage() {
    StringWriter said = new StringWriter();
    assertEquals(2, soak(said, "--minutes", "-1"));
    assertEquals(2, soak(said, "--keys", "10"));
    assertEquals(2, soak(said, "server", "--minutes", "0"));
    assertEquals(2, soak(said, "server", "--kills", "-1"));
    assertEquals(2, soak(said, "motion", "--keys", "1"));
  }

  private int soak(StringWriter said, String... options) {
    List<String> arguments = new ArrayList<>(List.of("soak"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--dir", directory.resolve("soak").toString()));
    PrintWriter writer = new PrintWriter(said, true);
    return SoakMain.commandLine()
        .setOut(writer)
        .setErr(writer)
        .execute(arguments.toArray(String[]::new));
  }
}
