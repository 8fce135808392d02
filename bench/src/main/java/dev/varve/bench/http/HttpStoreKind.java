package dev.varve.bench.http;

import java.nio.file.Path;
import java.util.List;

/**
 * One of the servers; {@link HttpStores} lists them.
 *
 * @param name in commands and results
 * @param persistent whether it keeps its items in its directory
 * @param durability of its acknowledged writes: {@code buffered}, {@code sync} or {@code none}
 * @param jvmOptions of its virtual machine
 * @param program what that has to run
 */
public record HttpStoreKind(
    String name, boolean persistent, String durability, List<String> jvmOptions, Program program) {
  /** The program of a server. */
  @FunctionalInterface
  interface Program {
    /** The main class and its arguments. */
    List<String> command(Path directory, int port);
  }
}
