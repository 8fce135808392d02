package dev.varve.bench.jmh;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.AsyncProfiler;

/** Finds out which of JMH's profilers works on this machine. */
final class Profilers {
  /** Best first: the second and third need no permission, but do not see into the kernel. */
  private static final List<String> EVENTS = List.of("cpu", "ctimer", "itimer");

  private Profilers() {}

  /**
   * The value of JMH's option {@code -prof}: async-profiler, or else the flight recorder.
   *
   * @param folder where profiles go
   * @param log is told why it is the flight recorder
   * @throws IllegalArgumentException if the folder's name does not go through the profiler's
   *     options
   */
  static String choose(Path folder, PrintStream log) throws IOException {
    return choose(System.getProperty("os.name"), System.getProperty("os.arch"), folder, log);
  }

  static String choose(String system, String processor, Path folder, PrintStream log)
      throws IOException {
    String reason;
    try (InputStream library =
        Profilers.class.getResourceAsStream("/" + libraryPath(system, processor))) {
      if (library != null) {
        requireWithout(",;", folder);
        // Forked JVMs load it too, so it stays until this one ends.
        Path file = Files.createTempFile("varve-async-profiler-", ".so");
        file.toFile().deleteOnExit();
        Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
        String event = permittedEvent(AsyncProfiler.JavaApi.getInstance(file.toString()));
        return "async:libPath=" + file + ";event=" + event + ";output=flamegraph;dir=" + folder;
      }
      reason = "it has no library for " + system + " on " + processor;
    } catch (UnsatisfiedLinkError | IllegalStateException unusable) {
      reason = unusable.getMessage();
    }
    log.println("async-profiler does not work here (" + reason + "): recording with JFR instead");
    requireWithout(",; ", folder);
    return "jfr:dir=" + folder;
  }

  private static void requireWithout(String separators, Path folder) {
    if (folder.toString().chars().anyMatch(c -> separators.indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "the folder for profiles must have none of '" + separators + "' in its name: " + folder);
    }
  }

  /** As the profiler's package names it. */
  private static String libraryPath(String system, String processor) {
    if (system.toLowerCase(Locale.ROOT).startsWith("mac")) {
      return "macos/libasyncProfiler.so";
    }
    String folder =
        switch (processor) {
          case "amd64", "x86_64" -> "x64";
          case "aarch64" -> "arm64";
          default -> processor;
        };
    return system.toLowerCase(Locale.ROOT) + "-" + folder + "/libasyncProfiler.so";
  }

  /**
   * The first event that can be sampled.
   *
   * @throws IllegalStateException if there is none, with the last one's reason
   */
  private static String permittedEvent(AsyncProfiler.JavaApi profiler) throws IOException {
    IllegalStateException refused = null;
    for (String event : EVENTS) {
      try {
        profiler.execute("start,event=" + event);
        profiler.execute("stop");
        return event;
      } catch (IllegalStateException e) {
        refused = e;
      }
    }
    throw refused;
  }
}
