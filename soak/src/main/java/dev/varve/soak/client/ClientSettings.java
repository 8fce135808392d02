package dev.varve.soak.client;

import dev.varve.soak.lane.TablePlace;
import dev.varve.soak.model.Content;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * What a client process is to do. The lanes of all processes are numbered through; each thread has
 * some of its own, so that it can let those rest whose last write has no answer.
 *
 * @param directory holds the models and the server's address
 * @param seed of all choices
 * @param processes how many client processes there are
 * @param process which of them this is, from 0 on; {@link #ALL} for one that has all lanes, checks
 *     them and ends
 * @param keys of each lane
 */
public record ClientSettings(Path directory, long seed, int processes, int process, int keys) {
  /** For a process that checks all lanes. */
  public static final int ALL = -1;

  /** Those of a process that write and read lanes. */
  public static final int THREADS = 6;

  /** Lanes of a thread. */
  public static final int LANES_PER_THREAD = 6;

  /** The table of counters, whose partition key is {@value #COUNTER_KEY}. */
  public static final String COUNTERS = "Counters";

  /** The attribute that names a counter. */
  public static final String COUNTER_KEY = "id";

  /** How many counters there are, which all lanes share. */
  static final int COUNTER_COUNT = 4;

  static ClientSettings parse(String[] arguments) {
    return new ClientSettings(
        Path.of(arguments[0]),
        Long.parseLong(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]));
  }

  /** The arguments of {@link ClientMain}. */
  public String[] toArguments() {
    return new String[] {
      directory.toString(),
      Long.toString(seed),
      Integer.toString(processes),
      Integer.toString(process),
      Integer.toString(keys)
    };
  }

  /** How many lanes a number of processes has. */
  public static int lanes(int processes) {
    return processes * THREADS * LANES_PER_THREAD;
  }

  /** The numbers of the lanes of a thread of this process. */
  IntStream lanesOf(int thread) {
    int first = (process * THREADS + thread) * LANES_PER_THREAD;
    return IntStream.range(first, first + LANES_PER_THREAD).map(ClientSettings::number);
  }

  /** The numbers of all lanes of all processes. */
  IntStream allLanes() {
    return IntStream.range(0, lanes(processes)).map(ClientSettings::number);
  }

  private static int number(int index) {
    return Content.FIRST_TABLE_LANE + index;
  }

  /** Where a lane's items are: half of the lanes share a table with indexes, half one without. */
  public static TablePlace place(int lane) {
    boolean indexed = lane % 2 == 0;
    return new TablePlace(indexed ? "Indexed" : "Plain", "lane-" + lane + "-", indexed);
  }

  /** Where the items of some lane with indexes, and of some lane without, are. */
  public static TablePlace place(boolean indexed) {
    return place(Content.FIRST_TABLE_LANE + (indexed ? 0 : 1));
  }

  /** The file that tells where the server is. */
  public Path address() {
    return directory.resolve("address");
  }

  Path model(int lane) {
    return directory.resolve("model").resolve("lane-" + lane);
  }

  Path counterModel(int lane) {
    return directory.resolve("model").resolve("counter-" + lane);
  }
}
