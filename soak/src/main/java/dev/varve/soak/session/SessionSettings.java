package dev.varve.soak.session;

import java.nio.file.Path;

/**
 * What a process of the soak is to do.
 *
 * @param directory holds everything
 * @param seed of all choices
 * @param keys of all lanes together
 * @param openings how often to open the directories
 * @param seconds how long to work, all openings together, after which no further one begins
 */
public record SessionSettings(Path directory, long seed, int keys, int openings, int seconds) {
  static SessionSettings parse(String[] arguments) {
    return new SessionSettings(
        Path.of(arguments[0]),
        Long.parseLong(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]),
        Integer.parseInt(arguments[4]));
  }

  /** The arguments of {@link SessionMain}. */
  public String[] toArguments() {
    return new String[] {
      directory.toString(),
      Long.toString(seed),
      Integer.toString(keys),
      Integer.toString(openings),
      Integer.toString(seconds)
    };
  }

  Path engine() {
    return directory.resolve("engine");
  }

  Path tables() {
    return directory.resolve("tables");
  }

  Path model(int lane) {
    return directory.resolve("model").resolve("lane-" + lane);
  }
}
