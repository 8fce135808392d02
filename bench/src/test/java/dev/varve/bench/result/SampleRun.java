package dev.varve.bench.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A whole run as it could have been: four stores, eight workloads, three rounds. The same seed
 * makes the same run. One store lacks a workload, one has parts, two have levels.
 */
public final class SampleRun {
  /** The stores in their order. */
  public static final List<String> STORES = List.of("varve", "rocksdb", "lmdb", "mvstore");

  private static final int KEYS = 1_000_000;
  private static final int ENTRY_BYTES = 116;
  private static final long MEBI = 1 << 20;

  /**
   * A workload.
   *
   * @param microseconds of an operation of each store; 0 if it does not run
   * @param writes share of operations that put
   */
  private record Work(
      String name, int threads, double rate, List<Double> microseconds, double writes) {}

  private static final List<Work> WORK =
      List.of(
          new Work("fillseq", 1, 0, List.of(0.92, 1.64, 1.21, 2.95), 1),
          new Work("fillrandom", 1, 0, List.of(1.55, 2.71, 7.9, 9.6), 1),
          new Work("overwrite", 1, 0, List.of(1.71, 2.93, 9.4, 11.2), 1),
          new Work("readrandom", 1, 0, List.of(1.38, 2.45, 0.71, 1.92), 0),
          new Work("readrandom", 4, 0, List.of(0.77, 1.31, 0.37, 1.02), 0),
          new Work("readseq", 1, 0, List.of(0.21, 0.34, 0.048, 0.29), 0),
          new Work("seekrandom", 1, 0, List.of(4.4, 5.1, 1.15, 4.05), 0),
          new Work("readwhilewriting", 2, 50_000, List.of(20.0, 20.0, 20.4, 0.0), 0.1));

  private static final RunInfo RUN =
      new RunInfo(
          "2026-01-17T09:30:12+00:00",
          "0.1.0-SNAPSHOT (commit 0123abc)",
          ordered(
              "processor", "AMD EPYC 7763, 2 of 64 cores",
              "memory", "7.8 GiB",
              "disk", "virtual SSD, ext4 on /dev/vda1",
              "system", "Linux 6.8.0-51-generic x86_64",
              "java", "OpenJDK 25.0.1+8, ParallelGC, -Xmx1g"),
          ordered(
              "stores", "varve, rocksdb, lmdb, mvstore, xodus",
              "keys", "1,000,000",
              "rounds", "3",
              "durability", "buffered",
              "cache", "64 MiB",
              "seed", "1"),
          ordered("xodus", "no native library for this system <needs glibc 2.38 & up>"));

  private SampleRun() {}

  /** Writes a run to the file named first, with the seed named second. */
  public static void main(String[] arguments) throws IOException {
    for (CellResult result : results(Long.parseLong(arguments[1]), 1)) {
      ResultFile.append(Path.of(arguments[0]), result);
    }
  }

  /**
   * Makes a run.
   *
   * @param slowdown of the first store's {@code readrandom}; 1 for none
   */
  public static List<CellResult> results(long seed, double slowdown) {
    SplittableRandom random = new SplittableRandom(seed);
    List<CellResult> results = new ArrayList<>();
    for (Work work : WORK) {
      for (int round = 1; round <= 3; round++) {
        for (String store : STORES) {
          double micros = work.microseconds().get(STORES.indexOf(store));
          if (micros > 0) {
            boolean slow = store.equals("varve") && work.name().equals("readrandom");
            double noise = Math.exp(random.nextGaussian(0, 0.02));
            results.add(
                cell(store, work, round, micros * noise * (slow ? slowdown : 1), random.split()));
          }
        }
      }
    }
    return results;
  }

  private static CellResult cell(
      String store, Work work, int round, double micros, SplittableRandom random) {
    boolean tree = store.equals("varve") || store.equals("rocksdb");
    boolean open = work.rate() > 0;
    boolean writes = work.writes() > 0;
    double perSecond = 1e6 / micros;
    long operations = open ? 500_000 : Math.round(Math.clamp(perSecond * 8, 400_000, 4_000_000));
    double seconds = operations / perSecond;
    List<CellResult.Percentile> percentiles = percentiles(micros * work.threads(), writes, random);
    CellResult.Latency latency = latency(percentiles, micros * work.threads());
    long userBytes = Math.round(operations * work.writes() * ENTRY_BYTES);
    double amplification =
        work.name().equals("fillseq") ? 1.1 : store.equals("lmdb") ? 17.8 : tree ? 4.2 : 6.1;
    double space = tree ? 1.12 : store.equals("lmdb") ? 1.61 : 2.3;
    long live = (long) KEYS * ENTRY_BYTES;
    return new CellResult(
        "engine",
        store,
        work.name(),
        work.threads(),
        round,
        "buffered",
        open ? "open" : "closed",
        work.rate(),
        KEYS,
        16,
        "100",
        operations,
        seconds,
        writes && tree ? random.nextDouble(1.2, 1.9) : 0.02,
        perSecond,
        latency,
        micros * random.nextDouble(1.05, 1.25),
        store.equals("mvstore") ? 412.5 : store.equals("varve") ? 0.02 : 48.2,
        0L,
        0L,
        userBytes,
        Math.round(userBytes * amplification * random.nextDouble(0.97, 1.03)),
        Math.round(live * space * random.nextDouble(0.99, 1.01)),
        live,
        (store.equals("lmdb") ? 320 : 540) * MEBI,
        480 * MEBI,
        (store.equals("mvstore") ? 310 : 95) * MEBI,
        writes && tree ? random.nextInt(2, 9) : 0,
        writes && tree ? random.nextDouble(0.02, 0.2) : 0,
        true,
        percentiles,
        open
            ? List.of(
                new CellResult.Part("read", operations * 9 / 10, perSecond * 0.9, latency, null),
                new CellResult.Part("put", operations / 10, perSecond * 0.1, latency, null))
            : List.of(),
        timeline(perSecond, seconds, writes, tree, random),
        tree ? levels(store, userBytes) : List.of(),
        options(store),
        RUN);
  }

