package dev.varve.bench.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.varve.bench.kv.Dataset;
import dev.varve.bench.measure.Measured;
import dev.varve.bench.measure.WrongAnswerException;
import dev.varve.bench.result.CellResult;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class GeneratorTest {
  private static final int ITEMS = 250; // of three partition keys
  private static final long NANOS = 100_000_000;

  @ParameterizedTest
  @EnumSource(HttpWorkload.class)
  void everyAnswerIsCounted(HttpWorkload workload) throws Exception {
    AtomicLong answered = new AtomicLong();
    FakeServer.Disturbance counting =
        (operation, body) -> {
          answered.addAndGet(operation.equals(workload.operation()) ? 1 : 0);
          return body;
        };
    try (FakeServer server = new FakeServer(counting);
        HttpTable table = new HttpTable(server.port())) {
      server.fill(ITEMS);
      HttpWork work = new HttpWork(workload, Dataset.fresh(ITEMS), 1);
      Measured measured;
      try (Generator generator = new Generator(server.port(), work, 8)) {
        generator.run(NANOS, _ -> {});
        long before = answered.get();
        measured = generator.run(NANOS, _ -> {});
        assertEquals(answered.get() - before, measured.operations());
      }
      assertTrue(measured.operations() >= 8, measured.toString());
      assertEquals(measured.operations(), measured.latencies().getTotalCount());
      assertTrue(measured.nanos() > 0);
      assertTrue(
          measured.timeline().intervals().stream().mapToLong(CellResult.Interval::operations).sum()
              <= measured.operations());
      work.verify(table);
      assertEquals(workload.writes() ? answered.get() : 0, work.puts());
      assertEquals(workload.writes(), work.after().maxGeneration() > 0);
    }
  }

  @Test
  void aWrongAnswerEndsTheRun() throws Exception {
    for (HttpWorkload workload : HttpWorkload.values()) {
      String answer = workload.writes() ? "{\"Attributes\":{}}" : "{\"Item\":{},\"Items\":[]}";
      WrongAnswerException wrong =
          assertThrows(WrongAnswerException.class, () -> run(workload, (_, _) -> answer));
      assertTrue(wrong.getMessage().startsWith(workload.operation()), wrong.getMessage());
    }
  }

  @Test
  void aRightAnswerThatTurnsWrongIsFound() {
    AtomicInteger count = new AtomicInteger();
    assertThrows(
        WrongAnswerException.class,
        () ->
            run(
                HttpWorkload.GET,
                (_, body) ->
                    count.incrementAndGet() > 5 * ITEMS ? body.replace("a-", "b-") : body));
  }

  @Test
  void aLostWriteIsFound() throws Exception {
    AtomicInteger lost = new AtomicInteger();
    FakeServer.Disturbance forgetful =
        (operation, body) ->
            operation.equals("Query") && lost.incrementAndGet() == 2
                ? body.replaceFirst("\"revision\":\\{\"N\":\"1", "\"revision\":{\"N\":\"2")
                : body;
    try (FakeServer server = new FakeServer(forgetful);
        HttpTable table = new HttpTable(server.port())) {
      server.fill(ITEMS);
      HttpWork work = new HttpWork(HttpWorkload.PUT, Dataset.fresh(ITEMS), 1);
      try (Generator generator = new Generator(server.port(), work, 2)) {
        generator.run(NANOS, _ -> {});
      }
      assertThrows(WrongAnswerException.class, () -> work.verify(table));
    }
  }

  @Test
  void anErrorEndsTheRun() {
    IOException error =
        assertThrows(IOException.class, () -> run(HttpWorkload.GET, (_, _) -> "on fire"));
    assertEquals("status 500: on fire", error.getMessage());
  }

  @Test
  void aServerThatHangsUpEndsTheRun() {
    assertThrows(IOException.class, () -> run(HttpWorkload.PUT, (_, _) -> null));
  }

  @Test
  void aServerThatIsNotThereIsRefused() throws Exception {
    int port;
    try (FakeServer server = new FakeServer((_, body) -> body)) {
      port = server.port();
    }
    HttpWork work = new HttpWork(HttpWorkload.GET, Dataset.fresh(ITEMS), 1);
    assertThrows(IOException.class, () -> new Generator(port, work, 2).close());
  }

  private static void run(HttpWorkload workload, FakeServer.Disturbance disturbance)
      throws Exception {
    try (FakeServer server = new FakeServer(disturbance)) {
      server.fill(ITEMS);
      HttpWork work = new HttpWork(workload, Dataset.fresh(ITEMS), 1);
      try (Generator generator = new Generator(server.port(), work, 2)) {
        generator.run(50 * NANOS, _ -> {});
      }
    }
  }
}
