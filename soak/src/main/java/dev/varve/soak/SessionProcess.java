package dev.varve.soak;

import dev.varve.soak.model.Content;
import dev.varve.soak.session.Call;
import dev.varve.soak.session.Figures;
import dev.varve.soak.session.SessionMain;
import dev.varve.soak.session.SessionSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern FIGURE = Pattern.compile("figure (\\w+) (\\d+) (\\d+)");

  /** Snapshots hold the versions of all keys: a million takes 512 MiB together with the rest. */
  private static final int HEAP_MEBIBYTES = 128;

  private static final int KEYS_PER_HEAP_MEBIBYTE = 2_600;

  /** Checking, flushing and closing take their time on a loaded machine. */
  private static final int PATIENCE_SECONDS = 180;

  private final SessionSettings settings;
  private final Path log;
  private final Figures figures;
  private long openings;

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
    return openings;
  }

  /**
   * Runs it to its end.
   *
   * @param killAfterMillis when to kill it; 0 for not at all
   */
  End run(long killAfterMillis) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    int heap = HEAP_MEBIBYTES + settings.keys() / KEYS_PER_HEAP_MEBIBYTE;
    command.add("-Xmx" + heap + "m");
    command.add(
        "-D"
            + Content.SMALL_BYTES_PROPERTY
            + "="
            + Integer.getInteger(Content.SMALL_BYTES_PROPERTY, Content.DEFAULT_SMALL_BYTES));
    command.add("-XX:+UseSerialGC");
    command.add("-ea");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SessionMain.class.getName());
    command.addAll(List.of(settings.toArguments()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    try {
      if (killAfterMillis > 0 && !process.waitFor(killAfterMillis, TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        collect();
        return End.KILLED;
      }
      if (!process.waitFor(settings.seconds() + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        tellThreads(process);
        return End.HUNG;
      }
      collect();
      return process.exitValue() == 0 ? End.CLEAN : End.WRONG;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private void collect() throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher figure = FIGURE.matcher(line);
        if (line.startsWith("opening ")) {
          openings++;
        } else if (figure.matches()) {
          figures.add(
              Call.valueOf(figure.group(1)),
              Long.parseLong(figure.group(2)),
              Long.parseLong(figure.group(3)));
        }
      }
    }
  }

  /** Appends what its threads are doing to the log. */
  private void tellThreads(Process process) throws IOException, InterruptedException {
    Process dump =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "Thread.print")
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()))
            .start();
    try {
      boolean _ = dump.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      dump.destroyForcibly();
    }
  }

  /** The last lines that it said. */
  List<String> lastLines(int count) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
      List<String> all = lines.lines().toList();
      return all.subList(Math.max(0, all.size() - count), all.size());
    }
  }
}
