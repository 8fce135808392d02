package dev.varve.dynamodb.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The examples of a page in docs: the first is a frame with a place for the others, which are run
 * in their order, in one program.
 */
public final class PageExamples {
  private static final Pattern EXAMPLE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String PLACE = "    // the examples\n";

  /** What a line of an example prints: {@code IO.println(1 + 1); // 2}. */
  private static final Pattern PRINTED =
      Pattern.compile("IO\\.println\\([^;]*\\);((?: // [^\n]*)+)");

  private PageExamples() {}

  /**
   * Runs the examples of a page, which print what they say.
   *
   * @param folder where the program and its files are to be
   * @param least how many lines they print at least
   */
  public static void run(Path page, Path folder, int least) throws Exception {
    List<String> examples =
        EXAMPLE.matcher(Files.readString(page)).results().map(example -> example.group(1)).toList();
    String frame = examples.getFirst();
    assertTrue(frame.contains(PLACE), frame);
    String body = String.join("\n", examples.subList(1, examples.size()));
    Path source = Files.writeString(folder.resolve("Examples.java"), frame.replace(PLACE, body));
    List<String> printed = new ArrayList<>();
    Matcher lines = PRINTED.matcher(body);
    for (MatchResult line : lines.results().toList()) {
      for (String value : line.group(1).split(" // ", -1)) {
        if (!value.isEmpty()) {
          printed.add(value);
        }
      }
    }
    assertTrue(printed.size() >= least, printed.toString());
    assertEquals(String.join("\n", printed), runProgram(source, folder).strip());
  }

  /** Runs a program in a folder, and returns what it printed. */
  private static String runProgram(Path source, Path folder) throws Exception {
    String classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(part -> Path.of(part).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--class-path",
                classPath,
                source.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
