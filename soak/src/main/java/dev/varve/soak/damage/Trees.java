package dev.varve.soak.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Folders with all they hold. */
final class Trees {
  private Trees() {}

  static void copy(Path from, Path to) throws IOException {
    for (Path path : paths(from)) {
      Path copy = to.resolve(from.relativize(path).toString());
      if (Files.isDirectory(path)) {
        Files.createDirectories(copy);
      } else {
        Files.copy(path, copy);
      }
    }
  }

  static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      for (Path path : paths(root).reversed()) {
        Files.delete(path);
      }
    }
  }

  /** The files below a folder with their bytes, by their path from there. */
  static Map<String, byte[]> contents(Path root) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path path : paths(root)) {
      if (Files.isRegularFile(path)) {
        contents.put(root.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return contents;
  }

  /** Folders before what they hold. */
  private static List<Path> paths(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      return tree.sorted(Comparator.naturalOrder()).toList();
    }
  }
}
