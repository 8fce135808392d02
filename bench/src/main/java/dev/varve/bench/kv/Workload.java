package dev.varve.bench.kv;

import dev.varve.bench.store.StoreSettings.Durability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A workload, by the name that the field uses.
 *
 * @param name in lower case
 * @param what one sentence
 * @param requires what it has to find
 * @param writes whether it changes the store
 * @param whole whether it ends by itself, when all keys have been handled; else when the time is
 *     over
 * @param durability when its writes are acknowledged
 * @param work makes it
 */
public record Workload(
    String name,
    String what,
    Requires requires,
    boolean writes,
    boolean whole,
    Durability durability,
    Function<Cell, Work> work) {
  /** Puts of one batch of {@code fillbatch}. */
  private static final int BATCH = 100;

  private static final Map<String, Workload> ALL =
      List.of(
              fill(
                  "fillseq",
                  "put all keys in ascending order",
                  cell -> FillWork.fill(cell, FillWork.Order.ASCENDING, 1)),
              fill(
                  "fillrandom",
                  "put all keys in random order",
                  cell -> FillWork.fill(cell, FillWork.Order.RANDOM, 1)),
              fill(
                  "fillbatch",
                  "put all keys in random order, " + BATCH + " at once",
                  cell -> FillWork.fill(cell, FillWork.Order.RANDOM, BATCH)),
              new Workload(
                  "fillsync",
                  "put keys in random order, each acknowledged when it is on storage",
                  Requires.EMPTY,
                  true,
                  false,
                  Durability.SYNC,
                  cell -> FillWork.fill(cell, FillWork.Order.RANDOM, 1)),
              new Workload(
                  "overwrite",
                  "put all keys again, in another random order",
                  Requires.LOADED,
                  true,
                  true,
                  Durability.BUFFERED,
                  FillWork::overwrite),
              read("readrandom", "get any key", ReadWork.Kind.ANY, Requires.LOADED),
              read(
                  "readmissing",
                  "get keys that are absent, each between two present ones",
                  ReadWork.Kind.MISSING,
                  Requires.DENSE),
              read(
                  "readhot",
                  "get any of the same hundredth of the keys",
                  ReadWork.Kind.HOT,
                  Requires.LOADED),
              read(
                  "multiget",
                  "get " + ReadWork.MULTI_GET + " keys with one call",
                  ReadWork.Kind.MULTI,
                  Requires.LOADED),
              scan("seekrandom", "seek any key and read it and the 10 next", ScanWork.Kind.SEEK),
              scan("readseq", "read all entries in order", ScanWork.Kind.FORWARD),
              scan("readreverse", "read all entries in reverse order", ScanWork.Kind.BACKWARD),
              mixed(
                  "readwhilewriting",
                  "get any key while one more thread overwrites any, "
                      + (int) ReadWhileWritingWork.WRITE_RATE
                      + " a second",
                  Requires.LOADED,
                  ReadWhileWritingWork::new),
              new Workload(
                  "deleteseq",
                  "delete nine of ten keys in order",
                  Requires.DENSE,
                  true,
                  true,
                  Durability.BUFFERED,
                  DeleteWork::new),
              new Workload(
                  "scantombstones",
                  "read the tenth of the keys that was not deleted, in order",
                  Requires.SPARSE,
                  false,
                  false,
                  Durability.BUFFERED,
                  cell -> new ScanWork(cell, ScanWork.Kind.FORWARD)),
              ycsb("half reads, half updates", YcsbWork.Mix.A),
              ycsb("95% reads, 5% updates", YcsbWork.Mix.B),
              ycsb("reads", YcsbWork.Mix.C),
              ycsb("95% reads of the latest, 5% inserts", YcsbWork.Mix.D),
              ycsb("95% scans of 1 to 100 entries, 5% inserts", YcsbWork.Mix.E),
              ycsb("half reads, half read-modify-writes", YcsbWork.Mix.F),
              mixed(
                  "ycsbe-aged",
                  "YCSB E on what A, B, C and D left, in place of a fresh load",
                  Requires.AGED,
                  cell -> new YcsbWork(cell, YcsbWork.Mix.E)),
              mixed(
                  "timeseries",
                  "append at the end, expire the oldest, read the recent",
                  Requires.DENSE,
                  TimeSeriesWork::new))
          .stream()
          .collect(
              Collectors.toMap(
                  Workload::name, Function.identity(), (first, _) -> first, LinkedHashMap::new));

  /** All workloads. */
  public static List<Workload> all() {
    return new ArrayList<>(ALL.values());
  }

  /**
   * The workload of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static Workload named(String name) {
    Workload found = ALL.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "unknown workload: " + name + "; there are " + String.join(", ", ALL.keySet()));
    }
    return found;
  }

  /** Whether it can run on a store that is loaded once and then only read. */
  public boolean onlyReads() {
    return !writes && requires != Requires.SPARSE;
  }

  private static Workload fill(String name, String what, Function<Cell, Work> work) {
    return new Workload(name, what, Requires.EMPTY, true, true, Durability.BUFFERED, work);
  }

  private static Workload read(String name, String what, ReadWork.Kind kind, Requires requires) {
    return new Workload(
        name, what, requires, false, false, Durability.BUFFERED, cell -> new ReadWork(cell, kind));
  }

  private static Workload scan(String name, String what, ScanWork.Kind kind) {
    return new Workload(
        name,
        what,
        Requires.DENSE,
        false,
        false,
        Durability.BUFFERED,
        cell -> new ScanWork(cell, kind));
  }

  private static Workload mixed(
      String name, String what, Requires requires, Function<Cell, Work> work) {
    return new Workload(name, what, requires, true, false, Durability.BUFFERED, work);
  }

  private static Workload ycsb(String what, YcsbWork.Mix mix) {
    return mixed(
        "ycsb" + mix.name().toLowerCase(Locale.ROOT),
        "YCSB " + mix + ": " + what + "; Zipfian 0.99",
        mix.inserts() ? Requires.ROOM : Requires.LOADED,
        cell -> new YcsbWork(cell, mix));
  }
}
