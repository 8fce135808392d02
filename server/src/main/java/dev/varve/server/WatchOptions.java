package dev.varve.server;

import dev.varve.protocol.ApiRequest;
import dev.varve.watch.AccessLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The options of the command about what an operator sees. */
final class WatchOptions {
  private static final String STANDARD_OUTPUT = "-";
  private static final long MIB = 1L << 20;

  /** How many full files are kept. */
  private static final int KEPT = 10;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description =
          "Write a line of JSON for each call to this file; - is standard output. Never contains anything of items.")
  private String accessLog;

  @Option(
      names = "--access-log-mib",
      paramLabel = "N",
      defaultValue = "100",
      description =
          "Replace the access log's file when it has so many MiB; ten former ones are kept, as FILE.1 to FILE.10. Default: ${DEFAULT-VALUE}.")
  private int accessLogMib;

  @Option(
      names = "--metrics-token",
      paramLabel = "FILE",
      description =
          "Show /metrics and the reasons of /ready to whoever sends the token in this file (Authorization: Bearer TOKEN), and to nobody else. Without it all may see them, and with --auth nobody.")
  private Path metricsToken;

  /** Checks what options say together. */
  void check() {
    if (accessLogMib < 1) {
      throw new UsageException("--access-log-mib is at least 1, not " + accessLogMib);
    }
  }

  /**
   * Who may see figures.
   *
   * @param auth whether requests have to be signed: those who ask for pages cannot sign
   * @throws IOException if the token cannot be read
   */
  Predicate<ApiRequest> mayKnow(boolean auth) throws IOException {
    return metricsToken == null ? _ -> !auth : PageToken.read(metricsToken)::isShownBy;
  }

  /**
   * Opens the log, which always tells of failures, also if there is to be none of calls.
   *
   * @throws IOException if its file cannot be opened
   */
  AccessLog open() throws IOException {
    if (accessLog == null) {
      return AccessLog.failuresOnly();
    }
    if (accessLog.equals(STANDARD_OUTPUT)) {
      return AccessLog.toStandardOutput();
    }
    return AccessLog.toFile(Path.of(accessLog), accessLogMib * MIB, KEPT);
  }
}
