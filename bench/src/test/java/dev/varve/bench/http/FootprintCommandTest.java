package dev.varve.bench.http;

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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class FootprintCommandTest {
  @TempDir private Path folder;
  private StringWriter err;

  private String footprint(int status, List<String> arguments) {
    StringWriter out = new StringWriter();
    err = new StringWriter();
    List<String> words =
        new ArrayList<>(List.of("footprint", "-d", folder.resolve("s").toString()));
    words.addAll(arguments);
    assertEquals(
        status,
        BenchMain.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(words.toArray(String[]::new)),
        err::toString);
    return out.toString();
  }

  @Test
  void aServerIsMeasuredAndItsStoreKept() {
    List<String> arguments =
        List.of(
            "--server=" + Path.of(System.getProperty("java.home"), "bin", "java"),
            "--server=--enable-native-access=ALL-UNNAMED",
            "--server=-cp",
            "--server=" + System.getProperty("java.class.path"),
            "--server=dev.varve.server.ServerMain",
            "--mib=1",
            "--starts=2",
            "--connections=20",
            "--settle=0");
    String first = footprint(0, arguments);
    assertTrue(
        first.matches(
            "start to first answer +\\d+ ms: the median of 2, \\d+ to \\d+\\R"
                + "idle +(an unknown number of|\\d+\\.\\d) MiB resident, .*\\R"
                + "20 idle connections +(an unknown number of|\\d+\\.\\d) MiB more\\R"
                + "load of the machine before: .*\\R"),
        first);
    assertTrue(err.toString().contains("loading 1024 items"), err::toString);
    footprint(0, arguments);
    assertFalse(err.toString().contains("loading"), err::toString);
  }

  @Test
  void aServerThatDoesNotStartIsTold() throws Exception {
    Files.createDirectory(folder.resolve("s"));
    footprint(1, List.of("--server=false"));
    assertTrue(err.toString().contains("has ended"), err::toString);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    for (String wrong : List.of("--mib=0", "--starts=0", "--connections=-1", "--settle=-1")) {
      footprint(2, List.of(wrong));
      assertTrue(err.toString().contains("at least 1"), err::toString);
    }
  }
}
