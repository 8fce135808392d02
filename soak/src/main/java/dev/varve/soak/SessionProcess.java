package dev.varve.soak;

import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.Content;
import dev.varve.soak.process.JavaProcess;
import dev.varve.soak.session.SessionMain;
import dev.varve.soak.session.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One process of the soak, which works by itself and may be killed. For one thread. */
final class SessionProcess {
  /** How it ended. */
  enum End {
    /** By itself, with nothing to complain about. */
    CLEAN,
    /** It was killed. */
    KILLED,
    /** It found a wrong answer, or ended otherwise than it should. */
    WRONG,
    /** It had to be ended, since it did not end in time. */
    HUNG
  }

  /** Snapshots hold the versions of all keys: a million takes 512 MiB together with the rest. */
  private static final int HEAP_MEBIBYTES = 128;

  private static final int KEYS_PER_HEAP_MEBIBYTE = 2_600;

  /** Checking, flushing and closing take their time on a loaded machine. */
  private static final int PATIENCE_SECONDS = 180;

  private final SessionSettings settings;
  private final Path log;
  private final Figures figures;
  private List<String> said = List.of();

  /**
   * Prepares a process.
   *
   * @param log receives all that it says
   * @param figures receives the figures of its calls
   */
  SessionProcess(SessionSettings settings, Path log, Figures figures) {
    this.settings = settings;
    this.log = log;
    this.figures = figures;
  }

  /** How often it opened the directories. */
  long openings() {
    return said.stream().filter(line -> line.startsWith("opening ")).count();
  }

  /** The last lines that it said. */
  List<String> lastLines(int count) {
    return said.subList(Math.max(0, said.size() - count), said.size());
  }

  /**
   * Runs it to its end.
   *
   * @param killAfterMillis when to kill it; 0 for not at all
   */
  End run(long killAfterMillis) throws IOException, InterruptedException {
    int heap = HEAP_MEBIBYTES + settings.keys() / KEYS_PER_HEAP_MEBIBYTE;
    List<String> flags = List.of("-Xmx" + heap + "m", Content.smallBytesFlag());
    try (JavaProcess process =
        JavaProcess.start(log, flags, SessionMain.class, List.of(settings.toArguments()))) {
      End end = end(process, killAfterMillis);
      said = process.lines();
      if (end != End.HUNG) {
        said.forEach(figures::addLine);
      }
      return end;
    }
  }

  private End end(JavaProcess process, long killAfterMillis)
      throws IOException, InterruptedException {
    if (killAfterMillis > 0 && !process.waitFor(Duration.ofMillis(killAfterMillis))) {
      process.kill();
      return End.KILLED;
    }
    if (!process.waitFor(Duration.ofSeconds(settings.seconds() + PATIENCE_SECONDS))) {
      process.tellThreads();
      return End.HUNG;
    }
    return process.exitStatus() == 0 ? End.CLEAN : End.WRONG;
  }
}
