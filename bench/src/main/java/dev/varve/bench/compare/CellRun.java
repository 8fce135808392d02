package dev.varve.bench.compare;

import dev.varve.bench.files.Folders;
import dev.varve.bench.kv.Cell;
import dev.varve.bench.kv.Dataset;
import dev.varve.bench.kv.Requires;
import dev.varve.bench.kv.Work;
import dev.varve.bench.kv.Workload;
import dev.varve.bench.measure.Measured;
import dev.varve.bench.measure.Measurement;
import dev.varve.bench.measure.PhaseListener;
import dev.varve.bench.result.CellResult;
import dev.varve.bench.store.Session;
import dev.varve.bench.store.Store;
import dev.varve.bench.store.StoreKind;
import dev.varve.bench.store.StoreSettings;
import dev.varve.bench.store.StoreSettings.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One cell of a comparison, from the preparation of the data to the verification.
 *
 * <p>Used once, by one thread.
 */
final class CellRun {
  /** Keys of the store on which code is warmed up where there is no copy of the real one. */
  private static final long SCRATCH_KEYS = 200_000;

  /** In how many parts YCSB D is run to age a store. */
  private static final int INSERT_STEPS = 10;

  /** One of so many bytes of limited memory is for such a store. */
  private static final int SCRATCH_SHARE = 8;

  private static final int MIN_SCRATCH_KEYS = 1000;

  private static final String DATA = "data";
  private static final double NANOS = 1e9;

  private final CellSpec spec;
  private final StoreKind kind;
  private final Workload workload;
  private final PhaseListener progress;
  private final Path home;
  private final DatasetNote note;

  CellRun(CellSpec spec, StoreKind kind, PhaseListener progress) {
    this.spec = spec;
    this.kind = kind;
    this.workload = Workload.named(spec.workload());
    this.progress = progress;
    this.home = Path.of(spec.home());
    this.note = new DatasetNote(home);
  }

  /**
   * Measures it.
   *
   * @throws dev.varve.bench.measure.WrongAnswerException if the store gave a wrong answer
   * @throws dev.varve.bench.store.StoreUnavailableException if it cannot run on this machine
   */
  CellResult run() throws Exception {
    boolean fills = workload.requires() == Requires.EMPTY;
    // What a stopped fill leaves is of no use to others, whose data it must not replace.
    boolean apart = fills && !workload.whole();
    Path folder = home.resolve(apart ? "timed" : DATA);
    if (fills) {
      Folders.renew(folder);
    } else if (kind.persistent()) {
      load(folder);
    }
    if (workload.writes() || spec.coldCache()) {
      warmUpApart(folder);
    }
    if (spec.coldCache()) {
      PageCache.drop(folder);
    }
    CellResult result;
    try (Store store = open(folder, workload.durability())) {
      Dataset data =
          fills ? Dataset.fresh(spec.keys()) : kind.persistent() ? note.read() : load(store);
      if (!fills && !spec.coldCache()) {
        readAll(store);
        if (!workload.writes()) {
          warmUp(store, data, spec.warmUpSeconds());
        }
      }
      if (workload.writes() && !apart) {
        note.delete();
      }
      Work work = work(store, data);
      result = measure(work, store, folder);
      if (work.after() != null && !apart) {
        note.write(work.after());
      }
    }
    if (apart) {
      Folders.delete(folder);
    }
    return result;
  }

  private Work work(Store store, Dataset data) {
    long limit = workload.whole() ? Long.MAX_VALUE : nanos(spec.seconds());
    return workload.work().apply(cell(store, data, limit));
  }

  private CellResult measure(Work work, Store store, Path folder) throws Exception {
    return new CellMeasurement(
            store,
            kind.persistent() ? folder : null,
            workload.durability().name().toLowerCase(Locale.ROOT),
            workload.whole() ? spec.keys() : 0,
            measured -> present(work, measured))
        .run(spec, work, progress);
  }

  private long present(Work work, Measured measured) {
    Dataset after = work.after();
    if (after != null) {
      return after.present();
    }
    return workload.requires() == Requires.EMPTY ? measured.operations() : spec.keys();
  }

  /**
   * Only loads a persistent store with what the workload requires, and leaves nothing of it in the
   * page cache: whoever reads the files first is charged for their pages.
   */
  void prepare() throws Exception {
    Path folder = home.resolve(DATA);
    load(folder);
    progress.phase("dropping the cache", 0);
    PageCache.drop(folder);
  }

  /** Fills the store anew unless it holds what the workload requires. */
  private void load(Path folder) throws Exception {
    if (!Level.ENGINE.loads(workload.name(), note.read())) {
      return;
    }
    note.delete();
    Folders.renew(folder);
    try (Store store = open(folder, Durability.BUFFERED)) {
      note.write(load(store));
    }
  }

