package dev.varve.soak.server;

import dev.varve.soak.client.ClientMain;
import dev.varve.soak.client.ClientSettings;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.Content;
import dev.varve.soak.model.WrongAnswerException;
import dev.varve.soak.process.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client process. For one thread. */
final class ClientProcess implements AutoCloseable {
  /** Longer than a client waits for a server. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final int LINES_TOLD = 40;

  private final JavaProcess process;

  private ClientProcess(JavaProcess process) {
    this.process = process;
  }

  /** Starts a client. */
  static ClientProcess start(ClientSettings settings, Path log) throws IOException {
    return new ClientProcess(
        JavaProcess.start(log, flags(), ClientMain.class, List.of(settings.toArguments())));
  }

  /** Small, and soon at full speed: it is started again and again. */
  private static List<String> flags() {
    return List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", Content.smallBytesFlag());
  }

  /** What it has told of its calls so far. */
  Figures figures() throws IOException {
    // Each time it tells all from the beginning.
    Map<String, String> latest = new LinkedHashMap<>();
    for (String line : process.lines()) {
      String name = Figures.name(line);
      if (name != null) {
        latest.put(name, line);
      }
    }
    Figures figures = new Figures();
    latest.values().forEach(figures::addLine);
    return figures;
  }

  /** Checks that it goes on. */
  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      throw wrong("a client has ended");
    }
  }

  /** Ends it in the middle of whatever it does; returns its figures. */
  Figures kill() throws IOException {
    requireAlive();
    process.kill();
    return endOfLog();
  }

  /** Has it end after the calls that are under way; returns its figures. */
  Figures finish() throws IOException, InterruptedException {
    process.endInput();
    if (!process.waitFor(PATIENCE)) {
      process.tellThreads();
      throw wrong("a client does not end");
    }
    if (process.exitStatus() != 0) {
      throw wrong("a client has failed");
    }
    return endOfLog();
  }

  private Figures endOfLog() throws IOException {
    Figures figures = figures();
    Files.delete(process.log());
    return figures;
  }

  private WrongAnswerException wrong(String what) throws IOException {
    return new WrongAnswerException(
        what + "\n" + String.join("\n", process.lastLines(LINES_TOLD)) + "\n" + process.log());
  }

  @Override
  public void close() {
    process.close();
  }
}
