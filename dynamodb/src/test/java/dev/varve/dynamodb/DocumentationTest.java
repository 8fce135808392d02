package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words of {@code docs/dynamodb.md}, held to the code. */
class DocumentationTest {
  private static final Path PAGE = Path.of("..", "docs", "dynamodb.md");
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String PLACE = "    // the examples\n";

  /** What a line of an example prints: {@code IO.println(1 + 1); // 2}. */
  private static final Pattern PRINTED =
      Pattern.compile("IO\\.println\\([^;]*\\);((?: // [^\n]*)+)");

  @TempDir private Path folder;

  @Test
  void theExamplesCompileAndPrintWhatTheySay() throws Exception {
    List<String> examples =
        EXAMPLE
            .matcher(Files.readString(PAGE))
            .results()
            .map(example -> example.group(1))
            .toList();
    String frame = examples.getFirst();
    assertTrue(frame.contains(PLACE), frame);
    String body = String.join("\n", examples.subList(1, examples.size()));
    Path source =
        Files.writeString(folder.resolve("Examples.java"), frame.replace(PLACE, body));
    List<String> printed = new ArrayList<>();
    Matcher lines = PRINTED.matcher(body);
    for (MatchResult line : lines.results().toList()) {
      for (String value : line.group(1).split(" // ", -1)) {
        if (!value.isEmpty()) {
          printed.add(value);
        }
      }
    }
    assertTrue(printed.size() > 15, printed.toString());
    assertEquals(String.join("\n", printed), run(source).strip());
  }

  /** Runs a program in the folder, and returns what it printed. */
  private String run(Path source) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--class-path",
                System.getProperty("java.class.path"),
                source.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
