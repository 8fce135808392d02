package dev.varve.bench.compare;

import dev.varve.bench.http.HttpStoreKind;
import dev.varve.bench.http.HttpStores;
import dev.varve.bench.http.HttpWork;
import dev.varve.bench.http.HttpWorkload;
import dev.varve.bench.items.ItemCell;
import dev.varve.bench.items.ItemStoreKind;
import dev.varve.bench.items.ItemStores;
import dev.varve.bench.items.ItemWorkload;
import dev.varve.bench.kv.DataParameters;
import dev.varve.bench.kv.Dataset;
import dev.varve.bench.kv.KeyFormat;
import dev.varve.bench.kv.Requires;
import dev.varve.bench.kv.Workload;
import dev.varve.bench.store.StoreKind;
import dev.varve.bench.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** What is compared. */
enum Level {
  /** Key-value stores. */
  ENGINE(1_000_000, 2) {
    @Override
    List<String> mainStores() {
      return List.of("varve", "rocksdb", "rocksdb-lz4", "rocksdb-mmap", "lmdb");
    }

    @Override
    List<String> mainWorkloads() {
      return List.of(
          "fillseq",
          "fillrandom",
          "overwrite",
          "readrandom",
          "readmissing",
          "seekrandom",
          "readseq",
          "fillsync@8",
          "overwrite@2",
          "ycsba@2",
          "ycsbb@2",
          "ycsbc@2",
          "ycsbd@2",
          "ycsbe-aged@2");
    }

    @Override
    Contender contender(String name) {
      StoreKind kind = Stores.named(name);
      return new Contender(
          name,
          kind.persistent(),
          workload -> kind.writable() || Workload.named(workload).onlyReads(),
          kind.jvmArguments(),
          spec ->
              kind.heapBytes(
                      spec.keys(),
                      (int) Math.round(spec.parameters().entryBytes()),
                      spec.cacheBytes())
                  + GENERATION_BYTES * spec.keys());
    }

    @Override
    List<String> allStores() {
      return Stores.all().stream().map(StoreKind::name).toList();
    }

    @Override
    void requireWorkload(String name) {
      Workload.named(name);
    }

    @Override
    List<String> allWorkloads() {
      return Workload.all().stream().map(Workload::name).toList();
    }

    @Override
    boolean loads(String workload, Dataset held) {
      Requires requires = Workload.named(workload).requires();
      return requires != Requires.EMPTY && (held == null || !requires.isMetBy(held));
    }

    @Override
    DataParameters data(DataParameters asked) {
      return asked;
    }

    @Override
    String entry(DataParameters data) {
      return data.keyBytes()
          + " byte keys ("
          + data.keyFormat().name().toLowerCase(Locale.ROOT)
          + "), values of "
          + data.valueBytes()
          + " bytes, half compressible";
    }
  },

  /** DynamoDB's operations. */
  DYNAMODB(100_000, 10) {
    // For the garbage of requests; the stores' data is outside.
    private static final long HEAP_BYTES = 1L << 30;

    @Override
    List<String> mainStores() {
      return List.of("varve", "dynamodb-local");
    }

    @Override
    List<String> mainWorkloads() {
      return allWorkloads();
    }

    @Override
    Contender contender(String name) {
      ItemStoreKind kind = ItemStores.named(name);
      return new Contender(
          name, kind.persistent(), _ -> true, kind.jvmArguments(), _ -> HEAP_BYTES);
    }

    @Override
    List<String> allStores() {
      return ItemStores.all().stream().map(ItemStoreKind::name).toList();
    }

    @Override
    void requireWorkload(String name) {
      ItemWorkload.named(name);
    }

    @Override
    List<String> allWorkloads() {
      return ItemWorkload.all().stream()
          .flatMap(workload ->
              Stream.of(1, 8, 32).map(threads -> new CellName(workload.name(), threads).toString()))
          .toList();
    }

    @Override
    boolean loads(String workload, Dataset held) {
      return held == null;
    }

    @Override
    DataParameters data(DataParameters asked) {
      return new DataParameters(
          KeyFormat.BINARY,
          ItemCell.KEY_BYTES,
          Integer.toString(ItemCell.ITEM_BYTES - ItemCell.KEY_BYTES),
          asked.rate(),
          asked.seed());
    }

    @Override
    String entry(DataParameters data) {
      return "items of eleven attributes, about "
          + Math.round(data.entryBytes())
          + " bytes with their keys, 100 of a partition key";
    }
  },

