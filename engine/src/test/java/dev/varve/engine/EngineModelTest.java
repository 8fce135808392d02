package dev.varve.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.sstable.Compression;
import dev.varve.testing.DirectScheduler;
import dev.varve.testing.Generators;
import dev.varve.testing.Leaks;
import dev.varve.testing.ManualClock;
import dev.varve.testing.MemoryFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Long random histories of the whole engine against plain maps. */
class EngineModelTest {
  private static final Path DIRECTORY = Path.of("/engine");

  @Provide
  Arbitrary<Long> seeds() {
    return Generators.seeds();
  }

  @Property(tries = 25)
  void anEngineIsAMapOfVersions(@ForAll("seeds") long seed, @ForAll Compression compression)
      throws Exception {
    inMemory(seed, TestOptions.small(compression), 700);
  }

  @Property(tries = 6)
  void anEngineThatFlushesEachBatchIsAMapOfVersions(
      @ForAll("seeds") long seed, @ForAll Compression compression) throws Exception {
    inMemory(seed, TestOptions.flushingEachBatch(compression), 500);
  }

  @Property(tries = 2)
  void anEngineOnFilesAndThreadsIsAMapOfVersions(
      @ForAll("seeds") long seed, @ForAll Compression compression) throws Exception {
    Path directory = Files.createTempDirectory("varve-model");
    Env env = Env.system(2);
    try {
      new History(
              seed,
              env,
              directory.resolve("engine"),
              TestOptions.small(compression),
              () -> Leaks.assertNone(env.memory()))
          .run(700);
    } catch (Throwable failure) {
      throw new AssertionError("seed " + seed + ", " + compression, failure);
    } finally {
      env.scheduler().close();
      delete(directory);
    }
  }

  @Test
  void historiesReachFlushesMergesAndDeepLevels() throws Exception {
    // Not a property of the engine but of the tests above: they see what they are meant to.
    long flushes = 0;
    long compactions = 0;
    int levels = 0;
    for (long seed : List.of(1L, 2L, 3L)) {
      History history = inMemory(seed, TestOptions.small(Compression.NONE), 1_500);
      flushes += history.flushes();
      compactions += history.compactions();
      levels = Math.max(levels, history.levelsReached());
    }
    assertTrue(flushes > 30, "flushes: " + flushes);
    assertTrue(compactions > 20, "compactions: " + compactions);
    assertTrue(levels >= 2, "levels: " + levels);
  }

  private static History inMemory(long seed, EngineOptions options, int steps) {
    MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    History history =
        new History(
            seed,
            files.env(new ManualClock(), new DirectScheduler()),
            DIRECTORY,
            options,
            () -> Leaks.assertNone(files));
    try {
      history.run(steps);
    } catch (Throwable failure) {
      throw new AssertionError("seed " + seed + ", " + options.compression(), failure);
    }
    return history;
  }

  private static void delete(Path directory) throws Exception {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
