package dev.varve.server;

import dev.varve.io.Env;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.server.http.HttpStats;
import dev.varve.watch.AccessLog;
import dev.varve.watch.CallEvents;
import dev.varve.watch.CallListeners;
import dev.varve.watch.Metrics;
import dev.varve.watch.Page;
import dev.varve.watch.Readiness;
import dev.varve.watch.ReadinessCheck;
import dev.varve.watch.WatchPages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** What an operator sees of a server: figures, the access log, events, and whether it is ready. */
final class Watching implements AutoCloseable {
  private final Metrics metrics;
  private final AccessLog log;
  private final Readiness readiness;

  /**
   * Watches these databases.
   *
   * @param directory where they are, if that is on a disk
   * @param log closed with this
   */
  Watching(DatabaseSet databases, Optional<Path> directory, AccessLog log) {
    this.metrics = new Metrics(databases::byName);
    this.log = log;
    List<ReadinessCheck> checks = new ArrayList<>();
    checks.add(ReadinessCheck.databasesOpen(databases::open));
    directory.ifPresent(path -> checks.add(diskWritable(path)));
    this.readiness = new Readiness(checks);
  }

  private static ReadinessCheck diskWritable(Path directory) {
    Env machine = Env.system(1);
    machine.scheduler().close(); // only the files are wanted
    return ReadinessCheck.diskWritable(machine.files(), directory);
  }

  /**
   * Has a server that is being described tell of calls, and show the pages.
   *
   * @param mayKnow who gets them whole; others learn whether the server is well
   */
  void attachTo(VarveServer.Builder builder, Predicate<ApiRequest> mayKnow) {
    builder.listener(CallListeners.all(List.of(metrics, log, new CallEvents())));
    WatchPages pages = new WatchPages(metrics, readiness);
    for (String path : WatchPages.PATHS) {
      builder.page(
          path,
          request -> answer(mayKnow.test(request) ? pages.page(path) : pages.publicPage(path)));
    }
  }

  private static ApiResponse answer(Page page) {
    return new ApiResponse(
        page.status(), page.contentType(), null, page.body().getBytes(StandardCharsets.UTF_8));
  }

  /** Adds the figures of a server that runs. */
  void started(VarveServer server) {
    gauge(server, "varve.connections.open", "Connections that are open", HttpStats::connections);
    gauge(
        server,
        "varve.bytes.in.flight",
        "Bytes held by requests and large answers",
        HttpStats::bytesInFlight);
    counter(server, "varve.connections", "Connections that came", HttpStats::accepted);
    counter(
        server,
        "varve.connections.turned.away",
        "Connections beyond the limit",
        HttpStats::turnedAway);
    counter(
        server,
        "varve.requests.refused",
        "Requests that were no HTTP, too large, or too many",
        HttpStats::refused);
    counter(
        server,
        "varve.requests.timed.out",
        "Requests and answers whose client was too slow",
        HttpStats::timedOut);
    metrics.counter(
        "varve.access.log.dropped", "Lines of the access log that were dropped", log::dropped);
  }

  private void gauge(
      VarveServer server, String name, String what, ToDoubleFunction<HttpStats> figure) {
    metrics.gauge(name, what, () -> figure.applyAsDouble(server.stats()));
  }

  private void counter(
      VarveServer server, String name, String what, ToDoubleFunction<HttpStats> figure) {
    metrics.counter(name, what, () -> figure.applyAsDouble(server.stats()));
  }

  /** From now on it is not ready. */
  void stopping() {
    readiness.stopping();
  }

  /** Writes what the log still has to write; after the server. */
  @Override
  public void close() {
    metrics.close();
    log.close();
  }
}
