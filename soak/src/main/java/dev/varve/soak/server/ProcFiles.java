package dev.varve.soak.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Linux tells of a process; all 0 on other systems.
 *
 * @param anonymousBytes resident memory that is no file's
 * @param sockets open
 * @param files open, without sockets
 * @param deletedFiles open or mapped, but deleted
 */
record ProcFiles(long anonymousBytes, int sockets, int files, int deletedFiles, int threads) {
  private static final String DELETED = " (deleted)";
  private static final int KIBIBYTE = 1 << 10;

  static ProcFiles of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    if (!Files.isDirectory(process.resolve("fd"))) {
      return new ProcFiles(0, 0, 0, 0, 0);
    }
    int sockets = 0;
    int files = 0;
    int deleted = 0;
    for (Path open : list(process.resolve("fd"))) {
      String target = target(open);
      if (target.startsWith("socket:")) {
        sockets++;
      } else {
        files++;
      }
      deleted += target.endsWith(DELETED) ? 1 : 0;
    }
    // The names of files are the bytes that they were given.
    List<String> maps = Files.readAllLines(process.resolve("maps"), StandardCharsets.ISO_8859_1);
    deleted += (int) maps.stream().filter(map -> map.endsWith(DELETED)).count();
    return new ProcFiles(
        anonymousBytes(process), sockets, files, deleted, list(process.resolve("task")).size());
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }

  /** What a descriptor stands for; empty for one that was closed since it was listed. */
  private static String target(Path open) throws IOException {
    try {
      return Files.readSymbolicLink(open).toString();
    } catch (NoSuchFileException closed) {
      return "";
    }
  }

  private static long anonymousBytes(Path process) throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("RssAnon:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE;
      }
    }
    return 0;
  }
}
