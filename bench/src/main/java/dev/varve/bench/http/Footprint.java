package dev.varve.bench.http;

import dev.varve.bench.files.Folders;
import dev.varve.bench.kv.Dataset;
import dev.varve.bench.measure.ProcessFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a server takes that has nothing to do: how long it starts, how much memory it has then, and
 * how much more for idle connections.
 *
 * @param startMillis of each start, ascending
 * @param idleBytes resident some seconds after the last start
 * @param idleAnonymousBytes those of them that are no file's
 * @param connectionBytes what connections added to {@code idleBytes}; figures of memory are {@link
 *     ProcessFigures#UNKNOWN} where the system does not tell them
 */
record Footprint(
    List<Long> startMillis, long idleBytes, long idleAnonymousBytes, long connectionBytes) {

  /**
   * How to measure.
   *
   * @param program the server's, and its first arguments
   * @param store the folder of its data; it is filled if it is missing
   * @param items how many are put there then
   * @param starts how many are measured
   * @param connections how many are opened
   * @param settleSeconds before memory is looked at
   */
  record Plan(
      List<String> program,
      Path store,
      long items,
      int starts,
      int connections,
      int settleSeconds) {}

  /** Measures; tells what goes on. */
  static Footprint measure(Plan plan, Consumer<String> progress)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(plan.store())) {
      fill(plan, progress);
    }
    List<Long> starts = new ArrayList<>();
    // The first one after a build may make what later ones start with.
    start(plan).close();
    for (int i = 1; i < plan.starts(); i++) {
      try (HttpServer server = start(plan)) {
        starts.add(TimeUnit.NANOSECONDS.toMillis(server.startNanos()));
      }
    }
    try (HttpServer server = start(plan)) {
      starts.add(TimeUnit.NANOSECONDS.toMillis(server.startNanos()));
      settle(plan, progress);
      long idle = server.figures().rssBytes();
      long anonymous = server.figures().anonymousBytes();
      progress.accept("opening " + plan.connections() + " connections");
      try (IdleConnections connections = new IdleConnections()) {
        connections.open(server.port(), plan.connections());
        settle(plan, progress);
        long more = server.figures().rssBytes() - idle;
        return new Footprint(
            starts.stream().sorted().toList(),
            idle,
            anonymous,
            idle == ProcessFigures.UNKNOWN ? idle : Math.max(0, more));
      }
    }
  }

  private static void settle(Plan plan, Consumer<String> progress) throws InterruptedException {
    progress.accept("waiting for " + plan.settleSeconds() + " s");
    TimeUnit.SECONDS.sleep(plan.settleSeconds());
  }

  private static HttpServer start(Plan plan) throws IOException, InterruptedException {
    return start(plan, plan.store());
  }

  private static HttpServer start(Plan plan, Path store) throws IOException, InterruptedException {
    int port = HttpServer.freePort();
    List<String> command = new ArrayList<>(plan.program());
    command.addAll(
        List.of(
            "-d", store.toString(), "--port", Integer.toString(port), "--durability", "buffered"));
    return HttpServer.start(command, port);
  }

  /** Under another name, so that a store that is not whole is not taken for one. */
  private static void fill(Plan plan, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept("loading " + plan.items() + " items");
    Path unfinished = plan.store().resolveSibling(plan.store().getFileName() + ".unfinished");
    Folders.renew(unfinished);
    try (HttpServer server = start(plan, unfinished)) {
      server.table().create();
      server.table().load(Dataset.fresh(plan.items()), _ -> {});
    }
    Files.move(unfinished, plan.store());
  }

  /** The start in the middle; of two, the slower one. */
  long medianStartMillis() {
    return startMillis.get(startMillis.size() / 2);
  }
}
