package dev.varve.bench.http;

import dev.varve.bench.files.Folders;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A server under measurement in a process of its own, which ends with this one. */
public final class HttpServer implements AutoCloseable {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long END_SECONDS = 60;
  private static final long PAUSE_MILLIS = 2;
  private static final int FIRST_PORT = 10_000;
  private static final int LAST_PORT = 30_000;

  /**
   * Starts a program, tells its process's number, and ends it when nobody holds the other end of
   * the input any more: also if the process that started it is killed. Its output goes where errors
   * go. The signals are ignored only after the start, since programs inherit that.
   */
  private static final String KEEPER =
      "exec 3<&0; \"$@\" </dev/null >&2 3<&- & server=$!; trap '' INT TERM; echo $server;"
          + " (read -r end <&3; kill $server 2>/dev/null) & wait $server";

  private final Map<String, String> options;
  private final Process keeper;
  private final ProcessHandle server;
  private final int port;
  private final HttpTable table;
  private long startNanos;

  private HttpServer(Map<String, String> options, Process keeper, ProcessHandle server, int port) {
    this.options = options;
    this.keeper = keeper;
    this.server = server;
    this.port = port;
    this.table = new HttpTable(port);
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param home has a folder {@code data} for its files
   */
  public static HttpServer start(HttpStoreKind kind, Path home)
      throws IOException, InterruptedException {
    int port = freePort();
    // Servers unpack their native libraries there.
    Path temporary = home.resolve("server-tmp");
    Folders.renew(temporary);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(kind.jvmOptions());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(kind.program().command(home.resolve("data"), port));
    return start(
        command,
        port,
        Map.of("server", "in a process of its own, " + String.join(" ", kind.jvmOptions())));
  }

  /** Starts a program that is to listen at a port, and waits until it answers. */
  static HttpServer start(List<String> program, int port) throws IOException, InterruptedException {
    return start(program, port, Map.of());
  }

  private static HttpServer start(List<String> program, int port, Map<String, String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", KEEPER, "keeper"));
    command.addAll(program);
    long begin = System.nanoTime();
    Process keeper =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader said = keeper.inputReader();
    String pid = said.readLine();
    if (pid == null) {
      throw new IOException("the server does not start, status " + keeper.waitFor());
    }
    ProcessHandle server =
        ProcessHandle.of(Long.parseLong(pid))
            .orElseThrow(() -> new IOException("the server has ended at once"));
    HttpServer started = new HttpServer(options, keeper, server, port);
    try {
      started.awaitAnswer(begin);
      return started;
    } catch (IOException | InterruptedException failed) {
      started.close();
      throw failed;
    }
  }

  /**
   * A port that is free, and none that the system gives to clients: one that asks again and again
   * while nobody listens might get the same one, and so be connected to itself.
   */
  static int freePort() throws IOException {
    for (int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
        port < LAST_PORT;
        port++) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException _) {
        // Somebody has it; the next one may be free.
      }
    }
    throw new IOException("no port is free");
  }

  private void awaitAnswer(long begin) throws IOException, InterruptedException {
    while (!FirstAnswer.comes(port)) {
      if (!keeper.isAlive()) {
        throw new IOException("the server has ended at its start");
      }
      if (System.nanoTime() - begin > START_NANOS) {
        throw new IOException("the server has not answered within a minute");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    startNanos = System.nanoTime() - begin;
  }

  /** From the start of its process to its first answer, to some milliseconds. */
  long startNanos() {
    return startNanos;
  }

  /** On 127.0.0.1. */
  public int port() {
    return port;
  }

  /** What the system has on account for it. */
  public ServerFigures figures() {
    return new ServerFigures(server);
  }

  /** The table in it, created or not. */
  public HttpTable table() {
    return table;
  }

  /** How it was started, in the order to be shown. */
  public Map<String, String> options() {
    return options;
  }

  /** Tells it to end, and waits for that. */
  @Override
  public void close() throws IOException {
    table.close();
    keeper.outputWriter().close();
    boolean interrupted = false;
    try {
      if (!keeper.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        server.destroyForcibly();
        keeper.waitFor();
      }
    } catch (InterruptedException _) {
      server.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