  /** Latencies as a log-normal distribution has them, with a long tail where background work is. */
  private static List<CellResult.Percentile> percentiles(
      double mean, boolean writes, SplittableRandom random) {
    List<CellResult.Percentile> percentiles = new ArrayList<>();
    double tail = random.nextDouble(0.9, 1.1) * (writes ? 2.6 : 1.5);
    double rest = 1;
    double last = 0;
    while (rest > 1e-6) {
      double nines = -Math.log10(rest);
      last = Math.max(last, mean * 800 * Math.exp(0.25 * nines + tail * Math.max(0, nines - 1.7)));
      percentiles.add(new CellResult.Percentile(100 * (1 - rest), Math.round(last)));
      rest *= Math.pow(0.5, 0.2);
    }
    percentiles.add(new CellResult.Percentile(100, Math.round(last * 1.7)));
    return percentiles;
  }

  private static CellResult.Latency latency(
      List<CellResult.Percentile> percentiles, double meanMicros) {
    return new CellResult.Latency(
        meanMicros * 1e3,
        at(percentiles, 50),
        at(percentiles, 95),
        at(percentiles, 99),
        at(percentiles, 99.9),
        at(percentiles, 100));
  }

  private static long at(List<CellResult.Percentile> percentiles, double percentile) {
    return percentiles.stream()
        .filter(point -> point.percentile() >= percentile)
        .findFirst()
        .orElseThrow()
        .ns();
  }

  private static CellResult.Timeline timeline(
      double perSecond, double seconds, boolean writes, boolean tree, SplittableRandom random) {
    List<CellResult.Interval> intervals = new ArrayList<>();
    boolean background = writes && tree;
    for (double start = 0; start < seconds + (background ? 1.5 : 0); start += 0.1) {
      double share = Math.clamp((seconds - start) / 0.1, 0, 1);
      boolean stall = background && share > 0 && random.nextInt(60) == 0;
      double speed = random.nextDouble(0.9, 1.1) * (stall ? 0.3 : 1);
      intervals.add(
          new CellResult.Interval(
              Math.round(perSecond * 0.1 * share * speed),
              background && random.nextInt(6) == 0 ? 1 : 0,
              background && random.nextInt(15) == 0 ? 1 : 0,
              stall ? 40 : 0));
    }
    return new CellResult.Timeline(100, intervals);
  }

  private static List<CellResult.Level> levels(String store, long userBytes) {
    boolean told = store.equals("varve");
    List<CellResult.Level> levels = new ArrayList<>();
    levels.add(new CellResult.Level(0, 2, 18 * MEBI, userBytes));
    levels.add(new CellResult.Level(5, 3, 42 * MEBI, told ? Math.round(userBytes * 1.2) : -1));
    levels.add(new CellResult.Level(6, 5, 66 * MEBI, told ? Math.round(userBytes * 1.9) : -1));
    return levels;
  }

  private static Map<String, String> options(String store) {
    return switch (store) {
      case "varve" ->
          ordered(
              "memtable",
              "64 MiB",
              "block cache",
              "none: pages of the system",
              "compression",
              "none",
              "filter",
              "10 bits a key");
      case "rocksdb" ->
          ordered(
              "write_buffer_size",
              "67108864",
              "block_cache",
              "67108864",
              "compression",
              "none",
              "filter_policy",
              "bloomfilter:10",
              "wal",
              "enabled, sync = false");
      case "lmdb" -> ordered("mapsize", "4294967296", "flags", "MDB_NOSYNC, MDB_WRITEMAP");
      default -> ordered("cacheSize", "64", "autoCommitDelay", "1000", "compress", "false");
    };
  }

  private static Map<String, String> ordered(String... namesAndValues) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
