package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.MetricsOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the command's options say of databases. */
class ServerOptionsTest {
  private static ServerOptions options(String... arguments) {
    return CommandLine.populateCommand(new ServerOptions(), arguments);
  }

  @Test
  void metricsAreKeptIfAskedFor() {
    assertEquals(Optional.empty(), options().database().metrics());
    assertEquals(Optional.empty(), options("--metrics=false").database().metrics());
    assertEquals(Optional.of(MetricsOptions.defaults()), options("--metrics").database().metrics());
  }
}
