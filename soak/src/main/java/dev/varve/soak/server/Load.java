package dev.varve.soak.server;

import dev.varve.soak.client.ClientSettings;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * Client processes that load the server with all they have, and of which one after the other is
 * killed and replaced. For one thread.
 */
final class Load implements AutoCloseable {
  /** Each has some threads of its own. */
  static final int PROCESSES = 3;

  private static final int LONGEST_LIFE_MILLIS = 8_000;

  private final Path directory;
  private final int keys;
  private final Choice choice;
  private final Figures figures = new Figures();
  private final ClientProcess[] clients = new ClientProcess[PROCESSES];
  private int longestLifeMillis;
  private long nextKill;
  private int started;
  private int killed;

  /**
   * A load without clients.
   *
   * @param directory holds the models and the server's address
   * @param keys of all lanes together
   */
  Load(Path directory, int keys, Choice choice) {
    this.directory = directory;
    this.keys = Math.max(1, keys / ClientSettings.lanes(PROCESSES));
    this.choice = choice;
  }

  /** What a client is told; {@link ClientSettings#ALL} for one that checks all lanes. */
  ClientSettings settings(int process) {
    return new ClientSettings(directory, choice.seed(), PROCESSES, process, keys);
  }

  /**
   * Starts the clients that do not run.
   *
   * @param stretch how long the load goes on
   */
  void start(Duration stretch) throws IOException {
    longestLifeMillis = Math.clamp(stretch.toMillis(), 4, LONGEST_LIFE_MILLIS);
    for (int i = 0; i < PROCESSES; i++) {
      if (clients[i] == null) {
        startClient(i);
      }
    }
    scheduleKill();
  }

  private void startClient(int i) throws IOException {
    Path log = Files.createDirectories(directory.resolve("log"));
    clients[i] =
        ClientProcess.start(settings(i), log.resolve("client-%05d.txt".formatted(++started)));
  }

  private void scheduleKill() {
    nextKill =
        System.nanoTime() + choice.between(longestLifeMillis / 4, longestLifeMillis) * 1_000_000L;
  }

  /** Sees to it that all goes on, but for a client that is to be killed. */
  void tend() throws IOException {
    for (ClientProcess client : clients) {
      client.requireAlive();
    }
    if (System.nanoTime() - nextKill > 0) {
      int i = choice.below(PROCESSES);
      figures.add(clients[i].kill());
      killed++;
      startClient(i);
      scheduleKill();
    }
  }

  /** Lets all clients end. */
  void finish() throws IOException, InterruptedException {
    for (int i = 0; i < PROCESSES; i++) {
      figures.add(clients[i].finish());
      clients[i].close();
      clients[i] = null;
    }
  }

  /** The calls of all clients so far. */
  Figures figures() throws IOException {
    Figures all = new Figures();
    all.add(figures);
    for (ClientProcess client : clients) {
      if (client != null) {
        all.add(client.figures());
      }
    }
    return all;
  }

  /** How many clients were killed. */
  int killed() {
    return killed;
  }

  @Override
  public void close() {
    Arrays.stream(clients).filter(Objects::nonNull).forEach(ClientProcess::close);
  }
}
