package dev.varve.server;

import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The option of the command about the admin endpoint. */
final class AdminOptions {
  @Option(
      names = "--admin",
      paramLabel = "PORT",
      arity = "0..1",
      fallbackValue = "8001",
      description =
          "For tests: let programs of this machine set faults and the clock, delete everything, and keep and bring back states, at this port of 127.0.0.1; 0 for any that is free. Default, without PORT: 8001. With --auth they sign as an administrator.")
  private Integer port;

  /** Checks what options say together. */
  void check() {
    if (port != null && (port < 0 || port > 65_535)) {
      throw new UsageException("--admin is a port, 0 to 65535, not " + port);
    }
  }

  /** The port; empty for no endpoint. */
  OptionalInt port() {
    return port == null ? OptionalInt.empty() : OptionalInt.of(port);
  }
}