  /** Servers of DynamoDB's operations, over HTTP. */
  HTTP(100_000, 10) {
    // Of the client; the server has a process of its own.
    private static final long HEAP_BYTES = 512L << 20;

    @Override
    List<String> mainStores() {
      return allStores();
    }

    @Override
    List<String> mainWorkloads() {
      return allWorkloads();
    }

    @Override
    Contender contender(String name) {
      HttpStoreKind kind = HttpStores.named(name);
      return new Contender(name, kind.persistent(), _ -> true, List.of(), _ -> HEAP_BYTES);
    }

    @Override
    List<String> allStores() {
      return HttpStores.all().stream().map(HttpStoreKind::name).toList();
    }

    @Override
    void requireWorkload(String name) {
      HttpWorkload.named(name);
    }

    @Override
    List<String> allWorkloads() {
      return HttpWorkload.names().stream()
          .flatMap(name ->
              Stream.of(1, 8, 64).map(connections -> new CellName(name, connections).toString()))
          .toList();
    }

    @Override
    boolean loads(String workload, Dataset held) {
      return held == null;
    }

    @Override
    DataParameters data(DataParameters asked) {
      if (asked.rate() > 0) {
        throw new IllegalArgumentException(
            "at level http each connection has one request outstanding: there is no --rate");
      }
      return new DataParameters(
          KeyFormat.BINARY,
          HttpWork.KEY_BYTES,
          Integer.toString(HttpWork.ITEM_BYTES - HttpWork.KEY_BYTES),
          0,
          asked.seed());
    }

    @Override
    String entry(DataParameters data) {
      return "items of eight attributes, "
          + Math.round(data.entryBytes())
          + " bytes with their keys, 100 of a partition key";
    }
  };

  private static final String ALL = "all";

  /** What the workload itself keeps for a key. */
  private static final int GENERATION_BYTES = 4;

  private final long defaultKeys;
  private final double defaultWarmUp;

  Level(long defaultKeys, double defaultWarmUp) {
    this.defaultKeys = defaultKeys;
    this.defaultWarmUp = defaultWarmUp;
  }

  /** The level that plans and results call so. */
  static Level of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The stores that are compared if none are named. */
  abstract List<String> mainStores();

  /** The workloads that are run if none are named. */
  abstract List<String> mainWorkloads();

  /**
   * The store of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  abstract Contender contender(String name);

  abstract List<String> allStores();

  /**
   * Refuses a name that no workload has.
   *
   * @throws IllegalArgumentException listing all names
   */
  abstract void requireWorkload(String name);

  abstract List<String> allWorkloads();

  /**
   * Whether a persistent store has to be loaded before the workload.
   *
   * @param held what it holds, or {@code null} if that is of no use
   */
  abstract boolean loads(String workload, Dataset held);

  /** What the data looks like, as far as the level leaves the choice. */
  abstract DataParameters data(DataParameters asked);

  /** What a key and its value are, in words. */
  abstract String entry(DataParameters data);

  long defaultKeys() {
    return defaultKeys;
  }

  /** Seconds. DynamoDB Local has much code, which is long in being compiled. */
  double defaultWarmUp() {
    return defaultWarmUp;
  }

  /** The stores asked for; {@code null} for the main ones. */
  List<Contender> contenders(List<String> asked) {
    return chosen(asked, mainStores(), allStores(), this::contender);
  }

  /** The workloads asked for; {@code null} for the main ones. */
  List<CellName> workloads(List<String> asked, int defaultThreads) {
    List<CellName> names =
        chosen(
            asked, mainWorkloads(), allWorkloads(), name -> CellName.parse(name, defaultThreads));
    names.forEach(name -> requireWorkload(name.workload()));
    return names;
  }

  private static <T> List<T> chosen(
      List<String> asked, List<String> main, List<String> all, Function<String, T> parse) {
    List<String> names = asked == null ? main : asked.equals(List.of(ALL)) ? all : asked;
    List<T> chosen = new ArrayList<>();
    for (String name : names) {
      T parsed = parse.apply(name.strip());
      if (chosen.contains(parsed)) {
        throw new IllegalArgumentException("named twice: " + name);
      }
      chosen.add(parsed);
    }
    return chosen;
  }
}
