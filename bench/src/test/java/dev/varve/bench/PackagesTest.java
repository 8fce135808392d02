package dev.varve.bench;

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

/** Maven keeps the modules in order; within this one nobody else does. */
class PackagesTest {
  private static final Path SOURCES = Path.of("src/main/java");
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern TYPE =
      Pattern.compile("\\b(dev\\.varve\\.bench(?:\\.[a-z]\\w*)*)\\.[A-Z]");

  @Test
  void noPackageDependsOnOneThatDependsOnIt() throws IOException {
    Map<String, Set<String>> used = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> tree = Files.walk(SOURCES)) {
      files = tree.filter(file -> file.toString().endsWith(".java")).toList();
    }
    for (Path file : files) {
      String source = Files.readString(file);
      Matcher own = PACKAGE.matcher(source);
      if (!own.find() || file.endsWith("package-info.java")) {
        continue; // a package's page may name any other
      }
      Matcher types = TYPE.matcher(source);
      while (types.find()) {
        used.computeIfAbsent(own.group(1), _ -> new TreeSet<>()).add(types.group(1));
      }
    }
    used.forEach((name, others) -> others.remove(name));
    assertTrue(used.size() > 5, used::toString);
    Set<String> cyclic = new TreeSet<>();
    used.keySet().stream()
        .filter(name -> reachable(name, used).contains(name))
        .forEach(cyclic::add);
    assertEquals(Set.of(), cyclic);
  }

  private static Set<String> reachable(String from, Map<String, Set<String>> used) {
    Set<String> reached = new TreeSet<>();
    Set<String> next = new TreeSet<>(used.getOrDefault(from, Set.of()));
    while (reached.addAll(next)) {
      Set<String> further = new TreeSet<>();
      next.forEach(name -> further.addAll(used.getOrDefault(name, Set.of())));
      next = further;
    }
    return reached;
  }
}
