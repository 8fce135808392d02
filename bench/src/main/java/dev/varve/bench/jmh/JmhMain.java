package dev.varve.bench.jmh;

import dev.varve.bench.files.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.Main;

/** {@code varve jmh}: JMH's own command line, and {@code --profile}. */
public final class JmhMain {
  private static final int WRONG_USAGE = 2;
  private static final String PROFILE = "--profile";
  private static final String PROFILER = "-prof";
  private static final String USAGE =
      """
      varve jmh [--profile[=DIR]] [JMH's arguments]
        --profile[=DIR]  Write a flame graph of each benchmark below DIR, or a recording of the JVM's
                         own flight recorder where async-profiler does not work.
                         Default: target/jmh/<time> where varve is installed.
        -prof partitions Add throughput and percentiles of each partition, of the benchmarks that have partitions.
      """;

  private JmhMain() {}

  /** Runs benchmarks; exits with a status of its own only if something failed. */
  public static void main(String[] arguments) throws IOException {
    List<String> forJmh = new ArrayList<>();
    Path profiles = null;
    for (String argument : arguments) {
      if (argument.equals(PartitionsProfiler.NAME)
          && !forJmh.isEmpty()
          && forJmh.getLast().equals(PROFILER)) {
        forJmh.add(PartitionsProfiler.class.getName()); // JMH knows short names of its own alone
      } else if (argument.equals("--help")) {
        forJmh.add("-h");
      } else if (argument.equals(PROFILE)) {
        profiles = Folders.forResults("jmh");
      } else if (argument.startsWith(PROFILE + "=")) {
        profiles = Path.of(argument.substring(PROFILE.length() + 1)).toAbsolutePath();
      } else {
        forJmh.add(argument);
      }
    }
    if (forJmh.contains("-h")) {
      System.out.println(USAGE);
    }
    if (profiles != null) {
      try {
        forJmh.addAll(List.of(PROFILER, Profilers.choose(profiles, System.err)));
      } catch (IllegalArgumentException unusable) {
        System.err.println("varve jmh: " + unusable.getMessage());
        System.err.print(USAGE);
        System.exit(WRONG_USAGE);
      }
    }
    Main.main(forJmh.toArray(new String[0]));
    if (profiles != null && Files.isDirectory(profiles)) {
      System.out.println("profiles: " + profiles);
    }
  }
}
