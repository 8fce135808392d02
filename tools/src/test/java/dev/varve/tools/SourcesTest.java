package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of the sources names places in the code that are there. */
class SourcesTest {
  /** A package or class below {@code dev.varve}, which begins with its module. */
  private static final Pattern NAME =
      Pattern.compile("`(?:dev\\.varve\\.)?((?:[a-z]+\\.)*[a-zA-Z0-9]+)`");

  @Test
  void packagesAndClassesOfTheWhereColumnExist() throws IOException {
    List<String> names =
        Files.readAllLines(Path.of("..", "papers", "README.md")).stream()
            .filter(line -> line.startsWith("| "))
            .map(line -> line.substring(line.lastIndexOf(" | ")))
            .flatMap(where -> NAME.matcher(where).results().map(result -> result.group(1)))
            .toList();
    assertTrue(names.size() > 15, names.toString());
    assertEquals(List.of(), names.stream().filter(name -> !exists(name)).toList());
  }

  private static boolean exists(String name) {
    String module = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
    Path place =
        Path.of("..", module, "src", "main", "java", "dev", "varve")
            .resolve(name.replace('.', '/'));
    return Files.isDirectory(place)
        || Files.exists(place.resolveSibling(place.getFileName() + ".java"));
  }
}
