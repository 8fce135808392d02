package dev.varve.bench.compare;

import dev.varve.bench.files.Folders;
import dev.varve.bench.http.Generator;
import dev.varve.bench.http.HttpServer;
import dev.varve.bench.http.HttpStoreKind;
import dev.varve.bench.http.HttpWork;
import dev.varve.bench.http.HttpWorkload;
import dev.varve.bench.http.ServerFigures;
import dev.varve.bench.kv.Dataset;
import dev.varve.bench.measure.Measured;
import dev.varve.bench.measure.Observation;
import dev.varve.bench.measure.PhaseListener;
import dev.varve.bench.measure.ProcessFigures;
import dev.varve.bench.result.CellResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One cell of a comparison of servers, from the start of the server to the verification: this
 * process is the client, and the server has one of its own. Processor time, memory and storage are
 * the server's.
 *
 * <p>Used once, by one thread.
 */
final class HttpCellRun {
  private static final double NANOS = 1e9;

  private final CellSpec spec;
  private final HttpStoreKind kind;
  private final HttpWorkload workload;
  private final PhaseListener progress;
  private final Path home;
  private final Path folder;
  private final DatasetNote note;

  HttpCellRun(CellSpec spec, HttpStoreKind kind, PhaseListener progress) {
    this.spec = spec;
    this.kind = kind;
    this.workload = HttpWorkload.named(spec.workload());
    this.progress = progress;
    this.home = Path.of(spec.home());
    this.folder = home.resolve("data");
    this.note = new DatasetNote(home);
  }

  /**
   * Measures it.
   *
   * @throws dev.varve.bench.measure.WrongAnswerException if the server gave a wrong answer
   */
  CellResult run() throws Exception {
    if (spec.coldCache() && loaded()) {
      PageCache.drop(folder);
    }
    try (HttpServer server = open()) {
      Dataset data = load(server);
      if (workload.writes()) {
        note.delete();
      }
      HttpWork work = new HttpWork(workload, data, spec.parameters().seed());
      CellResult result = measure(server, work, data);
      if (kind.persistent()) {
        note.write(work.after());
      }
      return result;
    }
  }

  /** Only loads a persistent store, and leaves nothing of it in the page cache. */
  void prepare() throws Exception {
    try (HttpServer server = open()) {
      load(server);
    }
    PageCache.drop(folder);
  }

  private boolean loaded() throws IOException {
    return kind.persistent() && note.read() != null;
  }

  private HttpServer open() throws IOException, InterruptedException {
    if (!loaded()) {
      Folders.renew(folder);
    }
    return HttpServer.start(kind, home);
  }

  /** What the server holds; loads it first if that is nothing. */
  private Dataset load(HttpServer server) throws IOException, InterruptedException {
    if (loaded()) {
      return note.read();
    }
    Dataset data = Dataset.fresh(spec.keys());
    progress.phase("loading", spec.keys());
    server.table().create();
    server.table().load(data, progress::operations);
    if (kind.persistent()) {
      note.write(data);
    }
    return data;
  }

  private CellResult measure(HttpServer server, HttpWork work, Dataset data) throws Exception {
    Observation observed;
    long putsBefore;
    try (Generator generator = new Generator(server.port(), work, spec.threads())) {
      progress.phase("warming up", 0);
      generator.run(Math.round(spec.warmUpSeconds() * NANOS), progress::operations);
      putsBefore = work.puts();
      observed = observe(server, generator);
    }
    progress.phase("verifying", 0);
    work.verify(server.table());
    return observed.result(
        spec.identity(workload.writes() ? kind.durability() : "buffered"),
        List.of(),
        Math.round((work.puts() - putsBefore) * spec.parameters().entryBytes()),
        Math.round(data.present() * spec.parameters().entryBytes()),
        true);
  }

  private Observation observe(HttpServer server, Generator generator) throws Exception {
    ServerFigures figures = server.figures();
    figures.resetPeakRss();
    long cpu = figures.cpuNanos();
    long written = figures.writtenBytes();
    long read = figures.readBytes();
    progress.phase("measuring", 0);
    Measured measured = generator.run(Math.round(spec.seconds() * NANOS), progress::operations);
    return new Observation(
        measured,
        ProcessFigures.UNKNOWN,
        since(read, figures.readBytes()),
        0,
        figures.cpuNanos() - cpu,
        since(written, figures.writtenBytes()),
        kind.persistent() ? Folders.occupiedBytes(folder) : 0,
        figures.peakRssBytes(),
        figures.pssBytes(),
        figures.anonymousBytes(),
        List.of(),
        options(server));
  }

  private Map<String, String> options(HttpServer server) {
    Map<String, String> options = new LinkedHashMap<>(server.options());
    options.put("durability", kind.durability());
    options.put("client", "raw connections, all served by one thread, signatures not checked");
    return options;
  }

  private static long since(long before, long now) {
    return before == ProcessFigures.UNKNOWN || now == ProcessFigures.UNKNOWN
        ? ProcessFigures.UNKNOWN
        : now - before;
  }
}
