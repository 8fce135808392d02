package dev.varve.soak.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A process of the Java and the class path of this one, whose output goes to a file. It is ended by
 * {@link #close} at the latest. For one thread.
 */
public final class JavaProcess implements AutoCloseable {
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();
  private static final int JCMD_SECONDS = 60;

  private final Process process;
  private final Path log;

  private JavaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param log receives all that it says
   * @param flags of the virtual machine, besides those that all have
   */
  public static JavaProcess start(
      Path log, List<String> flags, Class<?> main, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(flags);
    command.add("-XX:+UseSerialGC");
    command.add("-ea");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()))
            .start();
    RUNNING.add(process);
    return new JavaProcess(process, log);
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /** Where all that it says goes. */
  public Path log() {
    return log;
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended; returns false if it does not in time. */
  public boolean waitFor(Duration patience) throws InterruptedException {
    return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The status of its end. */
  public int exitStatus() {
    return process.exitValue();
  }

  /** Lets it read the end of its input. */
  public void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Asks it to end: SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Ends it at once, {@code kill -9}, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    Process _ = process.onExit().join(); // also while this thread is interrupted
    RUNNING.remove(process);
  }

  /** Ends all that run, as {@link #kill} does. */
  static void killAll() {
    RUNNING.forEach(Process::destroyForcibly);
  }

  /** What it has said, line by line. */
  public List<String> lines() throws IOException {
    return lines(log);
  }

  /** The last lines that it said. */
  public List<String> lastLines(int count) throws IOException {
    List<String> all = lines();
    return all.subList(Math.max(0, all.size() - count), all.size());
  }

  /** Appends what its threads are doing to its log. */
  public void tellThreads() throws IOException, InterruptedException {
    jcmd(Redirect.appendTo(log.toFile()), "Thread.print");
  }

  /** Has the virtual machine run a diagnostic command; returns what it says. */
  public List<String> diagnose(String... command) throws IOException, InterruptedException {
    Path answer = Files.createTempFile(log.toAbsolutePath().getParent(), "jcmd-", ".txt");
    try {
      jcmd(Redirect.to(answer.toFile()), command);
      return lines(answer);
    } finally {
      Files.delete(answer);
    }
  }

  private void jcmd(Redirect output, String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(tool("jcmd"), Long.toString(pid())));
    words.addAll(List.of(command));
    Process jcmd =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output).start();
    try {
      boolean _ = jcmd.waitFor(JCMD_SECONDS, TimeUnit.SECONDS);
    } finally {
      jcmd.destroyForcibly();
    }
  }

  /** Of a file that may be written at this moment, and end within a character. */
  private static List<String> lines(Path file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      return lines.lines().toList();
    }
  }

  /** Ends it if it has not ended. */
  @Override
  public void close() {
    kill();
  }
}
