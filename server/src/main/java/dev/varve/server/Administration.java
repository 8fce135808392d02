package dev.varve.server;

import dev.varve.dynamodb.MemoryDatabase;
import dev.varve.dynamodb.TestClock;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.fault.Faults;
import dev.varve.server.admin.AdminGate;
import dev.varve.server.admin.AdminServer;
import dev.varve.server.admin.Administered;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What the databases of a server need that is administered, and the endpoint. For one thread. */
final class Administration implements AutoCloseable {
  private final int port;
  private final Faults faults = new Faults();
  private final TestClock clock = TestClock.running();

  /** Those that can be forked, by the names that figures have for databases. */
  private final Map<String, MemoryDatabase> memory = new ConcurrentHashMap<>();

  /** Null until it is started. */
  private AdminServer endpoint;

  /** An endpoint at a port, which is not there yet. */
  Administration(int port) {
    this.port = port;
  }

  /** The options of databases that can be administered. */
  VarveOptions options(VarveOptions options) {
    return options.withFaults(faults).withClock(clock);
  }

  /** Opens a database in memory, so that it can be forked. For any number of threads. */
  Varve openInMemory(String name, VarveOptions options) throws IOException {
    MemoryDatabase opened = new MemoryDatabase(options);
    memory.put(name, opened);
    return opened.varve();
  }

  /**
   * Starts the endpoint.
   *
   * @throws IOException if it cannot have its port
   */
  void start(DatabaseSet databases, Optional<Signing> signing) throws IOException {
    AdminGate gate =
        signing.<AdminGate>map(known -> known::requireAdministrator).orElse(AdminGate.OPEN);
    try {
      endpoint =
          AdminServer.start(
              port,
              new Administered(databases::byName, faults, clock, () -> Map.copyOf(memory)),
              gate);
    } catch (BindException e) {
      throw new IOException(
          "cannot listen at port " + port + ": " + e.getMessage() + "; --admin takes another", e);
    }
  }

  /** Where it is. After {@link #start}. */
  URI endpoint() {
    return endpoint.endpoint();
  }

  /** Stops the endpoint, before the databases are closed. */
  @Override
  public void close() {
    if (endpoint != null) {
      endpoint.close();
    }
  }
}
