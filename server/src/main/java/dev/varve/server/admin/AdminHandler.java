package dev.varve.server.admin;

import dev.varve.dynamodb.TestClock;
import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.protocol.ApiRequest;
import dev.varve.protocol.ApiResponse;
import dev.varve.server.http.HttpHandler;
import dev.varve.server.http.RunsOn;
import java.io.IOException;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers the admin endpoint's requests. For any number of threads. */
final class AdminHandler implements HttpHandler {
  private static final System.Logger LOG = System.getLogger("dev.varve.server");

  private static final String JSON = "application/json";

  /** The names of this machine at its loopback address, as a Host field has them. */
  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");

  private static final String NO_TABLES = "noTables";
  private static final String NO_ITEMS = "noItems";

  private final Administered administered;
  private final AdminGate gate;
  private final Forks forks;

  AdminHandler(Administered administered, AdminGate gate, Forks forks) {
    this.administered = administered;
    this.gate = gate;
    this.forks = forks;
  }

  @Override
  public RunsOn place(ApiRequest request) {
    return RunsOn.OWN_THREAD; // also while a fault holds up all workers
  }

  @Override
  public ApiResponse answer(ApiRequest request) {
    try {
      requireFromHere(request);
      admit(request);
      return json(200, answered(request));
    } catch (RefusedException refused) {
      return error(refused.status(), refused.getMessage());
    } catch (DynamoException refused) { // of a table that is gone meanwhile, for example
      return error(409, refused.errorName() + ": " + refused.getMessage());
    } catch (IOException | IllegalStateException failure) {
      LOG.log(System.Logger.Level.WARNING, "a request for administration failed", failure);
      return error(500, String.valueOf(failure.getMessage()));
    }
  }

  private void admit(ApiRequest request) throws IOException {
    try {
      gate.admit(request);
    } catch (DynamoException refused) {
      throw new RefusedException(403, refused.errorName() + ": " + refused.getMessage());
    }
  }

  private static ApiResponse json(int status, Object body) {
    return new ApiResponse(status, JSON, null, Json.bytes(body));
  }

  private static ApiResponse error(int status, String message) {
    return json(status, Map.of("message", message));
  }

  /**
   * Refuses what comes from elsewhere: another machine by way of a forwarded port, a web page, or a
   * web page whose name has been made to mean this machine.
   */
  private static void requireFromHere(ApiRequest request) {
    boolean isNear = request.peer().address().map(InetAddress::isLoopbackAddress).orElse(true);
    String host = request.headers().first("Host").orElse("");
    int port = host.lastIndexOf(':');
    String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
    if (!isNear || !HOSTS.contains(name)) {
      throw new RefusedException(403, "only this machine may administer, by its own name");
    }
    if (request.headers().value("Origin") != null) {
      throw new RefusedException(403, "web pages may not administer");
    }
  }

  private Object answered(ApiRequest request) throws IOException {
    Members body = new Members(Json.object(request.body()));
    return switch (request.method() + " " + request.uri()) {
      case "GET /" -> state();
      case "POST /faults" -> faults(body);
      case "POST /clock" -> clock(body);
      case "POST /sweep" -> sweep(body);
      case "POST /reset" -> reset(body);
      case "POST /forks" -> forks(body);
      default ->
          throw new RefusedException(
              404,
              "there is GET / and POST of /faults, /clock, /sweep, /reset and /forks, and nothing else");
    };
  }

  private Map<String, Object> state() {
    Map<String, Object> tables = new LinkedHashMap<>();
    administered
        .databases()
        .get()
        .forEach((name, database) -> tables.put(name, database.listTables()));
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("tables", tables);
    state.put("clock", clock());
    state.put("faults", PlanJson.state(administered.faults()));
    state.put("forks", forks.names());
    return state;
  }

  private Map<String, Object> faults(Members body) {
    administered.faults().use(PlanJson.plan(body));
    return PlanJson.state(administered.faults());
  }

