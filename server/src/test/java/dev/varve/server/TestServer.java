package dev.varve.server;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.json.Operations;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.MemoryFileSystem;
import dev.varve.testing.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A server over databases in memory, on a port that is free, and a client. */
final class TestServer implements AutoCloseable {
  static final EngineOptions SMALL =
      EngineOptions.defaults()
          .withWal(1 << 20, 8 << 20)
          .withMemtables(256 << 10, 4 << 20)
          .withTables(256 << 10, 1 << 20);

  private final MemoryFiles files;
  private final VarveServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestServer(MemoryFiles files, VarveServer server) {
    this.files = files;
    this.server = server;
  }

  /** Files in memory that outlive databases, and open them. */
  static final class MemoryFiles implements AutoCloseable {
    private final MemoryFileSystem files = new MemoryFileSystem(new MemoryLedger());
    private final Scheduler scheduler = Env.system(2).scheduler();

    Varve open(String directory, VarveOptions options) throws IOException {
      return Varve.open(
          files.env(Clock.SYSTEM, scheduler), Path.of(directory), options.withEngine(SMALL));
    }

    /** Has something done before each sync of a file, by the thread that syncs. */
    void beforeSyncs(Runnable action) {
      files.onOperation(operation -> {
        if (operation.kind() == Operation.Kind.SYNC) {
          action.run();
        }
      });
    }

    @Override
    public void close() {
      scheduler.close();
    }
  }

  static TestServer start() throws IOException {
    return start(Durability.BUFFERED, builder -> builder);
  }

  static TestServer start(Durability durability, UnaryOperator<VarveServer.Builder> settings)
      throws IOException {
    MemoryFiles files = new MemoryFiles();
    Varve database = files.open("/db", VarveOptions.defaults().withDurability(durability));
    return of(files, new OneDatabase(database), settings);
  }

  static TestServer of(
      MemoryFiles files, DatabaseSet databases, UnaryOperator<VarveServer.Builder> settings)
      throws IOException {
    VarveServer.Builder builder = VarveServer.of(databases).address("127.0.0.1", 0);
    return new TestServer(files, settings.apply(builder).start());
  }

  VarveServer server() {
    return server;
  }

  /** The files, after closing too. */
  MemoryFiles files() {
    return files;
  }

  /** Calls an operation; quotes in the body are single. */
  HttpResponse<String> call(String operation, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.endpoint())
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", target(operation))
            .POST(BodyPublishers.ofString(body.replace('\'', '"')));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** How a request names an operation, of the tables' service if nobody knows it. */
  private static String target(String operation) {
    return Operations.ALL.stream()
        .filter(known -> known.name().equals(operation))
        .map(known -> known.target())
        .findFirst()
        .orElse("DynamoDB_20120810." + operation);
  }

  /** Gets a page. */
  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create(server.endpoint() + path)).build(),
        BodyHandlers.ofString());
  }

  /** Makes a table with partition key p. */
  void createTable(String name) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        call(
            "CreateTable",
            "{'TableName':'"
                + name
                + "','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST'}");
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
  }

  /** Stops the server; the files stay. */
  void stop() throws IOException {
    client.close();
    server.close();
  }

  @Override
  public void close() throws IOException {
    stop();
    files.close();
  }
}
