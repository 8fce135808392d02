package dev.varve.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProfilersTest {
  private static final Path FOLDER = Path.of("profiles");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream log = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void withoutLibraryItIsTheFlightRecorder() throws IOException {
    assertEquals("jfr:dir=profiles", Profilers.choose("SunOS", "sparcv9", FOLDER, log));
    assertEquals(
        "async-profiler does not work here (it has no library for SunOS on sparcv9): recording with JFR instead\n",
        printed());
  }

  @Test
  void elseAsyncProfilerUnlessItSaysWhyNot() throws IOException {
    String chosen = Profilers.choose(FOLDER, log);
    String expected =
        printed().isEmpty()
            ? "async:libPath=.*;event=(cpu|ctimer|itimer);output=flamegraph;dir=profiles"
            : "jfr:dir=profiles";
    assertTrue(chosen.matches(expected), chosen);
  }

  @Test
  void foldersThatDoNotGoThroughTheOptionsAreRefused() {
    for (String name : List.of("a,b", "a;b")) {
      assertThrows(
          IllegalArgumentException.class, () -> Profilers.choose(Path.of(name), log), name);
    }
    // Async-profiler takes this one; the flight recorder would record and then write nothing.
    assertThrows(
        IllegalArgumentException.class,
        () -> Profilers.choose("SunOS", "sparcv9", Path.of("a b"), log));
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
