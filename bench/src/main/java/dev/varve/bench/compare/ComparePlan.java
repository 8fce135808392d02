package dev.varve.bench.compare;

import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.result.RunInfo;
import java.nio.file.Path;
import java.util.List;

/**
 * What a comparison has to do.
 *
 * @param level {@code engine}, {@code dynamodb} or {@code http}
 * @param limitBytes of each process that measures and its page cache, 0 without a limit
 * @param folder for the data; a folder in it for each store
 * @param out for the results
 */
record ComparePlan(
    String level,
    List<Contender> stores,
    List<CellName> workloads,
    int rounds,
    long keys,
    DataParameters parameters,
    double seconds,
    double warmUpSeconds,
    boolean coldCache,
    long limitBytes,
    long cacheBytes,
    Path folder,
    Path out) {
  /** Bytes of storage for a byte of keys and values: old versions, compactions under way, logs. */
  private static final int SPACE_FACTOR = 3;

  private static final long LOG_BYTES = 512L << 20;

  CellSpec spec(
      CellSpec.Purpose purpose, int round, Contender store, CellName workload, RunInfo run) {
    return new CellSpec(
        purpose,
        level,
        store.name(),
        workload.workload(),
        workload.threads(),
        round,
        keys,
        parameters,
        seconds,
        warmUpSeconds,
        coldCache,
        limitBytes,
        cacheBytes,
        home(store).toString(),
        run);
  }

  int cells() {
    return rounds * workloads.size() * stores.size();
  }

  /** Keys and values of one store. */
  long dataBytes() {
    return dataBytes(keys, parameters);
  }

  /** So many keys, and their values. */
  static long dataBytes(long keys, DataParameters parameters) {
    return Math.round(keys * parameters.entryBytes());
  }

  /** Storage that all stores may need at one time. */
  long neededBytes() {
    return stores.stream().filter(Contender::persistent).count()
        * (SPACE_FACTOR * dataBytes() + LOG_BYTES);
  }

  Path home(Contender store) {
    return folder.resolve(store.name());
  }

  Path resultFile() {
    return out.resolve("results.jsonl");
  }

  Path reportFile() {
    return out.resolve("report.html");
  }

  Path log() {
    return out.resolve("stores.log");
  }
}
