package dev.varve.soak.server;

import dev.varve.server.ServerMain;
import dev.varve.soak.model.WrongAnswerException;
import dev.varve.soak.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./varve server} as a process of its own. For one thread. */
final class ServerProcess implements AutoCloseable {
  /**
   * As the launcher has them, but for a heap that is all resident from the beginning, so that what
   * is resident beside it can be told, and a closer look for buffers that are dropped unreleased.
   */
  private static final List<String> FLAGS =
      List.of(
          "-Xms512m",
          "-Xmx512m",
          "-XX:+AlwaysPreTouch",
          "-Dio.netty.leakDetection.level=advanced",
          "-Dio.netty.leakDetection.samplingInterval=64");

  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)");
  private static final String GREETING_END = "Ctrl-C stops it.";
  private static final String STOPPING =
      "varve: stopping; requests that are under way are answered";
  private static final String STOPPED = "varve: stopped";
  private static final int SIGTERM_STATUS = 128 + 15;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PAUSE_MILLIS = 20;
  private static final int LINES_TOLD = 60;

  private final JavaProcess process;
  private final int port;
  private int histograms;

  private ServerProcess(JavaProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts a server on a directory and waits until it is ready. */
  static ServerProcess start(Path data, Path log, String durability)
      throws IOException, InterruptedException {
    JavaProcess process =
        JavaProcess.start(
            log,
            FLAGS,
            ServerMain.class,
            List.of("server", "-d", data.toString(), "--port=0", "--durability=" + durability));
    boolean ready = false;
    try {
      ServerProcess server = new ServerProcess(process, awaitPort(process));
      ready = true;
      return server;
    } finally {
      if (!ready) {
        process.close();
      }
    }
  }

  private static int awaitPort(JavaProcess process) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      boolean alive = process.isAlive();
      List<String> lines = process.lines();
      if (lines.contains(GREETING_END)) {
        Matcher address = ADDRESS.matcher(String.join("\n", lines));
        if (address.find()) {
          return Integer.parseInt(address.group(1));
        }
      }
      if (!alive || System.nanoTime() - end > 0) {
        throw wrong(process, "the server does not start");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  int port() {
    return port;
  }

  JavaProcess process() {
    return process;
  }

  /** Checks that it runs, and has said nothing since it greeted: it tells of trouble only. */
  void requireContent() throws IOException {
    if (!process.isAlive()) {
      throw wrong(process, "the server has ended by itself");
    }
    requireQuiet();
  }

  private void requireQuiet() throws IOException {
    List<String> lines = process.lines();
    List<String> later = lines.subList(lines.indexOf(GREETING_END) + 1, lines.size());
    for (String line : later) {
      if (!line.isEmpty() && !line.equals(STOPPING) && !line.equals(STOPPED)) {
        throw wrong(process, "the server complains: " + line);
      }
    }
  }

  /** What is on its heap, by class, after a full collection; kept beside its log, too. */
  List<String> histogram() throws IOException, InterruptedException {
    List<String> histogram = process.diagnose("GC.class_histogram");
    List<String> _ =
        process.diagnose("System.trim_native_heap"); // what the compiler has freed goes, too
    histograms++;
    Files.write(
        process
            .log()
            .resolveSibling(
                process
                    .log()
                    .getFileName()
                    .toString()
                    .replace(".txt", "-heap-" + histograms + ".txt")),
        histogram);
    return histogram;
  }

  /** Ends it as a loss of power would end it, but for what the operating system has. */
  void kill() throws IOException {
    requireContent();
    process.kill();
  }

  /** Has it stop, and checks that it does as it should. */
  void stop() throws IOException, InterruptedException {
    requireContent();
    process.terminate();
    if (!process.waitFor(PATIENCE)) {
      process.tellThreads();
      throw wrong(process, "the server does not stop");
    }
    requireQuiet();
    if (process.exitStatus() != SIGTERM_STATUS || !process.lines().getLast().equals(STOPPED)) {
      throw wrong(process, "the server stops with status " + process.exitStatus());
    }
    process.close();
  }

  private static WrongAnswerException wrong(JavaProcess process, String what) throws IOException {
    return new WrongAnswerException(
        what + "\n" + String.join("\n", process.lastLines(LINES_TOLD)) + "\n" + process.log());
  }

  @Override
  public void close() {
    process.close();
  }
}
