package dev.varve.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
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
  void argumentsOutOfBoundsAreWrongUsage() {
    StringWriter said = new StringWriter();
    assertEquals(2, soak(said, "--minutes", "-1"));
    assertEquals(2, soak(said, "--keys", "10"));
  }

  private int soak(StringWriter said, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "soak";
    arguments[1] = "--dir";
    arguments[2] = directory.resolve("soak").toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    PrintWriter writer = new PrintWriter(said, true);
    return SoakMain.commandLine().setOut(writer).setErr(writer).execute(arguments);
  }
}