  private Map<String, Object> clock() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("time", administered.clock().instant().toString());
    state.put("stands", administered.clock().stands());
    return state;
  }

  private Map<String, Object> clock(Members body) {
    TestClock clock = administered.clock();
    Optional<Instant> set = body.text("set").map(AdminHandler::time);
    Optional<Long> seconds = body.wholeNumber("advanceSeconds");
    boolean stop = body.isTrue("stop");
    boolean run = body.isTrue("run");
    boolean followMachine = body.isTrue("followMachine");
    body.requireNoOthers();
    if ((stop && run) || (followMachine && (stop || set.isPresent() || seconds.isPresent()))) {
      throw RefusedException.malformed("the clock is told things that exclude each other");
    }
    try {
      if (followMachine) {
        clock.followMachine();
      }
      set.ifPresent(clock::set);
      seconds.ifPresent(time -> clock.advance(Duration.ofSeconds(time)));
    } catch (IllegalArgumentException e) {
      throw RefusedException.malformed(e.getMessage());
    }
    if (stop) {
      clock.stop();
      set.ifPresent(time -> clock.set(time.plusSeconds(seconds.orElse(0L)))); // without what passed
    } else if (run) {
      clock.run();
    }
    return clock();
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw RefusedException.malformed("set is a time such as 2030-01-01T00:00:00Z, not " + text);
    }
  }

  /** Deletes what has expired, of one table or of all. */
  private Map<String, Object> sweep(Members body) throws IOException {
    Optional<String> table = body.text("table");
    body.requireNoOthers();
    long deleted = 0;
    boolean found = table.isEmpty();
    for (Varve database : administered.databases().get().values()) {
      for (String name : database.listTables()) {
        if (table.isEmpty() || table.get().equals(name)) {
          deleted += database.sweepExpired(name);
          found = true;
        }
      }
    }
    if (!found) {
      throw new RefusedException(404, "there is no table " + table.get());
    }
    return Map.of("deleted", deleted);
  }

  private Map<String, Object> reset(Members body) throws IOException {
    Optional<String> to = body.text("to");
    Optional<String> fork = body.text("fork");
    Optional<String> database = body.text("database");
    body.requireNoOthers();
    if (to.isPresent() == fork.isPresent()) {
      throw RefusedException.malformed("one of to and fork says what is to be there");
    }
    if (fork.isPresent()) {
      forks.bring(fork.get(), database.orElse(null));
    } else {
      resetTo(to.get(), database);
    }
    return state();
  }

  /** Empties a database, or all. */
  private void resetTo(String to, Optional<String> only) throws IOException {
    if (!to.equals(NO_TABLES) && !to.equals(NO_ITEMS)) {
      throw RefusedException.malformed("to is " + NO_TABLES + " or " + NO_ITEMS);
    }
    Map<String, Varve> databases = administered.databases().get();
    if (only.isPresent() && !databases.containsKey(only.get())) {
      throw new RefusedException(
          404, "there is no database " + only.get() + ", but " + databases.keySet());
    }
    for (Varve database :
        only.isPresent() ? List.of(databases.get(only.get())) : databases.values()) {
      if (to.equals(NO_TABLES)) {
        database.deleteAllTables();
      } else {
        database.deleteAllItems();
      }
    }
  }

  private Map<String, Object> forks(Members body) throws IOException {
    Optional<String> keep = body.text("keep");
    Optional<String> drop = body.text("drop");
    Optional<String> database = body.text("database");
    body.requireNoOthers();
    if (keep.isPresent() == drop.isPresent() || (drop.isPresent() && database.isPresent())) {
      throw RefusedException.malformed("keep names a fork, of a database, or drop names one");
    }
    if (keep.isPresent()) {
      forks.keep(keep.get(), database.orElse(null));
    } else {
      forks.drop(drop.get());
    }
    return Map.of("forks", forks.names());
  }
}
