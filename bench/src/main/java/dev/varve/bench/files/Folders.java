package dev.varve.bench.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Folders of data and of results. */
public final class Folders {
  private static final int KIBIBYTE = 1024;
  private static final int ATTEMPTS = 20;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  private Folders() {}

  /**
   * Where a command puts its results if nobody says otherwise: {@code target/<command>/<time>}
   * where varve is installed, as the launcher tells; below the current folder if it was started
   * otherwise. Is not made.
   */
  public static Path forResults(String command) {
    return Path.of(
            System.getProperty("varve.home", ""),
            "target",
            command,
            LocalDateTime.now(ZoneId.systemDefault()).format(TIME))
        .toAbsolutePath();
  }

  /** Deletes a folder with all that it holds, if there is one, and makes it anew. */
  public static void renew(Path folder) throws IOException {
    delete(folder);
    Files.createDirectories(folder);
  }

  /** Deletes a folder with all that it holds, if there is one. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> tree = Files.walk(folder)) {
      deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  /** Deletes a folder unless it holds something. */
  public static void deleteIfEmpty(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      if (content.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(folder);
  }

  /**
   * Copies a folder with all that it holds to one that must not exist. By {@code cp}, which leaves
   * holes as holes where Java has no call for it.
   */
  public static void copy(Path from, Path to) throws IOException, InterruptedException {
    run("cp", "-R", from.toString(), to.toString());
  }

  /**
   * Bytes of storage that a folder's files occupy: what was preallocated counts, holes do not. By
   * {@code du}, since Java has no call for it. Files may come and go meanwhile: {@code du} fails if
   * one goes between its listing and its look at it, and is asked again then.
   */
  public static long occupiedBytes(Path folder) throws IOException, InterruptedException {
    String said = null;
    for (int attempt = 1; said == null; attempt++) {
      try {
        said = run("du", "-sk", folder.toString());
      } catch (IOException failed) {
        if (attempt == ATTEMPTS) {
          throw failed;
        }
      }
    }
    return Long.parseLong(said.substring(0, said.indexOf('\t'))) * KIBIBYTE;
  }

  /** All files below a folder. */
  public static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).toList();
    }
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + complaint.strip());
    }
    return said;
  }
}