  /** Fills an empty store with what the workload requires, and lets it settle. */
  private Dataset load(Store store) throws Exception {
    Dataset data = Dataset.fresh(spec.keys());
    data = runWhole("fillrandom", store, data, "loading");
    return switch (workload.requires()) {
      case SPARSE -> runWhole("deleteseq", store, data, "deleting");
      case AGED -> age(store, data);
      case EMPTY, LOADED, ROOM, DENSE -> data;
    };
  }

  /**
   * Runs YCSB A to D, each as long as it is measured; D not beyond the insertion of a quarter of
   * the keys, so that a fast store leaves room, too.
   */
  private Dataset age(Store store, Dataset loaded) throws Exception {
    Dataset data = loaded;
    for (String name : List.of("ycsba", "ycsbb", "ycsbc")) {
      data = run(name, store, data, "aging", nanos(spec.seconds()));
    }
    for (int i = 0; i < INSERT_STEPS && data.inserted() < data.count() / 4; i++) {
      data = run("ycsbd", store, data, "aging", nanos(spec.seconds() / INSERT_STEPS));
    }
    return data;
  }

  private Dataset runWhole(String name, Store store, Dataset data, String phase) throws Exception {
    return run(name, store, data, phase, Long.MAX_VALUE);
  }

  private Dataset run(String name, Store store, Dataset data, String phase, long maxNanos)
      throws Exception {
    Work work =
        Workload.named(name)
            .work()
            .apply(new Cell(store, spec.parameters().withRate(0), data, 1, maxNanos));
    progress.phase(phase, maxNanos == Long.MAX_VALUE ? data.count() : 0);
    Measurement.run(work.plan(), store::activity, progress::operations);
    progress.phase("settling", 0);
    store.settle();
    return work.after();
  }

  /**
   * Runs the workload where it may change things, so that its code is compiled: on a copy of the
   * store, since code that never met full levels is compiled once more when it does; on an empty
   * store if it begins with one; else, where files are not to be read beforehand, where a copy
   * would take limited memory, or where there are no files, on a small store.
   */
  private void warmUpApart(Path folder) throws Exception {
    boolean fills = workload.requires() == Requires.EMPTY;
    boolean copies = !fills && kind.persistent() && !spec.coldCache() && !spec.limited();
    Path scratch = home.resolve("scratch");
    Folders.delete(scratch);
    if (copies) {
      Folders.copy(folder, scratch);
    } else {
      Folders.renew(scratch);
    }
    try (Store store = open(scratch, workload.durability())) {
      Dataset data = copies ? note.read() : Dataset.fresh(fills ? spec.keys() : smallCount());
      if (!fills && !copies) {
        data = runWhole("fillrandom", store, data, "warming up");
      }
      warmUp(store, data, spec.warmUpSeconds());
    }
    Folders.delete(scratch);
  }

  private long smallCount() {
    double share = spec.limitBytes() / spec.parameters().entryBytes() / SCRATCH_SHARE;
    long most =
        spec.limited()
            ? Math.clamp(Math.round(share), MIN_SCRATCH_KEYS, SCRATCH_KEYS)
            : SCRATCH_KEYS;
    return Math.min(spec.keys(), most);
  }

  /** Runs the workload, and again, until the time is over. */
  private void warmUp(Store store, Dataset data, double seconds) throws Exception {
    progress.phase("warming up", 0);
    long end = System.nanoTime() + nanos(seconds);
    Dataset now = data;
    while (System.nanoTime() < end) {
      Work work = workload.work().apply(cell(store, now, Math.max(1, end - System.nanoTime())));
      Measurement.run(work.plan(), store::activity, progress::operations);
      now = work.after() == null ? now : work.after();
    }
  }

  /** Reads everything once, so that it is in the page cache and in the page tables. */
  private void readAll(Store store) throws Exception {
    progress.phase("warming the cache", 0);
    byte[] value = new byte[spec.parameters().maxValueBytes()];
    try (Session session = store.session();
        Session.Cursor cursor = session.cursor()) {
      for (boolean valid = cursor.first(); valid; valid = cursor.next()) {
        cursor.value(value);
      }
    }
  }

  private Cell cell(Store store, Dataset data, long maxNanos) {
    return new Cell(store, spec.parameters(), data, spec.threads(), maxNanos);
  }

  private Store open(Path folder, Durability durability) throws Exception {
    return kind.open(
        new StoreSettings(
            folder,
            durability,
            spec.keys(),
            (int) Math.round(spec.parameters().entryBytes()),
            spec.cacheBytes()));
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * NANOS);
  }
}
