package dev.varve.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs every benchmark for an instant on little data, so that none rots. The figures mean nothing.
 */
class JmhSmokeTest {
  private static final String PACKAGE = JmhSmokeTest.class.getPackageName();

  /** Another run of JMH on this machine disturbs nothing here. */
  private static final String IGNORE_LOCK = "jmh.ignoreLock";

  private static final String DATA_FOLDER = "varve.bench.dir";

  @TempDir private Path data;
  @TempDir private Path logs;

  @BeforeEach
  void setProperties() {
    System.setProperty(IGNORE_LOCK, "true");
    System.setProperty(DATA_FOLDER, data.toString());
  }

  @AfterEach
  void clearProperties() {
    System.clearProperty(IGNORE_LOCK);
    System.clearProperty(DATA_FOLDER);
  }

  @Test
  void everyBenchmarkRunsAndCleansUp() throws Exception {
    Path log = logs.resolve("jmh.log");
    Options options =
        new OptionsBuilder()
            .include("^" + PACKAGE.replace(".", "\\.") + "\\.")
            .param("keys", "1000")
            .param("valueBytes", "100")
            .param("sources", "4")
            .param("segmentBytes", "1048576")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(20))
            .shouldFailOnError(true)
            .output(log.toString())
            .build();
    Collection<RunResult> results;
    try {
      results = new Runner(options).run();
    } catch (RunnerException failed) {
      results = fail(Files.readString(log), failed);
    }

    Set<String> ran = new TreeSet<>();
    for (RunResult result : results) {
      ran.add(result.getParams().getBenchmark());
      assertTrue(result.getPrimaryResult().getScore() > 0, result::toString);
    }
    assertEquals(benchmarksOfPackage(), ran);
    try (Stream<Path> left = Files.list(data)) {
      assertEquals(List.of(), left.toList());
    }
  }

  /** Found without JMH, from the classes themselves. */
  private static Set<String> benchmarksOfPackage()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path classes =
        Path.of(JmhMain.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(PACKAGE.replace('.', '/'));
    List<Path> files;
    try (Stream<Path> all = Files.list(classes)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    Set<String> benchmarks = new TreeSet<>();
    for (Path file : files) {
      String name = PACKAGE + "." + file.getFileName().toString().replace(".class", "");
      Arrays.stream(Class.forName(name).getDeclaredMethods())
          .filter(method -> method.isAnnotationPresent(Benchmark.class))
          .forEach(method -> benchmarks.add(name + "." + method.getName()));
    }
    return benchmarks;
  }
}
