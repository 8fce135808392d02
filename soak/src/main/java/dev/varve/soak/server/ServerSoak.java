package dev.varve.soak.server;

import dev.varve.dynamodb.TableDefinition;
import dev.varve.dynamodb.value.AttributeType;
import dev.varve.soak.client.ClientSettings;
import dev.varve.soak.client.ServerAddress;
import dev.varve.soak.client.Wire;
import dev.varve.soak.lane.Choice;
import dev.varve.soak.lane.Figures;
import dev.varve.soak.model.WrongAnswerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The course of a server's soak: lives of the server on one directory, each with some stretches of
 * load and a rest behind each of them, in which the server must hold no more than before. All lives
 * but the last end by {@code kill -9} under load. At the end the server is stopped and started once
 * more, and all it has is compared with the models. For one thread, one use.
 */
public final class ServerSoak {
  private static final int STRETCHES = 4;
  private static final int PAUSE_MILLIS = 50;
  private static final long TOLD_EVERY_NANOS = 10_000_000_000L;
  private static final Duration LEAVING_PATIENCE = Duration.ofMinutes(1);

  /** Until the server has let go of the threads that answered, with their buffers: after 30 s. */
  private static final Duration LONGEST_SETTLING = Duration.ofSeconds(35);

  private final Path directory;
  private final int kills;
  private final PrintWriter out;
  private final Load load;
  private final ServerAddress address;
  private final ClientSettings settings;
  private final List<String> levels = new ArrayList<>();
  private final Figures setUp = new Figures();
  private ServerProcess server;
  private int life;
  private long begin;
  private long told;

  /**
   * Prepares a soak.
   *
   * @param directory is made, and holds everything
   * @param keys of all lanes together
   * @param kills how often the server is killed
   */
  public ServerSoak(Path directory, long seed, int keys, int kills, PrintWriter out) {
    this.directory = directory;
    this.kills = kills;
    this.out = out;
    this.load = new Load(directory, keys, new Choice(seed));
    this.settings = load.settings(ClientSettings.ALL);
    this.address = new ServerAddress(settings.address());
  }

  /**
   * Runs; rests, starts and checks come on top of the time.
   *
   * @param time under load
   * @return whether all was right; else the directory is left as it is
   */
  public boolean run(Duration time) throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("log"));
    begin = System.nanoTime();
    told = begin;
    try {
      Duration stretch = time.dividedBy((long) STRETCHES * (kills + 1));
      for (int i = 0; i <= kills; i++) {
        live(stretch, i < kills);
      }
      checkAll();
      tellEnd();
      return true;
    } catch (WrongAnswerException wrong) {
      tellLevels();
      out.println("soak: " + wrong.getMessage());
      out.println("soak: the logs are in " + directory.resolve("log"));
      return false;
    } finally {
      load.close();
      if (server != null) {
        server.close();
      }
    }
  }

  private void live(Duration stretch, boolean killed) throws IOException, InterruptedException {
    Level idle = beginLife();
    Level first = null;
    for (int i = 1; i <= STRETCHES; i++) {
      load.start(stretch);
      underLoad(stretch);
      if (killed && i == STRETCHES) {
        server.kill(); // the clients go on, and wait for the next one
        return;
      }
      load.finish();
      Level level = rest(i, idle, stretch);
      first = first == null ? level : first;
      LevelBounds.check(idle, first, level);
    }
    server.stop();
  }

  /** Begins a life of the server. Its clients learn of it after it was looked at. */
  private Level beginLife() throws IOException, InterruptedException {
    start();
    Level idle = Level.of(server);
    levels.add("life %d, idle    %s".formatted(life, idle.row()));
    publish();
    if (life == 1) {
      createTables();
    }
    return idle;
  }

  private void start() throws IOException, InterruptedException {
    life++;
    // Answers to reads are given elsewhere, and writes are acknowledged elsewhere.
    String durability = life % 2 == 1 ? "buffered" : "sync";
    Path log = directory.resolve("log").resolve("server-" + life + ".txt");
    server = ServerProcess.start(directory.resolve("data"), log, durability);
  }

  private void publish() throws IOException {
    address.publish(new ServerAddress.At(life, server.port()));
  }

  private void createTables() throws IOException {
    Wire wire = new Wire(address, setUp);
    for (boolean indexed : new boolean[] {false, true}) {
      wire.createTable(ClientSettings.place(indexed).definition().build().request());
    }
    wire.createTable(
        TableDefinition.named(ClientSettings.COUNTERS)
            .partitionKey(ClientSettings.COUNTER_KEY, AttributeType.S)
            .build()
            .request());
    wire.hangUp();
  }

  private void underLoad(Duration stretch) throws IOException, InterruptedException {
    long end = System.nanoTime() + stretch.toNanos();
    while (System.nanoTime() - end < 0) {
      Thread.sleep(PAUSE_MILLIS);
      server.requireContent();
      load.tend();
      if (System.nanoTime() - told > TOLD_EVERY_NANOS) {
        told = System.nanoTime();
        tellProgress();
      }
    }
  }

  /** Waits until the server has no clients any more, and looks at what it holds. */
  private Level rest(int number, Level idle, Duration stretch)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + LEAVING_PATIENCE.toNanos();
    while (Level.connections(server) > 1
        || ProcFiles.of(server.process().pid()).sockets() > idle.sockets()) {
      if (System.nanoTime() - end > 0) {
        break; // the level tells what has stayed
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    Duration settling = stretch.dividedBy(2);
    Thread.sleep(settling.compareTo(LONGEST_SETTLING) < 0 ? settling : LONGEST_SETTLING);
    server.requireContent();
    Level level = Level.of(server);
    levels.add("life %d, rest %d  %s".formatted(life, number, level.row()));
    return level;
  }

  /** The server has been stopped: starts it once more and compares everything. */
  private void checkAll() throws IOException, InterruptedException {
    start();
    publish();
    Path log = directory.resolve("log").resolve("check.txt");
    try (ClientProcess check = ClientProcess.start(settings, log)) {
      Figures _ = check.finish();
    }
    server.stop();
  }

  private void tellProgress() throws IOException {
    Figures figures = load.figures();
    out.printf(
        "%5d s: life %d of the server, %d clients killed, %,d calls, %,d of them GetItem, %,d PutItem%n",
        Duration.ofNanos(System.nanoTime() - begin).toSeconds(),
        life,
        load.killed(),
        figures.total(),
        figures.count("GetItem"),
        figures.count("PutItem"));
  }

  private void tellLevels() {
    out.println("                " + Level.columns());
    levels.forEach(out::println);
  }

  private void tellEnd() throws IOException {
    tellProgress();
    load.figures().tell(out);
    tellLevels();
    out.printf(
        "soak: %d clients and %d servers killed; every acknowledged write is there, tables and indexes agree, no leak, no answer but the documented%n",
        load.killed(), kills);
  }
}
