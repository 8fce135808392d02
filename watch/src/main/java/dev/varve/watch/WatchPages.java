package dev.varve.watch;

import java.util.List;

/**
 * The pages that monitoring asks for: {@code /metrics}, {@code /health} and {@code /ready}. They
 * tell nothing of items. Making one may take some milliseconds and wait for a disk.
 */
public final class WatchPages {
  /** The paths of all pages. */
  public static final List<String> PATHS = List.of("/metrics", "/health", "/ready");

  private static final String JSON = "application/json";

  private final Metrics metrics;
  private final Readiness readiness;

  /** Pages of these. */
  public WatchPages(Metrics metrics, Readiness readiness) {
    this.metrics = metrics;
    this.readiness = readiness;
  }

  /**
   * The page of a path, or null if there is none.
   *
   * @param path without its query
   */
  public Page page(String path) {
    return switch (path) {
      case "/metrics" -> new Page(200, Metrics.CONTENT_TYPE, metrics.scrape());
      case "/health" -> new Page(200, JSON, "{\"status\":\"alive\"}\n");
      case "/ready" -> ready();
      default -> null;
    };
  }

  /**
   * What of the page of a path is nobody's secret: whether the server is alive and ready. Neither
   * names of tables nor what is wrong with the disk; the figures not at all.
   *
   * @param path without its query
   * @return null if there is no such page
   */
  public Page publicPage(String path) {
    return switch (path) {
      case "/metrics" -> new Page(403, "text/plain", "Figures are for those with the token.\n");
      case "/ready" -> {
        boolean ready = readiness.now().ready();
        yield new Page(ready ? 200 : 503, JSON, "{\"ready\":" + ready + "}\n");
      }
      default -> page(path);
    };
  }

  private Page ready() {
    Readiness.State state = readiness.now();
    return new Page(state.ready() ? 200 : 503, JSON, state.json());
  }
}
