package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's words, held to the code. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  @Test
  void theEmbeddingProgramCompilesAndRunsAsItStandsAndOnceMore() throws Exception {
    Matcher program = PROGRAM.matcher(Files.readString(README));
    assertTrue(program.find(), "the README shows a program");
    Path source = Files.writeString(folder.resolve("Embedding.java"), program.group(1));
    for (int run = 1; run <= 2; run++) {
      String output = run(source);
      List<String> lines = output.lines().toList();
      assertEquals(1, lines.size(), output);
      assertTrue(lines.getFirst().contains("Bern"), output);
      assertTrue(lines.getFirst().contains("visits=N[value=" + run + "]"), output);
    }
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

  @Test
  void theCommandsWorkAsTheyStand() throws IOException {
    String data =
        README
            .resolveSibling("bench/src/main/resources/dev/varve/bench/data/cities.jsonl.gz")
            .toString();
    int commands = 0;
    for (String line : Files.readString(README).lines().toList()) {
      if (line.matches("\\./varve +\\S+ +-d .*")) {
        String known =
            line.replace("$cities", data)
                .replace("/tmp/cities", folder.resolve("cities").toString());
        List<String> words = words(known);
        Invocation invocation = Invocation.of(words.subList(1, words.size()).toArray());
        assertEquals(0, invocation.status(), line + "\n" + invocation.err());
        assertTrue(
            !invocation.out().isEmpty()
                || invocation.err().contains("135,233")
                || words.get(1).equals("put"),
            line);
        commands++;
      }
    }
    assertTrue(commands >= 10, "the README shows the commands");
  }

  /** The words of a shell line in which quotes are single and do not touch other text. */
  private static List<String> words(String line) {
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(line);
    List<String> words = new ArrayList<>();
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    return words;
  }

  @Test
  void linkedPagesExist() throws IOException {
    Matcher link =
        Pattern.compile("\\]\\((?!https?:)([^)#]+)\\)").matcher(Files.readString(README));
    int links = 0;
    while (link.find()) {
      assertTrue(Files.exists(README.resolveSibling(link.group(1))), link.group(1));
      links++;
    }
    assertTrue(links > 0);
  }
}
