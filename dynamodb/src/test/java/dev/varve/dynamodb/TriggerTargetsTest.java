package dev.varve.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.varve.dynamodb.api.Record;
import dev.varve.dynamodb.api.StreamViewType;
import dev.varve.dynamodb.api.json.JsonIn;
import dev.varve.dynamodb.api.json.RecordJson;
import dev.varve.dynamodb.model.Endpoint;
import dev.varve.dynamodb.trigger.DeadLetter;
import dev.varve.dynamodb.trigger.RetryPolicy;
import dev.varve.dynamodb.trigger.Trigger;
import dev.varve.dynamodb.trigger.TriggerTarget;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triggers that deliver to endpoints and commands. */
class TriggerTargetsTest extends StreamFixture {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final RetryPolicy QUICK =
      RetryPolicy.defaults().withDelays(Duration.ofMillis(1), Duration.ofMillis(5));
  private static final JsonFactory JSON = new JsonFactory();

  @TempDir private Path folder;
  private String stream;

  @BeforeEach
  void createTable() throws IOException {
    stream = create(TABLE, StreamViewType.NEW_AND_OLD_IMAGES);
  }

  private static Trigger.Builder trigger() {
    return Trigger.named("t").table(TABLE).retry(QUICK);
  }

  private void awaitAll() throws InterruptedException {
    assertTrue(
        varve.triggers().awaitDelivered("t", SOON), () -> varve.triggers().status("t").toString());
  }

  /** The record of a JSON object that has one member more. */
  private Record record(String json) throws IOException {
    assertTrue(json.endsWith(",\"eventSourceARN\":\"" + stream + "\"}"), json);
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return RecordJson.read(new JsonIn(parser));
    }
  }

  @Test
  void anEndpointIsSentRecordsAndAskedAgainUntilItIsWell() throws Exception {
    try (Endpoint endpoint = new Endpoint()) {
      endpoint.answer(503, 500, 404);
      varve.triggers().put(trigger().http(endpoint.uri("/hook")).build());
      put("a", "täxt");
      awaitAll();
      List<Endpoint.Request> requests = endpoint.requests();
      assertEquals(4, requests.size());
      Endpoint.Request last = requests.getLast();
      assertEquals("POST /hook HTTP/1.1", last.line());
      assertEquals("application/json", last.header("content-type"));
      String start = "{\"Records\":[";
      assertTrue(last.body().startsWith(start), last.body());
      String inner = last.body().substring(start.length(), last.body().length() - 2);
      assertEquals(records(stream), List.of(record(inner)));
      assertEquals(3, varve.triggers().status("t").failures());
      assertTrue(
          varve.triggers().status("t").lastProblem().orElseThrow().contains("HTTP status 404"));
    }
  }

  @Test
  void anEndpointThatNobodyServesKeepsItsRecordsWaiting() throws Exception {
    URI uri;
    try (ServerSocket unused = new ServerSocket(0)) {
      uri = URI.create("http://127.0.0.1:" + unused.getLocalPort() + "/");
    }
    varve.triggers().put(trigger().http(uri).build());
    put("a", "1");
    while (varve.triggers().status("t").failures() < 2) {
      Thread.sleep(1);
    }
    try (Endpoint endpoint = new Endpoint()) {
      varve.triggers().put(trigger().http(endpoint.uri("/")).build());
      awaitAll();
      assertEquals(1, endpoint.requests().size());
    }
  }

  @Test
  void anEndpointThatDoesNotAnswerIsGivenUpAndDoesNotHoldUpTheEnd() throws Exception {
    try (Endpoint endpoint = new Endpoint()) {
      endpoint.answer(Endpoint.NEVER, Endpoint.NEVER);
      varve
          .triggers()
          .put(
              trigger()
                  .target(new TriggerTarget.Http(endpoint.uri("/"), Duration.ofMillis(50)))
                  .retry(QUICK.withRetries(0))
                  .build());
      put("a", "1");
      awaitAll();
      assertEquals(1, varve.triggers().deadLetters("t", 10).size());
      varve.triggers().put(trigger().http(endpoint.uri("/")).build());
      put("b", "2");
      while (endpoint.requests().size() < 2) {
        Thread.sleep(1);
      }
      varve = databases.reopen(); // while the endpoint has the record
      awaitAll();
      assertEquals(3, endpoint.requests().size());
    }
  }

  @Test
  void aCommandReadsRecordsFromItsInput() throws Exception {
    Path out = folder.resolve("out");
    varve.triggers().put(trigger().command("sh", "-c", "cat >> '" + out + "'").build());
    put("a", "1");
    set("a", "2");
    delete("a");
    awaitAll();
    List<Record> read = new ArrayList<>();
    for (String line : Files.readAllLines(out)) {
      read.add(record(line));
    }
    assertEquals(records(stream), read);
  }

  @Test
  void aCommandThatFailsIsAskedAgain() throws Exception {
    Path flag = folder.resolve("flag");
    varve
        .triggers()
        .put(
            trigger()
                .command("sh", "-c", "test -e '" + flag + "' || { echo not there >&2; exit 3; }")
                .build());
    put("a", "1");
    while (varve.triggers().status("t").failures() < 2) {
      Thread.sleep(1);
    }
    String problem = varve.triggers().status("t").lastProblem().orElseThrow();
    assertTrue(problem.endsWith("exit status 3: not there"), problem);
    Files.createFile(flag);
    awaitAll();
    assertEquals(1, varve.triggers().status("t").delivered());
  }

  @Test
  void aCommandThatHangsIsKilledAndOneThatIsNotThereFails() throws Exception {
    varve
        .triggers()
        .put(
            trigger()
                .target(new TriggerTarget.Command(List.of("sleep", "1000"), Duration.ofMillis(50)))
                .retry(QUICK.withRetries(0))
                .build());
    put("a", "1");
    awaitAll();
    varve
        .triggers()
        .put(
            trigger()
                .command(folder.resolve("missing").toString())
                .retry(QUICK.withRetries(0))
                .build());
    put("b", "2");
    awaitAll();
    List<DeadLetter> letters = varve.triggers().deadLetters("t", 10);
    assertEquals(2, letters.size());
    assertTrue(letters.getFirst().lastFailure().orElseThrow().contains("took longer than"));
    assertTrue(letters.getLast().lastFailure().orElseThrow().contains("missing"));
    varve.triggers().put(trigger().command("sleep", "1000").build());
    put("c", "3");
    varve = databases.reopen(); // while the command runs, or before
    assertEquals(2, varve.triggers().deadLetters("t", 10).size());
  }
}
