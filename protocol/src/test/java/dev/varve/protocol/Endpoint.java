package dev.varve.protocol;

import dev.varve.dynamodb.Varve;
import dev.varve.dynamodb.VarveOptions;
import dev.varve.dynamodb.api.DynamoDb;
import dev.varve.dynamodb.api.json.Operation;
import dev.varve.dynamodb.error.DynamoException;
import dev.varve.engine.Durability;
import dev.varve.engine.EngineOptions;
import dev.varve.io.Clock;
import dev.varve.io.Env;
import dev.varve.io.MemoryLedger;
import dev.varve.io.Scheduler;
import dev.varve.testing.MemoryFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A protocol in front of a database in memory, with verbs for tests. For one thread. */
final class Endpoint implements AutoCloseable {
  static final String JSON_1_0 = "application/x-amz-json-1.0";
  static final String PREFIX = "DynamoDB_20120810.";

  private static final EngineOptions SMALL =
      EngineOptions.defaults()
          .withWal(1 << 20, 8 << 20)
          .withMemtables(256 << 10, 4 << 20)
          .withTables(256 << 10, 1 << 20);

  private final Scheduler scheduler = Env.system(1).scheduler();
  private final Varve database;
  private final Protocol protocol;
  private DynamoException refusal;
  private DynamoException denial;
  private Throwable fault;
  private boolean lacks;
  private final List<CompletedCall> calls = new ArrayList<>();

  Endpoint() throws IOException {
    Env env = new MemoryFileSystem(new MemoryLedger()).env(Clock.SYSTEM, scheduler);
    database =
        Varve.open(
            env,
            Path.of("/db"),
            VarveOptions.defaults().withDurability(Durability.BUFFERED).withEngine(SMALL));
    protocol =
        new Protocol(
            _ -> {
              if (fault instanceof IOException trouble) {
                throw trouble;
              }
              if (fault instanceof RuntimeException bug) {
                throw bug;
              }
              return lacks ? new DynamoDb() {} : database;
            },
            new ScriptedGate(),
            calls::add);
  }

  /** Admits everybody, except where a test says otherwise. */
  private final class ScriptedGate implements Gate {
    @Override
    public Caller identify(ApiRequest request) {
      if (refusal != null) {
        throw refusal;
      }
      return new Caller(
          "000000000000",
          "eu-west-1",
          Optional.of("AKIA"),
          Optional.empty(),
          "arn:aws:iam::000000000000:root",
          Map.of());
    }

    @Override
    public void admit(ApiRequest sent, Caller caller, Operation<?, ?> operation, Object request) {
      if (denial != null) {
        throw denial;
      }
    }
  }

  /** Refuses to identify callers from now on. */
  void refuse(DynamoException error) {
    refusal = error;
  }

  /** Identifies callers, and lets them do nothing from now on. */
  void deny(DynamoException error) {
    denial = error;
  }

  /** Has the database fail from now on; an IOException or a RuntimeException. */
  void fail(Throwable with) {
    fault = with;
  }

  /** Has a database without any operation answer from now on. */
  void lack() {
    lacks = true;
  }

  /** The call that was heard of last. */
  CompletedCall lastCall() {
    return calls.getLast();
  }

  /** The database behind the protocol. */
  Varve database() {
    return database;
  }

  /** Answers a request. */
  Answer send(String method, String uri, byte[] body, String... headers) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (int i = 0; i < headers.length; i += 2) {
      fields.add(Map.entry(headers[i], headers[i + 1]));
    }
    return new Answer(protocol.answer(new ApiRequest(method, uri, Headers.of(fields), body)));
  }

  /** Begins a call of an operation that leaves something to be waited for; see {@link #call}. */
  Begun begin(String operation, String body, Protocol.Wait left) {
    List<Map.Entry<String, String>> fields =
        List.of(
            Map.entry("Host", "localhost:8000"),
            Map.entry("X-Amz-Target", PREFIX + operation),
            Map.entry("Content-Type", JSON_1_0));
    byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return protocol.begin(new ApiRequest("POST", "/", Headers.of(fields), bytes), () -> left);
  }

  /** How many calls were heard of. */
  int callsHeardOf() {
    return calls.size();
  }

  /** Answers a call of an operation, given by its full target. */
  Answer target(String target, String body) {
    return send(
        "POST",
        "/",
        body.getBytes(StandardCharsets.UTF_8),
        "Host",
        "localhost:8000",
        "X-Amz-Target",
        target,
        "Content-Type",
        JSON_1_0);
  }

  /** Answers a call of an operation; quotes in the body are single. */
  Answer call(String operation, String body) {
    return target(PREFIX + operation, body.replace('\'', '"'));
  }

  /** Makes a table T with partition key p. */
  void createTable() {
    Answer answer =
        call(
            "CreateTable",
            "{'TableName':'Tab','AttributeDefinitions':[{'AttributeName':'p','AttributeType':'S'}],'KeySchema':[{'AttributeName':'p','KeyType':'HASH'}],'BillingMode':'PAY_PER_REQUEST'}");
    if (answer.status() != 200) {
      throw new AssertionError(answer.text());
    }
  }

  @Override
  public void close() throws IOException {
    database.close();
    scheduler.close();
  }

  /** An answer. */
  record Answer(ApiResponse response) {
    int status() {
      return response.status();
    }

    String type() {
      return response.contentType();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }
  }
}
