package dev.varve.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No package uses one that uses it, in no module and not by way of others. */
class PackageCyclesTest {
  private static final List<String> MODULES =
      List.of(
          "io",
          "wal",
          "sstable",
          "engine",
          "generator",
          "api",
          "formats",
          "dynamodb",
          "protocol",
          "sdk",
          "sdk-junit",
          "identity",
          "watch",
          "server",
          "tools",
          "bench",
          "soak");

  /** Where modules have sources; the generated ones only where a build made them. */
  private static final List<Path> SOURCES =
      List.of(Path.of("src", "main", "java"), Path.of("target", "generated-sources", "model"));

  private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern DECLARATION =
      Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern USE = Pattern.compile("\\bdev\\.varve(?:\\.[a-z]\\w*)*(?=\\.[A-Z])");

  @Test
  void packagesUseEachOtherOneWay() throws IOException {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (String module : MODULES) {
      for (Path sources : SOURCES) {
        Path folder = Path.of("..", module).resolve(sources);
        if (Files.exists(folder)) {
          addAllUses(uses, folder);
        }
      }
    }
    assertTrue(uses.size() > 40, uses.keySet().toString());
    // Take away the packages that use none of those left, until there is no such package.
    while (uses.values().removeIf(used -> used.stream().noneMatch(uses::containsKey))) {}
    assertEquals(Map.of(), uses);
  }

  private static void addAllUses(Map<String, Set<String>> uses, Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path file : tree.filter(path -> path.toString().endsWith(".java")).toList()) {
        addUses(uses, COMMENT.matcher(Files.readString(file)).replaceAll(""));
      }
    }
  }

  private static void addUses(Map<String, Set<String>> uses, String source) {
    Matcher declaration = DECLARATION.matcher(source);
    if (declaration.find()) { // a module has none
      String name = declaration.group(1);
      Set<String> used = uses.computeIfAbsent(name, _ -> new TreeSet<>());
      USE.matcher(source).results().map(result -> result.group()).forEach(used::add);
      used.remove(name);
    }
  }
}
