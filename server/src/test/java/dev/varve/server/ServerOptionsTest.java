package dev.varve.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.varve.dynamodb.MetricsOptions;
import dev.varve.dynamodb.PartitioningOptions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the command's options say of databases. */
class ServerOptionsTest {
  private static ServerOptions options(String... arguments) {
    ServerOptions options = new ServerOptions();
    // The option of durability has its default in lower case, as the command takes it.
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return options;
  }

  @Test
  void metricsAreKeptIfAskedFor() {
    assertEquals(Optional.empty(), options().database().metrics());
    assertEquals(Optional.empty(), options("--metrics=false").database().metrics());
    assertEquals(Optional.of(MetricsOptions.defaults()), options("--metrics").database().metrics());
  }

  @Test
  void partitionsAreSplitWhereAskedFor() {
    PartitioningOptions defaults = PartitioningOptions.defaults();
    assertEquals(defaults, options().database().partitioning());
    assertEquals(
        defaults.withBytes(4000, 1000).withHotOperations(50),
        options("--partition-bytes=4000", "--partition-heat=50").database().partitioning());
  }
}
