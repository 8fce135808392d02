package dev.varve.bench.compare;

import dev.varve.bench.files.Folders;
import dev.varve.bench.items.ItemAnswers;
import dev.varve.bench.items.ItemCell;
import dev.varve.bench.items.ItemLoad;
import dev.varve.bench.items.ItemStore;
import dev.varve.bench.items.ItemStoreKind;
import dev.varve.bench.items.ItemWorkload;
import dev.varve.bench.kv.Dataset;
import dev.varve.bench.kv.Work;
import dev.varve.bench.measure.Measurement;
import dev.varve.bench.measure.PhaseListener;
import dev.varve.bench.result.CellResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One cell of a comparison of DynamoDB's operations, from the preparation of the items to the
 * verification.
 *
 * <p>Used once, by one thread.
 */
final class ItemCellRun {
  /**
   * Items of the store on which code is warmed up where the real one must not change. So few since
   * DynamoDB Local takes a millisecond for each.
   */
  private static final long SCRATCH_KEYS = 1_000;

  private static final double NANOS = 1e9;

  private final CellSpec spec;
  private final ItemStoreKind kind;
  private final ItemWorkload workload;
  private final PhaseListener progress;
  private final Path home;
  private final DatasetNote note;

  /** Of the real store; warming up fills it, where that reads. */
  private final ItemAnswers answers;

  ItemCellRun(CellSpec spec, ItemStoreKind kind, PhaseListener progress) {
    this.spec = spec;
    this.kind = kind;
    this.workload = ItemWorkload.named(spec.workload());
    this.progress = progress;
    this.home = Path.of(spec.home());
    this.note = new DatasetNote(home);
    this.answers = new ItemAnswers(spec.keys());
  }

  /**
   * Measures it.
   *
   * @throws dev.varve.bench.measure.WrongAnswerException if the store gave a wrong answer
   * @throws dev.varve.bench.store.StoreUnavailableException if it cannot run on this machine
   */
  CellResult run() throws Exception {
    Path folder = data();
    Files.createDirectories(folder);
    load(folder);
    if (workload.writes() || spec.coldCache()) {
      warmUpOnScratch();
    }
    if (spec.coldCache()) {
      PageCache.drop(folder);
    } else {
      readFiles(folder);
    }
    try (ItemStore<?> store = kind.opener().open(folder)) {
      Dataset data = kind.persistent() ? note.read() : load(store, spec.keys());
      if (workload.writes()) {
        note.delete();
      } else if (!spec.coldCache()) {
        warmUp(store, data);
      }
      Work work = workload.work(cell(store, data, Math.round(spec.seconds() * NANOS)));
      CellMeasurement measurement =
          new CellMeasurement(
              store,
              kind.persistent() ? folder : null,
              // Reads are the same whatever writes are, and have one table.
              workload.writes() ? kind.durability() : "buffered",
              0,
              _ -> data.present());
      CellResult result = measurement.run(spec, work, progress);
      if (kind.persistent()) {
        note.write(work.after());
      }
      return result;
    }
  }

  /** Only loads a persistent store, and leaves nothing of it in the page cache. */
  void prepare() throws Exception {
    load(data());
    PageCache.drop(data());
  }

  private Path data() {
    return home.resolve("data");
  }

  private void load(Path folder) throws Exception {
    if (kind.persistent() && Level.DYNAMODB.loads(workload.name(), note.read())) {
      note.write(fill(folder, spec.keys()));
    }
  }

  /** Fills a store in its folder anew. */
  private Dataset fill(Path folder, long keys) throws Exception {
    Folders.renew(folder);
    try (ItemStore<?> store = kind.loader().open(folder)) {
      return load(store, keys);
    }
  }

  private Dataset load(ItemStore<?> store, long keys) throws Exception {
    Dataset data = Dataset.fresh(keys);
    progress.phase("loading", keys);
    ItemLoad.load(store, data, progress::operations);
    return data;
  }

  /** Runs the workload on a small store of its own, so that its code is compiled. */
  private void warmUpOnScratch() throws Exception {
    Path scratch = home.resolve("scratch");
    Folders.renew(scratch);
    long keys = Math.min(spec.keys(), SCRATCH_KEYS);
    Dataset filled = kind.persistent() ? fill(scratch, keys) : null;
    try (ItemStore<?> store = kind.opener().open(scratch)) {
      warmUp(store, filled != null ? filled : load(store, keys));
    }
    Folders.delete(scratch);
  }

  private void warmUp(ItemStore<?> store, Dataset data) throws Exception {
    progress.phase("warming up", 0);
    long nanos = Math.max(1, Math.round(spec.warmUpSeconds() * NANOS));
    Work work = workload.work(cell(store, data, nanos));
    Measurement.run(work.plan(), store::activity, progress::operations);
  }

  /** Reads all files once, so that they are in the page cache. */
  private void readFiles(Path folder) throws IOException {
    progress.phase("warming the cache", 0);
    for (Path file : Folders.files(folder)) {
      try (InputStream in = Files.newInputStream(file)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  private <V> ItemCell<V> cell(ItemStore<V> store, Dataset data, long maxNanos) {
    return new ItemCell<>(store, spec.parameters(), data, spec.threads(), maxNanos, answers);
  }
}
