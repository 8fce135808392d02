package dev.varve.bench.http;

import dev.varve.bench.files.Folders;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server under measurement in a process of its own, which ends with this one. */
public final class HttpServer implements AutoCloseable {
  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long END_SECONDS = 60;
  private static final long PAUSE_MILLIS = 20;

  /**
   * Starts a program, tells its process's number, and ends it when nobody holds the other end of
   * the input any more: also if the process that started it is killed. Its output goes where errors
   * go. The signals are ignored only after the start, since programs inherit that.
   */
  private static final String KEEPER =
      "exec 3<&0; \"$@\" </dev/null >&2 3<&- & server=$!; trap '' INT TERM; echo $server;"
          + " (read -r end <&3; kill $server 2>/dev/null) & wait $server";

  private final HttpStoreKind kind;
  private final Process keeper;
  private final ProcessHandle server;
  private final int port;
  private final HttpTable table;

  private HttpServer(HttpStoreKind kind, Process keeper, ProcessHandle server, int port) {
    this.kind = kind;
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
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", KEEPER, "keeper"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(kind.jvmOptions());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.addAll(kind.program().command(home.resolve("data"), port));
    return start(kind, command, port);
  }

  /** Starts a command that keeps a server, and waits until the server answers. */
  private static HttpServer start(HttpStoreKind kind, List<String> command, int port)
      throws IOException, InterruptedException {
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
    HttpServer started = new HttpServer(kind, keeper, server, port);
    try {
      started.awaitAnswer();
      return started;
    } catch (IOException | InterruptedException failed) {
      started.close();
      throw failed;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!table.answers()) {
      if (!keeper.isAlive()) {
        throw new IOException("the server has ended at its start");
      }
      if (System.nanoTime() - start > START_NANOS) {
        throw new IOException("the server has not answered within a minute");
      }
      Thread.sleep(PAUSE_MILLIS);
    }
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
    return Map.of("server", "in a process of its own, " + String.join(" ", kind.jvmOptions()));
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
